import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { engineOf, guarded, TARGETS } from "../support/engine.js";

const EPS = Number.EPSILON;

interface Solved {
  values: Float64Array;
  vectors: Float64Array;
}

/** Runs the routine between canaries on `count` q x q blocks (one array). */
function solve(engine: Engine, q: number, blocks: ArrayLike<number>, offset = 0): Solved {
  const count = q === 0 ? 3 : blocks.length / (q * q);
  return engine.scope(() => {
    const a = guarded(engine, blocks.length, offset);
    const e = guarded(engine, count * q, offset);
    const scratch = guarded(engine, 4 * q * q, offset);
    engine.view(a.pointer, blocks.length).set(blocks);
    engine.routines.jacobi_eigh_f64(count, q, a.pointer, e.pointer, scratch.pointer);
    for (const { check } of [a, e, scratch]) check();
    return { values: engine.take(e.pointer, count * q), vectors: engine.take(a.pointer, blocks.length) };
  });
}

/** Irrational-looking symmetric blocks, block b graded by 10^(-b * j) in row and column j. */
function blocksOf(count: number, q: number): Float64Array {
  const data = new Float64Array(count * q * q);
  for (let b = 0; b < count; b++) {
    for (let i = 0; i < q; i++) {
      for (let j = 0; j <= i; j++) {
        const entry = (Math.sqrt(7.3 + 3 * i + 11 * j + b) % 1) - 0.4 + (i === j ? 0.6 : 0);
        const graded = entry * 10 ** (-(b % 7) * (i + j) * 0.5);
        data[(b * q + i) * q + j] = graded;
        data[(b * q + j) * q + i] = graded;
      }
    }
  }
  return data;
}

