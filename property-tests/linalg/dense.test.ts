import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Matrix, makeMatrix } from "../../src/core/matrix.js";
import { cholesky, eigh, gemv, gram, ldlt, matmul, solveCholesky, solveLdlt, solveTriangular } from "../../src/linalg/index.js";

// Random shapes and entries spread over many binades. Every bound is a constant times eps times the sizes that enter the error analysis.

const EPS = Number.EPSILON;

const entry = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -12, max: 12 }))
  .map(([fraction, exponent]) => (Math.abs(fraction) < 1e-100 ? 0 : fraction * 2 ** exponent)); // 1/x has to exist

const matrix = (rows: number, cols: number): fc.Arbitrary<Matrix> =>
  fc.array(entry, { minLength: rows * cols, maxLength: rows * cols }).map((list) => makeMatrix(rows, cols, Float64Array.from(list)));

const size = fc.integer({ min: 1, max: 21 });

const at = (a: Matrix, i: number, j: number) => a.data[i * a.cols + j] as number;

/** a b and its rounding error, exactly (Dekker 1971): a b = product + error. */
function twoProduct(a: number, b: number): [number, number] {
  const split = (x: number): [number, number] => {
    const c = 134217729 * x;
    const high = c - (c - x);
    return [high, x - high];
  };
  const product = a * b;
  const [ah, al] = split(a);
  const [bh, bl] = split(b);
  return [product, al * bl - (product - ah * bh - al * bh - ah * bl)];
}

/** sum x_p y_p as if in twice the precision (Ogita, Rump & Oishi 2005, algorithm 5.3), and sum |x_p y_p|. */
function compensated(k: number, x: (p: number) => number, y: (p: number) => number): [number, number] {
  let sum = 0;
  let error = 0;
  let size = 0;
  for (let p = 0; p < k; p++) {
    const [product, low] = twoProduct(x(p), y(p));
    const next = sum + product;
    const back = next - sum;
    error += sum - (next - back) + (product - back) + low;
    sum = next;
    size += Math.abs(product);
  }
  return [sum + error, size];
}

const norm = (v: ArrayLike<number>) => Math.sqrt(Array.from(v).reduce((s, x) => s + x * x, 0));
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => norm(Array.from(a, (v, i) => v - (b[i] as number)));

/** A symmetric matrix with known definiteness: G G' plus its own diagonal size. */
const definite = size.chain((n) =>
  matrix(n, n).map((g) => {
    const a = gram(g);
    const shift = 1e-3 * norm(a.data) + 1e-6;
    for (let i = 0; i < n; i++) a.data[i * (n + 1)] = at(a, i, i) + shift;
    return a;
  }),
);

const symmetric = size.chain((n) =>
  matrix(n, n).map((a) => {
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a.data[j * n + i] = at(a, i, j);
    return a;
  }),
);

