// The order of pieces that may stand in any order - functions of the binary, statements of a module - in which gzip finds the most repetitions:
// it looks back 32 kB only, and the nearer the shorter. Each piece is first put behind the one most like it; then pieces are moved beside
// their likes one by one, and what makes the whole smaller is kept. The same pieces always give the same order.
import { gzipSync } from "node:zlib";

export const gzipSize = (bytes) => gzipSync(bytes, { level: 9 }).length;

/**
 * An order of the pieces, their places in the list first to last.
 *
 * @param pieces strings, for their likeness alone
 * @param size what an order costs
 * @param near how many likes of each piece are tried as its neighbours, in each of `rounds` rounds
 */
export function arrange(pieces, size, { near = 3, rounds = 1 } = {}) {
  const likeness = likenessOf(pieces);
  const nearest = likeness.map((row) => largest(row, near));
  let order = chain(likeness);
  let least = size(order);
  for (let round = 0; round < rounds; round++) {
    for (const piece of [...order]) {
      for (const neighbour of nearest[piece]) {
        if (order[order.indexOf(piece) - 1] === neighbour) continue;
        const moved = order.filter((other) => other !== piece);
        moved.splice(moved.indexOf(neighbour) + 1, 0, piece);
        const now = size(moved);
        if (now < least) [order, least] = [moved, now];
      }
    }
  }
  return order;
}

const LETTERS = 5;

/** How alike two pieces are: the runs of letters that they share, the rarer the weightier, in proportion to their lengths. */
function likenessOf(pieces) {
  const runs = pieces.map(
    (piece) => new Set(Array.from({ length: Math.max(0, piece.length + 1 - LETTERS) }, (_, i) => piece.slice(i, i + LETTERS))),
  );
  const counts = new Map();
  for (const set of runs) for (const run of set) counts.set(run, (counts.get(run) ?? 0) + 1);
  const shared = (a, b) => {
    let sum = 0;
    for (const run of a) if (b.has(run)) sum += 1 / Math.sqrt(counts.get(run));
    return sum;
  };
  const likeness = runs.map(() => new Float64Array(runs.length));
  for (let i = 0; i < runs.length; i++) {
    for (let j = 0; j < i; j++) {
      const value = shared(runs[i], runs[j]) / Math.sqrt((runs[i].size + 1) * (runs[j].size + 1));
      likeness[i][j] = likeness[j][i] = value;
    }
  }
  return likeness;
}

const largest = (row, count) =>
  Array.from(row.keys())
    .sort((a, b) => row[b] - row[a] || a - b)
    .slice(0, count)
    .filter((i) => row[i] > 0);

/** From the first piece on, always the one most like the last three. */
function chain(likeness) {
  const left = new Set(likeness.keys());
  const order = [];
  for (let next = 0; left.size > 0; ) {
    left.delete(next);
    order.push(next);
    const last = order.slice(-3).reverse();
    const likes = (i) => last.reduce((sum, piece, back) => sum + likeness[piece][i] / 2 ** back, 0);
    let best = -1;
    for (const i of left) {
      const value = likes(i);
      if (value > best) [best, next] = [value, i];
    }
  }
  return order;
}
