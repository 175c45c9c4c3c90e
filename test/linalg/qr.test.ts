import { describe, expect, test } from "vitest";
import { qr } from "../../src/linalg/qr.js";
import { entries, planted } from "../support/dense.js";
import { engineOf, guarded, guardedI32, TARGETS } from "../support/engine.js";
import { frobenius, orthogonality, transposed } from "../support/spectral.js";

const C = 10;
const EPS = Number.EPSILON;

/** Each column of A P - Q R below C m eps times that column's norm; Q orthonormal; R triangular. */
function expectFactors(m: number, n: number, a: Float64Array, q: Float64Array, r: Float64Array, order?: ArrayLike<number>): void {
  const k = Math.min(m, n);
  expect(orthogonality(m, k, q)).toBeLessThanOrEqual(C * Math.max(m, 1) * EPS);
  const columns = transposed(m, n, a);
  for (let j = 0; j < n; j++) {
    const from = order ? (order[j] as number) : j;
    const column = columns.slice(from * m, (from + 1) * m);
    const size = frobenius(column);
    for (let i = 0; i < m; i++) for (let p = 0; p < k; p++) (column[i] as number) -= (q[i * k + p] as number) * (r[p * n + j] as number);
    expect(frobenius(column)).toBeLessThanOrEqual(C * m * EPS * size);
    for (let i = j + 1; i < k; i++) expect(r[i * n + j]).toBe(0);
  }
}

// four reflectors go together and a panel is 16 columns: none, one, one and a bit, three; odd columns and rows behind them; tall, wide, empty
const SHAPES = [
  [0, 0],
  [0, 3],
  [3, 0],
  [1, 1],
  [5, 1],
  [1, 5],
  [4, 4],
  [5, 5],
  [6, 5],
  [8, 6],
  [11, 8],
  [9, 7],
  [7, 9],
  [16, 16],
  [30, 15],
  [33, 31],
  [32, 32],
  [40, 33],
  [33, 70],
  [101, 67],
] as const;

describe.each(TARGETS)("the QR routine in the %s build", (target) => {
  const engine = engineOf(target);
  const { routines } = engine;

  test.each(SHAPES)("factors %i x %i with and without pivoting inside its own memory", (m, n) => {
    const a = entries(m * n, m + n).map((v, k) => v * 10 ** -(k % Math.max(n, 1)));
    const k = Math.min(m, n);
    for (const pivoting of [false, true]) {
      engine.scope(() => {
        const scratch = guarded(engine, (routines.qr_thin_scratch_bytes(m, n) >>> 0) / 8, 7);
        const [pa, q, r] = [planted(engine, a), guarded(engine, m * k, 1), guarded(engine, k * n, 1)];
        const order = guardedI32(engine, n);
        routines.qr_thin_f64(m, n, pa.pointer, q.pointer, r.pointer, pivoting ? order.pointer : 0, scratch.pointer);
        for (const place of [scratch, pa, q, r, order]) place.check();
        expect(engine.take(pa.pointer, m * n)).toEqual(a);
        expectFactors(
          m,
          n,
          a,
          engine.take(q.pointer, m * k),
          engine.take(r.pointer, k * n),
          pivoting ? engine.viewI32(order.pointer, n) : undefined,
        );
      });
    }
  });
});

