import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SMALL, smallSvd } from "../../src/linalg/smallSvd.js";
import { svd } from "../../src/linalg/svd.js";
import { entries } from "../support/dense.js";
import { frobenius, orthogonality, residual, transposed } from "../support/spectral.js";

/** 4 is the largest factor seen of n eps, in 20,000 runs; of n eps cond(B) less than 1. */
const C = 10;
const EPS = Number.EPSILON;
const matrix = (rows: number, cols: number, data: Float64Array) => ({ rows, cols, data });

/** With rows of zeros below until it has more entries than are done in JavaScript: the same values and V, by the routine. */
function padded(m: number, n: number, a: Float64Array) {
  const rows = Math.max(m, Math.ceil((SMALL + 1) / n));
  const data = new Float64Array(rows * n);
  data.set(a);
  return matrix(rows, n, data);
}

const SHAPES = Array.from({ length: SMALL }, (_, k) => k + 1).flatMap((m) =>
  Array.from({ length: Math.floor(SMALL / m) }, (_, k) => [m, k + 1] as [number, number]),
);

describe("svd of a few entries", () => {
  test("has orthonormal vectors and falling values, and multiplies out, in every shape", () => {
    for (const [m, n] of SHAPES) {
      const a = entries(m * n, m + 2 * n).map((v, p) => v + Math.sin(p * p));
      const { status, values, U, V } = svd(matrix(m, n, a));
      const k = Math.min(m, n);
      const bound = C * Math.max(m, n) * EPS;
      expect(status).toBe("ok");
      expect([U.rows, U.cols, V.rows, V.cols, values.length]).toEqual([m, k, n, k, k]);
      expect(orthogonality(m, k, U.data)).toBeLessThanOrEqual(bound);
      expect(orthogonality(n, k, V.data)).toBeLessThanOrEqual(bound);
      expect(residual(m, n, a, k, V.data, U.data, values)).toBeLessThanOrEqual(bound * frobenius(a));
      for (let i = 1; i < k; i++) expect(values[i]).toBeLessThanOrEqual(values[i - 1] as number);
      expect(svd(matrix(m, n, a), { vectors: false })).toEqual({ status, values });
    }
  });

  test("has every value to n eps cond(B) where the columns of B, or the rows, are scaled over fifty orders: those of the routine", () => {
    const grade = fc.array(fc.double({ min: -25, max: 25, noNaN: true }), { minLength: SMALL, maxLength: SMALL });
    const seed = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: SMALL, maxLength: SMALL });
    fc.assert(
      fc.property(fc.constantFrom(...SHAPES.filter(([m, n]) => m >= n)), seed, grade, ([m, n], at, powers) => {
        const b = Float64Array.from({ length: m * n }, (_, p) => (at[p] as number) + (p % (n + 1) === 0 ? 3 * n : 0)); // cond(B) below 10
        const a = b.map((v, p) => v * 10 ** (powers[p % n] as number));
        const { values: expected, V: right } = svd(padded(m, n, a));
        const tall = svd(matrix(m, n, a));
        const wide = svd(matrix(n, m, transposed(m, n, a)));
        for (const { values } of [tall, wide])
          for (let i = 0; i < n; i++)
            expect(Math.abs((values[i] as number) / (expected[i] as number) - 1)).toBeLessThanOrEqual(C * 10 * n * EPS);
        for (let i = 0; i < n; i++) {
          const apart = [i - 1, i + 1].every((j) => !(Math.abs((expected[j] as number) / (expected[i] as number) - 1) < 1e-3));
          let cosine = 0;
          for (let j = 0; j < n; j++) cosine += (tall.V.data[j * n + i] as number) * (right.data[j * n + i] as number);
          if (apart) expect(Math.abs(Math.abs(cosine) - 1)).toBeLessThanOrEqual(C * n * EPS);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("leaves to the routine what its squares of squares cannot hold, and what is not finite", () => {
    const left = (...a: number[]) => smallSvd(2, 2, Float64Array.from(a), 2, 1, true) === undefined;
    expect(left(1, 2, 3, 4)).toBe(false);
    expect([left(1, 0, 0, 0), left(0, 0, 0, 0), left(1e61, 0, 0, 1), left(1, 0, 0, 1e-61)]).toEqual([true, true, true, true]);
    expect([left(1e200, 1, 1, 1e-200), left(Number.NaN, 0, 0, 1), left(1, 0, Infinity, 1)]).toEqual([true, true, true]);
    expect(svd(matrix(2, 2, Float64Array.of(1e200, 0, 0, 1e-200))).values).toEqual(Float64Array.of(1e200, 1e-200));
    expect(() => svd(matrix(2, 2, Float64Array.of(1, 2, Number.NaN, 4)))).toThrow('svd: "A.data[2]" expected a finite number, got NaN');
    const { values, U, V } = svd([
      [1, 2],
      [2, 4],
    ]);
    expect(values[1]).toBeLessThanOrEqual(C * 2 * EPS * 5);
    expect(orthogonality(2, 2, U.data) + orthogonality(2, 2, V.data)).toBeLessThanOrEqual(C * 2 * EPS);
  });

  test("two results share no memory, nor does a later call change an earlier result", () => {
    const first = svd([[1, 2, 3], [4, 5, 6], [7, 8, 10]]); // biome-ignore format: a matrix
    const copy = structuredClone(first);
    const second = svd([[2, 2, 3], [4, 1, 6], [7, 8, 9]]); // biome-ignore format: a matrix
    expect(first).toEqual(copy);
    const buffers = [first, second].flatMap(({ values, U, V }) => [values.buffer, U.data.buffer, V.data.buffer]);
    expect(new Set(buffers).size).toBe(6);
  });
});
