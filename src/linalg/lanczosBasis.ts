import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import type { Random } from "../random/index.js";
import type { CountedOperator } from "./countedOperator.js";
import { orthogonalizeOperations } from "./orthogonalize.js";
import { safeScale } from "./powerOfTwo.js";
import { rotateRows } from "./rotateRows.js";

/** A Ritz value with the norm of its residual; its vector is row `index` of what the basis has found. */
export interface Pair {
  value: number;
  residual: number;
  index: number;
}

/** To what part of |T| an eigenvalue is known before its vector is sought: for a result, and for a look at how far it has come. */
export const FINE = Number.EPSILON / 2;
export const COARSE = 1e-8;

/**
 * An orthonormal basis grown by Lanczos steps inside one engine, with the projected matrix T = V'AV, which is tridiagonal.
 *
 *   A v_j = beta_(j-1) v_(j-1) + alpha_j v_j + beta_j v_(j+1),   rows of the basis are the v_i
 *
 * The first vectors may be locked, which deflates them: later ones are orthogonal to them and T leaves them out. Every new vector is made orthogonal to
 * all before it: the known couplings are subtracted, then classical Gram-Schmidt, seldom more than one pass. Where nothing is left of A v_j,
 * an invariant subspace, the basis goes on with a random vector and coupling zero: so a multiple eigenvalue shows its other copies.
 *
 * `restart` (thick: Wu & Simon 2000) keeps the space of some Ritz vectors, in the basis of it that leaves T tridiagonal.
 */
export interface LanczosBasis {
  /** First row of V: vector i begins 8 n i bytes further. */
  readonly start: number;
  /** Vectors whose product is known, the locked included; one more, the next, follows them. */
  readonly size: number;
  /** Whether the last step left an invariant subspace: the next vector is not coupled to those before it. */
  readonly closed: boolean;
  /** Norm of the operator as far as seen: the largest |A v|, at least as large as every Ritz value asked for. */
  norm(): number;
  /** Begins behind the locked vectors with the direction of `v`, or a random one where that is in their span. */
  begin(v?: Float64Array): void;
  /** One step: the product of the next vector, and a new next vector. A status says why it was not made; nothing has changed then. */
  step(): Status | undefined;
  /** The p x p matrix T of the first p vectors. */
  projected(p: number): Float64Array;
  /** Eigenpairs of the active part of T: the `low` smallest and the `high` largest, or all where it has no more. */
  ritz(low: number, high: number, width?: number): Pair[];
  /** One of them, number `at` in ascending order. */
  glimpse(at: number, width: number): Pair[];
  /** Keeps the Ritz vectors of `kept` as the active basis; the next vector stays, coupled to the last of them. */
  restart(kept: readonly Pair[]): void;
  /** Locks the Ritz vectors of `kept`; `begin` must follow. */
  lock(kept: readonly Pair[]): void;
  /** Keeps of the locked vectors only those at the indices of `kept`, ascending; `begin` must follow. */
  keepLocked(kept: readonly Pair[]): void;
}