describe("qr", () => {
  const matrix = (rows: number, cols: number, data: Float64Array) => ({ rows, cols, data });

  test("with pivoting the diagonal of R falls and bounds what stands to its right, and the rank shows", () => {
    const [m, n, rank] = [30, 20, 6];
    const [left, right] = [entries(m * rank, 1), entries(rank * n, 2)];
    const a = new Float64Array(m * n);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++)
        for (let p = 0; p < rank; p++) (a[i * n + j] as number) += (left[i * rank + p] as number) * (right[p * n + j] as number);
    const { R, Q, permutation } = qr(matrix(m, n, a), { pivoting: true });
    expectFactors(m, n, a, Q.data, R.data, permutation);
    expect([...permutation].sort((x, y) => x - y)).toEqual(Array.from({ length: n }, (_, i) => i));
    const r = (i: number, j: number) => R.data[i * n + j] as number;
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        let below = 0;
        for (let p = i; p <= j; p++) below += r(p, j) ** 2;
        expect(Math.sqrt(below)).toBeLessThanOrEqual(Math.abs(r(i, i)) * (1 + 1e-7) + n * EPS * Math.abs(r(0, 0)));
      }
    }
    expect(Math.abs(r(rank - 1, rank - 1))).toBeGreaterThan(1e-3 * Math.abs(r(0, 0)));
    expect(Math.abs(r(rank, rank))).toBeLessThan(C * m * EPS * Math.abs(r(0, 0)));
  });

  test("downdated norms do not mislead the pivots where cancellation leaves nothing (Kahan's matrix, perturbed)", () => {
    const n = 50;
    const [s, c] = [Math.sin(1.2), Math.cos(1.2)];
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = i; j < n; j++) a[i * n + j] = s ** i * (i === j ? 1 + 1e-13 * (n - i) : -c);
    const { R, Q, permutation } = qr(matrix(n, n, a), { pivoting: true });
    expectFactors(n, n, a, Q.data, R.data, permutation);
    for (let i = 1; i < n; i++)
      expect(Math.abs(R.data[i * n + i] as number)).toBeLessThanOrEqual(Math.abs(R.data[(i - 1) * (n + 1)] as number) * (1 + 1e-7));
  });

  test("zero columns and the zero matrix give an orthonormal Q all the same", () => {
    expectFactors(5, 3, new Float64Array(15), qr(matrix(5, 3, new Float64Array(15))).Q.data, new Float64Array(9));
    const { Q, R, permutation } = qr(
      [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      { pivoting: true },
    );
    expectFactors(3, 2, Float64Array.of(0, 1, 0, 1, 0, 1), Q.data, R.data, permutation);
  });

  test.each([1e-300, 1e-160, 1e160, 1e305])("entries of size %g neither overflow nor vanish on the way", (size) => {
    const a = entries(40 * 35, 3).map((v) => v * size);
    const { status, Q, R } = qr(matrix(40, 35, a));
    expect(status).toBe("ok");
    expectFactors(40, 35, a, Q.data, R.data);
  });

  test("columns 400 orders of magnitude apart keep their figures, with and without pivoting", () => {
    const [m, n] = [9, 5];
    const a = entries(m * n, 3).map((v, k) => v * 10 ** (300 - 100 * (k % n)));
    for (const pivoting of [false, true]) {
      const { status, Q, R, permutation } = qr(matrix(m, n, a), { pivoting });
      expect(status).toBe("ok");
      expectFactors(m, n, a, Q.data, R.data, permutation);
    }
  });

  test("a column norm beyond the largest double is infinite and the status says so", () => {
    const big = 1.5e308;
    const { status, Q, R } = qr([
      [big, 1],
      [big, 2],
    ]);
    expect(status).toBe("nonfinite");
    expect(Math.abs(R.data[0] as number)).toBe(Infinity);
    expect(orthogonality(2, 2, Q.data)).toBeLessThanOrEqual(C * 2 * EPS);
    expect([...R.data].some(Number.isNaN)).toBe(false);
  });

  test("two calls give the same bits, and say what they cannot take", () => {
    const a = matrix(70, 50, entries(3500, 4));
    const first = qr(a, { pivoting: true });
    qr(matrix(9, 90, entries(810, 5)));
    expect(qr(a, { pivoting: true })).toEqual(first);
    expect(() => qr([[1, NaN]])).toThrow('qr: "A.data[1]" expected a finite number, got NaN');
    expect(() => qr([[1]], { pivot: true } as never)).toThrow(TypeError);
  });
});