describe("dense linear algebra", () => {
  test("every entry of a product is within k eps |a||b| of the sum in twice the precision", () => {
    const shapes = fc.tuple(size, size, size).chain(([m, n, k]) => fc.tuple(matrix(m, k), matrix(k, n)));
    fc.assert(
      fc.property(shapes, ([a, b]) => {
        const c = matmul(a, b);
        for (let i = 0; i < c.rows; i++) {
          for (let j = 0; j < c.cols; j++) {
            const [twin, size] = compensated(
              a.cols,
              (p) => at(a, i, p),
              (p) => at(b, p, j),
            );
            expect(Math.abs(at(c, i, j) - twin)).toBeLessThanOrEqual(a.cols * EPS * size + Number.MIN_VALUE);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a large product agrees with its factors on a random vector", () => {
    const shapes = fc
      .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 240, max: 530 }))
      .chain(([m, n, k]) => fc.tuple(fc.constant([m, n, k] as const), fc.integer()));
    fc.assert(
      fc.property(shapes, ([[m, n, k], seed]) => {
        const fill = (length: number, s: number) =>
          Float64Array.from({ length }, (_, i) => ((Math.imul(i + s, 2654435761) >>> 8) % 1999) / 999.5 - 1);
        const a = makeMatrix(m, k, fill(m * k, seed));
        const b = makeMatrix(k, n, fill(k * n, seed + 1));
        const v = fill(n, seed + 2);
        const bound = 4 * (k + n) * EPS * norm(a.data) * norm(b.data) * norm(v);
        expect(apart(gemv(matmul(a, b), v), gemv(a, gemv(b, v)))).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 20 },
    );
  });

  test("(A B)' has the bits of B' A'", () => {
    const shapes = fc.tuple(size, size, size).chain(([m, n, k]) => fc.tuple(matrix(m, k), matrix(k, n)));
    fc.assert(
      fc.property(shapes, ([a, b]) => {
        const c = matmul(a, b);
        const turned = matmul(b, a, { transposeA: true, transposeB: true });
        for (let i = 0; i < c.rows; i++) for (let j = 0; j < c.cols; j++) expect(at(turned, j, i)).toBe(at(c, i, j));
      }),
      { numRuns: 40 },
    );
  });

  test("|A - L L'| <= n eps |A|, and a solution satisfies the system to n eps |A||x|", () => {
    fc.assert(
      fc.property(definite, fc.integer({ min: 1, max: 6 }), (a, k) => {
        const n = a.rows;
        const { L } = cholesky(a);
        if (!L) throw new Error("a definite matrix was refused");
        expect(apart(matmul(L, L, { transposeB: true }).data, a.data)).toBeLessThanOrEqual(2 * n * EPS * norm(a.data));
        const b = makeMatrix(
          n,
          k,
          Float64Array.from({ length: n * k }, (_, i) => Math.cos(3 * i)),
        );
        const x = solveCholesky(L, b);
        expect(apart(matmul(a, x).data, b.data)).toBeLessThanOrEqual(8 * n * EPS * norm(a.data) * norm(x.data));
        const y = solveTriangular(L, b, { transpose: true });
        expect(apart(matmul(L, y, { transposeA: true }).data, b.data)).toBeLessThanOrEqual(4 * n * EPS * norm(L.data) * norm(y.data));
      }),
      { numRuns: 60 },
    );
  });

  test("P A P' = L D L', its inertia is the count of eigh's eigenvalues, and solutions satisfy the system", () => {
    fc.assert(
      fc.property(symmetric, (a) => {
        const n = a.rows;
        const { L, diagonal, offDiagonal, permutation, inertia } = ldlt(a);
        const D = makeMatrix(n, n);
        for (let i = 0; i < n; i++) {
          D.data[i * (n + 1)] = diagonal[i] as number;
          if (i + 1 < n) D.data[i * n + i + 1] = D.data[(i + 1) * n + i] = offDiagonal[i] as number;
        }
        const moved = Float64Array.from({ length: n * n }, (_, p) =>
          at(a, permutation[Math.floor(p / n)] as number, permutation[p % n] as number),
        );
        const product = matmul(matmul(L, D), L, { transposeB: true });
        expect(apart(product.data, moved)).toBeLessThanOrEqual(16 * n * EPS * norm(a.data));

        const { values } = eigh(a);
        const doubt = Math.max(inertia.tolerance, 4 * n * EPS * norm(a.data));
        if (values.some((v) => Math.abs(v) <= 2 * doubt)) return; // rounding decides: the two need not agree
        expect(inertia.zero).toBe(0);
        expect(inertia.negative).toBe(values.filter((v) => v < 0).length);
        const b = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
        const x = solveLdlt(ldlt(a), b);
        expect(apart(matmul(a, x).data, b)).toBeLessThanOrEqual(64 * n * EPS * norm(a.data) * norm(x.data));
      }),
      { numRuns: 60 },
    );
  });
});
