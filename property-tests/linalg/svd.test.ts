import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eigh } from "../../src/linalg/eigh.js";
import { svd } from "../../src/linalg/svd.js";
import { tsqr } from "../../src/linalg/tsqr.js";
import { frobenius, orthogonality, reflected, residual, symmetric, transposed } from "../../test/support/spectral.js";

/** Laws hold to C max(m, n) eps (times |A|, times cond(B) where values are relative); 3 is the largest factor seen in 5,000 runs. */
const C = 15;
const EPS = Number.EPSILON;

const entry = fc.double({ min: -1, max: 1, noNaN: true });
const side = fc.integer({ min: 1, max: 40 });
const anyMatrix = fc
  .record({ m: side, n: side, seed: fc.array(entry, { minLength: 20, maxLength: 80 }), grade: fc.constantFrom(0, 0, 0.3, 2) })
  .map(({ m, n, seed, grade }) => {
    const at = (k: number) => seed[k % seed.length] as number;
    const value = (i: number, j: number) => (at(i * n + j) + at(7 * i + 3 * j) * at(j)) * 10 ** (-grade * (i + j));
    return { m, n, a: Float64Array.from({ length: m * n }, (_, k) => value(Math.floor(k / n), k % n)) };
  });

/** A = Q1 diag(s) Q2 diag(d): Q's by reflectors, cond(B) = s_1/s_n <= 1e3, d from 1 to 1e-30 in any order. */
const scaledColumns = fc
  .record({
    n: fc.integer({ min: 2, max: 20 }),
    extra: fc.integer({ min: 0, max: 15 }),
    condition: fc.constantFrom(1, 10, 1e3),
    exponents: fc.array(fc.double({ min: -30, max: 0, noNaN: true }), { minLength: 20, maxLength: 20 }),
    seed: fc.nat(1000),
  })
  .map(({ n, extra, condition, exponents, seed }) => {
    const m = n + extra;
    const s = symmetric(n, (i, j) => (i === j ? condition ** (-i / (n - 1)) : 0));
    const right = transposed(n, n, reflected(n, n, s, seed + 7, 4));
    const tall = new Float64Array(m * n);
    tall.set(right);
    const d = exponents.slice(0, n).map((p) => 10 ** p);
    const a = reflected(m, n, tall, seed, 4).map((v, k) => v * (d[k % n] as number));
    return { m, n, condition, seed, a };
  });

const values = (m: number, n: number, a: Float64Array) => svd({ rows: m, cols: n, data: a }, { vectors: false }).values;

function expectRelative(x: ArrayLike<number>, y: ArrayLike<number>, tolerance: number): void {
  for (let i = 0; i < y.length; i++) expect(Math.abs((x[i] as number) / (y[i] as number) - 1)).toBeLessThanOrEqual(tolerance);
}

describe("the singular value decomposition of any matrix", () => {
  test("has orthonormal vectors and falling values, and multiplies out", () => {
    fc.assert(
      fc.property(anyMatrix, ({ m, n, a }) => {
        const { status, values: s, U, V } = svd({ rows: m, cols: n, data: a });
        expect(status).toBe("ok");
        const k = Math.min(m, n);
        const bound = C * Math.max(m, n) * EPS;
        expect(orthogonality(m, k, U.data)).toBeLessThanOrEqual(bound);
        expect(orthogonality(n, k, V.data)).toBeLessThanOrEqual(bound);
        expect(residual(m, n, a, k, V.data, U.data, s)).toBeLessThanOrEqual(bound * frobenius(a));
        for (let i = 1; i < k; i++) expect(s[i]).toBeLessThanOrEqual(s[i - 1] as number);
        expect(s[k - 1]).toBeGreaterThanOrEqual(0);
        expect(Math.abs(frobenius(s) - frobenius(a))).toBeLessThanOrEqual(bound * frobenius(a));
      }),
      { numRuns: 150 },
    );
  });

  test("has the squares of A'A's eigenvalues for values, to eps |A|^2", () => {
    fc.assert(
      fc.property(anyMatrix, ({ m, n, a }) => {
        const gram = symmetric(n, (i, j) => {
          let s = 0;
          for (let p = 0; p < m; p++) s += (a[p * n + i] as number) * (a[p * n + j] as number);
          return s;
        });
        const expected = eigh({ rows: n, cols: n, data: gram }, { vectors: false }).values.reverse();
        const s = values(m, n, a);
        const bound = C * Math.max(m, n) * EPS * frobenius(a) ** 2;
        for (let i = 0; i < s.length; i++) expect(Math.abs((s[i] as number) ** 2 - (expected[i] as number))).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 60 },
    );
  });
});

describe("every singular value of B diag(d), d over thirty orders, to n eps cond(B)", () => {
  test("is unmoved by a rotation from the left, by the order of the columns, and by a transpose", () => {
    fc.assert(
      fc.property(scaledColumns, ({ m, n, condition, seed, a }) => {
        const s = values(m, n, a);
        const tolerance = C * m * EPS * condition;
        expectRelative(values(m, n, reflected(m, n, a, seed + 3)), s, tolerance);
        expectRelative(values(m, n, a.slice().reverse()), s, tolerance);
        if (m > n) expectRelative(values(n, m, transposed(m, n, a)), s, tolerance);
      }),
      { numRuns: 60 },
    );
  });

  test("is d itself where B is orthonormal, scales with A, and survives being read in tiles", () => {
    fc.assert(
      fc.property(
        scaledColumns,
        fc.integer({ min: -150, max: 150 }),
        fc.integer({ min: 1, max: 9 }),
        ({ m, n, condition, a }, power, height) => {
          const s = values(m, n, a);
          const tolerance = C * m * EPS * condition;
          if (condition === 1) {
            const d = Array.from({ length: n }, (_, j) => Math.hypot(...Array.from({ length: m }, (_, i) => a[i * n + j] as number)));
            expectRelative(
              s,
              d.sort((x, y) => y - x),
              tolerance,
            );
          }
          expectRelative(
            values(
              m,
              n,
              a.map((v) => v * 10 ** power),
            ).map((v) => v / 10 ** power),
            s,
            tolerance,
          );
          const tiles = Array.from({ length: Math.ceil(m / height) }, (_, t) => {
            const data = a.slice(t * height * n, (t + 1) * height * n);
            return { rows: data.length / n, cols: n, data };
          });
          expectRelative(svd(tsqr(tiles), { vectors: false }).values, s, tolerance);
        },
      ),
      { numRuns: 60 },
    );
  });
});