describe.each(TARGETS)("jacobi_eigh_f64 on the %s binary", (target) => {
  const engine = engineOf(target);

  test("A V = V diag(e) and V'V = I to a few q eps, for every count and order of the ladder, at any offset", () => {
    const C = 4; // observed at most 2.5 q eps
    for (const q of [1, 2, 3, 4, 5, 7, 8, 9, 19]) {
      for (const count of [1, 2, 3, 5]) {
        const A = blocksOf(count, q);
        const { values, vectors } = solve(engine, q, A, count % 2);
        for (let b = 0; b < count; b++) {
          const block = A.subarray(b * q * q, (b + 1) * q * q);
          const V = vectors.subarray(b * q * q, (b + 1) * q * q);
          const norm = Math.max(...block.map(Math.abs));
          for (let i = 0; i < q; i++) {
            for (let j = 0; j < q; j++) {
              let inner = 0;
              let image = 0;
              for (let k = 0; k < q; k++) {
                inner += V[k * q + i]! * V[k * q + j]!;
                image += block[i * q + k]! * V[k * q + j]!;
              }
              expect(Math.abs(inner - (i === j ? 1 : 0))).toBeLessThanOrEqual(C * q * EPS);
              expect(Math.abs(image - values[b * q + j]! * V[i * q + j]!)).toBeLessThanOrEqual(C * q * EPS * norm);
            }
          }
        }
      }
    }
  });

  test("rotations do not lengthen the vectors on average", () => {
    const q = 64;
    const { vectors } = solve(engine, q, blocksOf(2, q));
    let excess = -2 * q; // sum of |v|^2 - 1
    for (const entry of vectors) excess += entry * entry;
    expect(Math.abs(excess) / (2 * q)).toBeLessThanOrEqual((q * EPS) / 8); // 1 / sqrt(1 + t t) gives 0.7 q eps
  });

  test("a block's result does not depend on its neighbour or its place in the batch", () => {
    for (const q of [2, 3, 5]) {
      const A = blocksOf(6, q);
      const whole = solve(engine, q, A);
      for (let b = 0; b < 6; b++) {
        const alone = solve(engine, q, A.subarray(b * q * q, (b + 1) * q * q));
        expect(whole.values.slice(b * q, (b + 1) * q)).toEqual(alone.values);
        expect(whole.vectors.slice(b * q * q, (b + 1) * q * q)).toEqual(alone.vectors);
      }
    }
  });

  test("zero and diagonal blocks come back exactly, in place, whatever their neighbour", () => {
    for (const q of [1, 3, 4]) {
      const diagonal = new Float64Array(q * q);
      for (let i = 0; i < q; i++) diagonal[i * q + i] = [-3e-150, 0, 7e149, 1][i]!;
      const full = blocksOf(1, q);
      const blocks = [...diagonal, ...full, ...new Float64Array(q * q), ...full];
      const { values, vectors } = solve(engine, q, blocks);
      const identity = Float64Array.from({ length: q * q }, (_, k) => (k % (q + 1) === 0 ? 1 : 0));
      expect([...values.subarray(0, q)]).toEqual([-3e-150, 0, 7e149, 1].slice(0, q));
      expect([...values.subarray(2 * q, 3 * q)]).toEqual(new Array(q).fill(0));
      expect(vectors.slice(0, q * q)).toEqual(identity);
      expect(vectors.slice(2 * q * q, 3 * q * q)).toEqual(identity);
    }
  });

  test("scaling by a power of two scales the eigenvalues exactly and leaves the vectors", () => {
    for (const q of [2, 3, 6]) {
      const A = blocksOf(1, q);
      const plain = solve(engine, q, A);
      for (const power of [2 ** -500, 2 ** 500, 2 ** 1000]) {
        const scaled = solve(
          engine,
          q,
          A.map((v) => v * power),
        );
        expect(scaled.values).toEqual(plain.values.map((v) => v * power));
        expect(scaled.vectors).toEqual(plain.vectors);
      }
    }
  });

  test("every eigenvalue of a definite D B D keeps its digits, D from 1e150 down to 1e-150", () => {
    // B = [[4,1,-1],[1,3,1],[-1,1,2]]; the eigenvalues tend to the ratios of leading minors times d_i^2: 4 d0^2, 11/4 d1^2, 13/11 d2^2.
    const B = [4, 1, -1, 1, 3, 1, -1, 1, 2];
    for (const d of [
      [1e75, 1, 1e-75],
      [1e-75, 1, 1e75],
    ]) {
      const A = B.map((v, k) => v * d[Math.floor(k / 3)]! * d[k % 3]!);
      const { values } = solve(engine, 3, A);
      const descending = d[0]! > 1;
      // schur complements in the order of the sizes: pivots of B from the large end
      const pivots = descending ? [4, 11 / 4, 13 / 11] : [13 / 5, 5 / 2, 2];
      for (let i = 0; i < 3; i++) {
        const expected = pivots[i]! * d[i]! * d[i]!;
        expect(Math.abs(values[i]! - expected)).toBeLessThanOrEqual(16 * EPS * expected);
      }
    }
  });

  test("a rank-one block has one eigenvalue |u|^2 and the others at rounding", () => {
    const u = [0.3, -1.7, 2.9];
    const A = Float64Array.from({ length: 9 }, (_, k) => u[Math.floor(k / 3)]! * u[k % 3]!);
    const { values } = solve(engine, 3, A);
    const norm = u.reduce((sum, v) => sum + v * v, 0);
    const sorted = [...values].sort((x, y) => Math.abs(x) - Math.abs(y));
    expect(Math.abs(sorted[2]! - norm)).toBeLessThanOrEqual(8 * EPS * norm);
    expect(Math.abs(sorted[1]!)).toBeLessThanOrEqual(8 * EPS * norm);
  });

  test("a block with a NaN spoils itself only, and q = 0 does nothing", () => {
    const A = blocksOf(2, 3);
    const clean = solve(engine, 3, A);
    A[3] = Number.NaN;
    const { values, vectors } = solve(engine, 3, A);
    expect(values.slice(3)).toEqual(clean.values.slice(3));
    expect(vectors.slice(9)).toEqual(clean.vectors.slice(9));
    solve(engine, 0, []);
  });

  test("only the lower triangle is read", () => {
    for (const q of [3, 4]) {
      const A = blocksOf(1, q);
      const lower = A.map((v, k) => (k % q > Math.floor(k / q) ? 77 : v));
      expect(solve(engine, q, lower)).toEqual(solve(engine, q, A));
    }
  });
});