/** An empty basis of at most `capacity` vectors; (capacity + 2) n and some 2 capacity^2 doubles in the arena of the present scope. */
export function lanczosBasis(engine: Engine, A: CountedOperator, capacity: number, random: Random): LanczosBasis {
  const { arena, routines } = engine;
  const { n } = A;
  const m = capacity + 1;
  const start = arena.f64(m * n);
  const alpha = arena.f64(m);
  const beta = arena.f64(m);
  const length = engine.put([0]);
  // Ritz values and, as rows of `order` entries, vectors of T
  const found = arena.f64(m);
  const y = arena.f64(capacity * capacity);
  let order = 0;
  const scratch = arena.f64(Math.max(n, m * m + 5 * m) + m);
  const gemm = arena.bytes(routines.gemm_scratch_bytes());
  let locked = 0;
  let size = 0;
  let closed = false;
  let operations = 0;

  const row = (i: number) => start + 8 * n * i;
  const norm = () => engine.view(length, 1)[0]!;
  const coupling = () => engine.view(beta, size)[size - 1]!;

  /** The next vector has the direction of `v`, orthogonal to those before it, or of a random one where `v` lies in their span. */
  const next = (v: Float64Array) => {
    engine.view(row(size), n).set(v);
    if (!normalizeNext()) next(random.normal(n));
  };
  const normalizeNext = (): boolean => {
    const v = row(size);
    const before = Math.sqrt(routines.dot_f64(n, v, v));
    if (!(before > 0)) return false;
    routines.scale_f64(n, 1 / before, v, v);
    for (let time = 0; time < 2; time++) {
      const left = routines.orthogonalize_f64(n, size, start, v, scratch);
      operations += orthogonalizeOperations(n, size);
      if (!(left > 16 * Number.EPSILON)) return false;
      routines.scale_f64(n, 1 / left, v, v);
    }
    return true;
  };

  /** The pairs at the indices from..to-1 of each of the ranges, which rise. */
  const pairs = (width: number, ...ranges: (readonly [from: number, to: number])[]): Pair[] => {
    order = size - locked;
    let count = 0;
    for (const [from, to] of ranges) {
      routines.tridiagonal_pairs_f64(order, alpha + 8 * locked, beta + 8 * locked, from, to, count, norm(), width, found, y, scratch);
      count += to - from;
    }
    const rows = engine.view(y, count * order);
    const last = coupling();
    const list = Array.from(engine.view(found, count), (value, index) => ({
      value,
      index,
      residual: last * Math.abs(rows[(index + 1) * order - 1]!),
    }));
    engine.view(length, 1)[0] = Math.max(norm(), ...list.map(({ value }) => Math.abs(value)));
    return list;
  };

  /** Rows 0, 1, ... of n entries := those at the indices of `kept`, ascending. */
  const move = (n: number, rows: number, kept: readonly Pair[]) => {
    for (const [to, { index }] of kept.entries()) routines.scale_f64(n, 1, rows + 8 * n * index, rows + 8 * n * to);
  };
  const pick = (kept: readonly Pair[]) => {
    move(order, y, kept);
    move(1, found, kept);
  };
  const rotate = (count: number) => {
    rotateRows(engine, n, row(locked), order, count, y);
    operations += 2 * n * order * count;
    size = locked + count;
  };

  return {
    start,
    norm,
    get size() {
      return size;
    },
    get closed() {
      return closed;
    },
    begin(v = random.normal(n)) {
      size = locked;
      const scale = safeScale(v);
      next(v.map((entry) => entry / scale));
    },
    step() {
      const stop = A.stopsBefore(operations);
      if (stop) return stop;
      A.apply(row(size), row(size + 1));
      const open = routines.lanczos_step_f64(n, locked, size, start, alpha, beta, length, scratch);
      if (open < 0) return "nonfinite";
      operations += orthogonalizeOperations(n, ++size);
      closed = open === 0;
      if (closed && size < n) next(random.normal(n));
      return undefined;
    },
    projected(p) {
      const T = new Float64Array(p * p);
      engine.view(alpha, p).forEach((entry, i) => {
        T[i * (p + 1)] = entry;
      });
      engine.view(beta, p - 1).forEach((entry, i) => {
        T[(i + 1) * p + i] = entry;
      });
      return T;
    },
    ritz(low, high, width = FINE) {
      const p = size - locked;
      return low + high < p ? pairs(width, [0, low], [p - high, p]) : pairs(width, [0, p]);
    },
    glimpse: (at, width) => pairs(width, [at, at + 1]),
    restart(kept) {
      const last = size;
      const beyond = coupling();
      pick(kept);
      routines.arrow_f64(kept.length, order, found, beyond, y, alpha + 8 * locked, beta + 8 * locked, scratch, gemm);
      rotate(kept.length);
      routines.scale_f64(n, 1, row(last), row(size));
    },
    lock(kept) {
      pick(kept);
      rotate(kept.length);
      locked = size;
    },
    keepLocked(kept) {
      move(n, start, kept);
      locked = kept.length;
    },
  };
}
