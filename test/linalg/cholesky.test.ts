import { describe, expect, test } from "vitest";
import { type Matrix, makeMatrix } from "../../src/core/matrix.js";
import { cholesky, gram, matmul, solveCholesky, solveTriangular } from "../../src/linalg/index.js";
import { entries, firstDifference, largest, lowerTriangle } from "../support/dense.js";
import { engineOf } from "../support/engine.js";

/** 1/(i + j + 1): positive definite for every n, in float64 only to about n = 12. */
function hilbert(n: number): Matrix {
  return makeMatrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, p) => 1 / (Math.floor(p / n) + (p % n) + 1)),
  );
}

function definite(n: number): Matrix {
  const a = gram(makeMatrix(n, n + 2, entries(n * (n + 2), 7)));
  for (let i = 0; i < n; i++) a.data[i * (n + 1)] = (a.data[i * (n + 1)] as number) + n;
  return a;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return largest(Float64Array.from(a, (v, i) => v - (b[i] as number)));
}

describe("cholesky", () => {
  test("the Hilbert matrix factors to order 12; beyond, a factor or a named pivot, never NaN", () => {
    for (let n = 1; n <= 40; n++) {
      const a = hilbert(n);
      const { status, L, pivot } = cholesky(a);
      if (n <= 12) expect(status).toBe("ok");
      if (L) {
        expect(pivot).toBeUndefined();
        expect(L.data.every(Number.isFinite)).toBe(true);
        expect(distance(matmul(L, L, { transposeB: true }).data, a.data)).toBeLessThanOrEqual(n * Number.EPSILON);
      } else {
        expect(status).toBe("not_positive_definite");
        expect(pivot).toBeGreaterThanOrEqual(12);
        expect(pivot).toBeLessThan(n);
      }
    }
  });

  test("a matrix with a zero or negative pivot names it, and no factor is given", () => {
    expect(cholesky(makeMatrix(3, 3))).toEqual({ status: "not_positive_definite", pivot: 0 });
    expect(cholesky([[1, 2], [2, 1]])).toEqual({ status: "not_positive_definite", pivot: 1 }); // biome-ignore format: a matrix
    expect(cholesky(makeMatrix(0, 0))).toEqual({ status: "ok", L: makeMatrix(0, 0) });
  });

  test("small matrices, which stay in JavaScript, get the bits of the routine; those of order 4 its figures", () => {
    const engine = engineOf("release");
    for (let n = 1; n <= 14; n++) {
      const a = definite(n);
      engine.scope(() => {
        const p = engine.put(a.data);
        const scratch = engine.arena.bytes(engine.routines.gemm_scratch_bytes());
        expect(engine.routines.potrf_f64(n, p, n, scratch)).toBe(n);
        engine.routines.clear_upper_f64(n, p, n);
        const [ours, theirs] = [cholesky(a).L?.data ?? [], engine.take(p, n * n)];
        if (n === 4) expect(distance(ours, theirs)).toBeLessThanOrEqual(2 * n * Number.EPSILON * largest(theirs));
        else expect(firstDifference(ours, theirs)).toBe(-1);
      });
    }
  });

  test("only the lower triangle counts, yet a NaN or an infinity anywhere is refused by name", () => {
    for (const n of [4, 5, 11]) {
      const a = definite(n);
      for (let p = 0; p < n * n; p++) {
        const spoilt = makeMatrix(n, n, a.data.slice());
        if (p % n > Math.floor(p / n)) {
          spoilt.data[p] = 77;
          expect(cholesky(spoilt)).toEqual(cholesky(a));
        }
        for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
          spoilt.data[p] = value;
          expect(() => cholesky(spoilt)).toThrow(`cholesky: "A.data[${p}]" expected a finite number, got ${value}`);
        }
      }
    }
    expect(() => cholesky(makeMatrix(2, 3))).toThrow('cholesky: "A" expected a square matrix, got 2 x 3');
  });
});

