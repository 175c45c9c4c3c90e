import { describe, expect, test } from "vitest";
import { type Matrix, makeMatrix } from "../../src/core/matrix.js";
import { gram, ldlt, matmul, solveLdlt } from "../../src/linalg/index.js";
import { entries, largest } from "../support/dense.js";

/** Q diag(values) Q' with Q a product of Householder reflections: a matrix whose eigenvalues are known. */
function withEigenvalues(values: readonly number[]): Matrix {
  const n = values.length;
  let a = makeMatrix(n, n);
  values.forEach((v, i) => {
    a.data[i * (n + 1)] = v;
  });
  for (const seed of [1, 2, 3]) {
    const u = entries(n, seed);
    const norm2 = u.reduce((s, v) => s + v * v, 0);
    const h = makeMatrix(n, n);
    for (let p = 0; p < n * n; p++) {
      const [i, j] = [Math.floor(p / n), p % n];
      h.data[p] = (i === j ? 1 : 0) - (2 * (u[i] as number) * (u[j] as number)) / norm2;
    }
    a = matmul(matmul(h, a), h);
  }
  return a;
}

describe("ldlt", () => {
  test("the inertia is the count of the eigenvalues the matrix was made from, zeros included", () => {
    for (const [negative, zero, positive] of [
      [0, 0, 1],
      [1, 0, 0],
      [3, 0, 4],
      [5, 7, 1],
      [0, 20, 20],
      [25, 1, 24],
      [0, 5, 0],
      [40, 30, 50],
    ] as const) {
      const values = [
        ...Array.from({ length: negative }, (_, i) => -0.3 - i),
        ...Array.from({ length: zero }, () => 0),
        ...Array.from({ length: positive }, (_, i) => 0.7 * (i + 1)),
      ];
      expect(ldlt(withEigenvalues(values)).inertia).toMatchObject({ negative, zero, positive });
    }
  });

  test("a Gram matrix of low rank shows its rank", () => {
    for (const [n, rank] of [
      [10, 3],
      [60, 20],
      [100, 1],
    ] as const) {
      const { negative, zero, positive } = ldlt(gram(makeMatrix(n, rank, entries(n * rank, 5)))).inertia;
      expect([negative, zero, positive]).toEqual([0, n - rank, rank]);
    }
  });

  test("the zero matrix, the empty one and a block with no diagonal are factored", () => {
    expect(ldlt(makeMatrix(3, 3)).inertia).toEqual({ negative: 0, zero: 3, positive: 0, tolerance: 0 });
    expect(ldlt(makeMatrix(0, 0)).inertia).toEqual({ negative: 0, zero: 0, positive: 0, tolerance: 0 });
    const { L, offDiagonal, permutation } = ldlt([[0, 3], [3, 0]]); // biome-ignore format: a matrix
    expect([...L.data, ...offDiagonal, ...permutation]).toEqual([1, 0, 0, 1, 3, 0, 0, 1]);
  });

  test("inertia and solutions hold at every scale of the doubles", () => {
    const a = withEigenvalues([-3, -1, 2, 5, 7]);
    for (const scale of [1e-300, 1e-150, 1, 1e150, 1e300]) {
      const scaled = makeMatrix(5, 5, a.data.map((v) => v * scale)); // biome-ignore format: short
      const factors = ldlt(scaled);
      expect(factors.inertia).toMatchObject({ negative: 2, zero: 0, positive: 3 });
      const x = solveLdlt(factors, matmul(scaled, [1, 2, 3, 4, 5]));
      x.data.forEach((v, i) => {
        expect(Math.abs(v - (i + 1))).toBeLessThanOrEqual(1e3 * Number.EPSILON);
      });
    }
  });

  test("inertia is right where eps |A| is below the least double, and where a row sums to more than the largest", () => {
    const three = (negative: number, zero: number, positive: number) => ({ negative, zero, positive });
    expect(ldlt([[1e-310, 0, 0], [0, 0, 0], [0, 0, -1e-310]]).inertia).toMatchObject(three(1, 1, 1)); // biome-ignore format: a matrix
    expect(ldlt([[1e-310, 1e-310], [1e-310, 1e-310]]).inertia).toMatchObject(three(0, 1, 1)); // biome-ignore format: a matrix
    const { tolerance, ...counts } = ldlt([[1e308, 1e308], [1e308, 1e308]]).inertia; // biome-ignore format: a matrix
    expect(counts).toEqual(three(0, 1, 1));
    expect(tolerance).toBe(8 * Number.EPSILON * 1e308 * 2);
  });

  test("only the lower triangle counts, yet a NaN anywhere is refused by name", () => {
    const a = withEigenvalues([1, -2, 3]);
    const spoilt = makeMatrix(3, 3, a.data.slice());
    spoilt.data[1] = 99;
    expect(ldlt(spoilt)).toEqual(ldlt(a));
    spoilt.data[1] = Number.NaN;
    expect(() => ldlt(spoilt)).toThrow('ldlt: "A.data[1]" expected a finite number, got NaN');
    expect(() => ldlt(makeMatrix(2, 3))).toThrow('ldlt: "A" expected a square matrix, got 2 x 3');
  });
});

describe("solveLdlt", () => {
  test("A x = b to n eps |A||x| for one and many right sides", () => {
    for (const n of [1, 2, 7, 50, 70]) {
      const a = withEigenvalues(Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1) * (1 + i)));
      for (const k of [1, 4]) {
        const b = makeMatrix(n, k, entries(n * k, 3));
        const x = solveLdlt(ldlt(a), b);
        const r = matmul(a, x).data.map((v, i) => v - (b.data[i] as number));
        expect(largest(r)).toBeLessThanOrEqual(16 * n * Number.EPSILON * n * largest(a.data) * largest(x.data));
      }
    }
  });

  test("a singular matrix is refused with the place of its zero pivot", () => {
    expect(() => solveLdlt(ldlt(makeMatrix(2, 2)), [1, 1])).toThrow(
      '"factors" expected those of a nonsingular matrix, got the pivot 0 at 0',
    );
  });

  test("factors whose last pivot begins a block of order 2 are refused", () => {
    const half = { ...ldlt([[2, 1], [1, 3]]), offDiagonal: Float64Array.of(0, 1) }; // biome-ignore format: a matrix
    expect(() => solveLdlt(half, [1, 1])).toThrow('solveLdlt: "factors.offDiagonal" expected 0 at its end, got 1');
  });
});