describe("cholesky of order 4", () => {
  test("names the pivot that fails, as every other order does", () => {
    for (let p = 0; p < 4; p++) {
      const a = definite(4);
      a.data[5 * p] = p === 0 ? 0 : -1;
      expect(cholesky(a)).toEqual({ status: "not_positive_definite", pivot: p });
    }
  });

  test("takes a pivot that has no reciprocal", () => {
    const a = makeMatrix(4, 4);
    for (const p of [0, 5, 10, 15]) a.data[p] = 2 ** (p === 5 ? -1070 : 10);
    expect(cholesky(a).L?.data[5]).toBe(2 ** -535);
  });

  test("D A D, D over 300 orders, has the factor D L", () => {
    const a = definite(4);
    const { L } = cholesky(a);
    if (!L) throw new Error("no factor");
    const middle = [500, 501, 495, 490];
    for (const powers of [[-500, 0, 200, 500], middle, middle.map((power) => -power - 10), [300, -300, 30, -30]]) {
      const d = powers.map((power) => 2 ** power);
      const scaled = makeMatrix(
        4,
        4,
        a.data.map((v, p) => v * (d[Math.floor(p / 4)] as number) * (d[p % 4] as number)),
      ); // exact: powers of two
      const back = cholesky(scaled).L?.data.map((v, p) => v / (d[Math.floor(p / 4)] as number)) ?? [];
      expect(distance(L.data, back)).toBeLessThanOrEqual(8 * Number.EPSILON * largest(L.data));
    }
  });
});

describe("solveCholesky", () => {
  test("the solution satisfies A x = b to n eps |A||x| for one and many right sides", () => {
    for (const n of [1, 4, 17, 40]) {
      const a = definite(n);
      const { L } = cholesky(a);
      if (!L) throw new Error("no factor");
      for (const k of [0, 1, 3, 8]) {
        const b = makeMatrix(n, k, entries(n * k, 2));
        const x = solveCholesky(L, b);
        expect(distance(matmul(a, x).data, b.data)).toBeLessThanOrEqual(2 * n * Number.EPSILON * (n * largest(a.data)) * largest(x.data));
      }
      expect(solveCholesky(L, entries(n, 3)).cols).toBe(1);
    }
  });

  test("what does not fit is named", () => {
    expect(() => solveCholesky([[1]], [1, 2])).toThrow('solveCholesky: "B" expected 1 rows (rows of L), got 2');
    expect(() => solveCholesky([[0]], [1])).toThrow('solveCholesky: "L" expected a diagonal without zeros, got 0 at row 0');
    expect(() => solveCholesky([[1e-200]], [1])).toThrow('solveCholesky: "X" expected entries within the range of float64');
  });
});

describe("solveTriangular", () => {
  test("lower and upper, plain and transposed: T X = B to n eps |T||X|, the other triangle unused", () => {
    for (const n of [0, 1, 3, 16, 21, 50]) {
      const l = lowerTriangle(n, 4).map((v) => (Number.isNaN(v) ? 0 : v));
      const lower = makeMatrix(n, n, l);
      const upper = makeMatrix(
        n,
        n,
        Float64Array.from(l, (_, p) => l[(p % n) * n + Math.floor(p / n)] as number),
      );
      for (const k of [1, 2, 6]) {
        const b = makeMatrix(n, k, entries(n * k, 5));
        for (const [T, options] of [
          [lower, {}],
          [lower, { transpose: true }],
          [upper, { upper: true }],
          [upper, { upper: true, transpose: true }],
        ] as const) {
          const x = solveTriangular(T, b, options);
          const back = matmul(T, x, { transposeA: "transpose" in options });
          expect(distance(back.data, b.data)).toBeLessThanOrEqual(2 * n * Number.EPSILON * n * largest(l) * largest(x.data));
          const dirty = makeMatrix(n, n, T.data.slice());
          for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) dirty.data[T === upper ? j * n + i : i * n + j] = 1e9;
          expect(solveTriangular(dirty, b, options).data).toEqual(x.data);
        }
      }
    }
    expect(() => solveTriangular([[1, 0], [1, 0]], [1, 2])).toThrow('"T" expected a diagonal without zeros, got 0 at row 1'); // biome-ignore format: a matrix
  });
});
