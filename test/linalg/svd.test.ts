import { describe, expect, test } from "vitest";
import { withEngine } from "../../src/engine/pool.js";
import { singularValuesIn, svd } from "../../src/linalg/svd.js";
import { entries, planted } from "../support/dense.js";
import { engineOf, guarded, TARGETS } from "../support/engine.js";
import { frobenius, orthogonality, reflected, residual, transposed } from "../support/spectral.js";
import graded from "../vectors/gradedSvd.json" with { type: "json" };

/** 2 is the largest factor seen of n eps, 4 of n eps cond(B). */
const C = 10;
const EPS = Number.EPSILON;
const matrix = (rows: number, cols: number, data: Float64Array) => ({ rows, cols, data });

function expectDecomposition(m: number, n: number, a: Float64Array, u: Float64Array, values: Float64Array, v: Float64Array): void {
  const k = Math.min(m, n);
  const bound = C * Math.max(m, n, 1) * EPS;
  for (let i = 0; i < k; i++) {
    expect(values[i]).toBeGreaterThanOrEqual(0);
    if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1] as number);
  }
  expect(orthogonality(m, k, u)).toBeLessThanOrEqual(bound);
  expect(orthogonality(n, k, v)).toBeLessThanOrEqual(bound);
  expect(residual(m, n, a, k, v, u, values)).toBeLessThanOrEqual(bound * frobenius(a));
  expect(residual(n, m, transposed(m, n, a), k, u, v, values)).toBeLessThanOrEqual(bound * frobenius(a));
}

function expectRelative(values: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(values.length).toBe(expected.length);
  for (let i = 0; i < values.length; i++)
    expect(Math.abs((values[i] as number) / (expected[i] as number) - 1), `value ${i}`).toBeLessThanOrEqual(tolerance);
}

// a block of rows is 16, a panel of the QR 16 too
const SHAPES = [
  [0, 0],
  [4, 0],
  [1, 1],
  [6, 1],
  [2, 2],
  [3, 3],
  [5, 4],
  [9, 8],
  [16, 16],
  [17, 17],
  [35, 35],
  [80, 33],
] as const;

describe.each(TARGETS)("the singular value routine in the %s build", (target) => {
  const engine = engineOf(target);
  const { routines } = engine;

  test.each(SHAPES)("decomposes %i x %i inside its own memory", (m, n) => {
    const a = entries(m * n, m + 2 * n).map((v, k) => v + Math.sin(k * k));
    engine.scope(() => {
      const scratch = guarded(engine, (routines.svd_scratch_bytes(m, n, true) >>> 0) / 8, 7);
      const [at, s, u, v] = [
        planted(engine, transposed(m, n, a)),
        guarded(engine, n, 1),
        guarded(engine, m * n, 1),
        guarded(engine, n * n, 1),
      ];
      expect(routines.svd_f64(m, n, at.pointer, s.pointer, true, u.pointer, v.pointer, scratch.pointer)).toBe(1);
      for (const place of [scratch, at, s, u, v]) place.check();
      const values = engine.take(s.pointer, n);
      expectDecomposition(m, n, a, engine.take(u.pointer, m * n), values, engine.take(v.pointer, n * n));

      const small = guarded(engine, (routines.svd_scratch_bytes(m, n, false) >>> 0) / 8, 7);
      const [again, only] = [planted(engine, transposed(m, n, a)), guarded(engine, n, 1)];
      expect(routines.svd_f64(m, n, again.pointer, only.pointer, false, 0, 0, small.pointer)).toBe(1);
      for (const place of [small, again, only]) place.check();
      expectRelative(engine.take(only.pointer, n), values, C * Math.max(m, 1) * EPS);
    });
  });
});

describe("svd", () => {
  test.each(graded)("every singular value of B diag(d) is right to n eps cond(B), d over thirty orders ($m x $n, cond $condition)", (c) => {
    const { status, values, U, V } = svd(matrix(c.m, c.n, Float64Array.from(c.a)));
    expect(status).toBe("ok");
    expectRelative(values, c.values, C * c.n * EPS * c.condition);
    expectRelative(svd(matrix(c.m, c.n, Float64Array.from(c.a)), { vectors: false }).values, c.values, C * c.n * EPS * c.condition);
    expectRelative(svd(matrix(c.n, c.m, transposed(c.m, c.n, c.a)), { vectors: false }).values, c.values, C * c.n * EPS * c.condition);
    expectDecomposition(c.m, c.n, Float64Array.from(c.a), U.data, values, V.data);
  });

  test("400 orders of magnitude in one matrix", () => {
    const [m, n] = [20, 9];
    const eye = Float64Array.from({ length: m * n }, (_, k) => (Math.floor(k / n) === k % n ? 1 : 0));
    const d = Array.from({ length: n }, (_, j) => 10 ** (200 - (400 * j) / (n - 1)));
    const a = reflected(m, n, eye, 2).map((v, k) => v * (d[k % n] as number));
    expectRelative(svd(matrix(m, n, a)).values, d, C * n * EPS);
  });

  test.each([
    ["zero", 12, 7, () => 0],
    ["of rank one", 12, 9, (i: number, j: number) => Math.sin(i + 1) * Math.cos(j)],
    ["wide, of rank one", 5, 30, (i: number, j: number) => Math.sin(i + 1) * Math.cos(j)],
    ["with zero columns and rows", 20, 14, (i: number, j: number) => (i % 3 && j % 4 ? Math.sin(i * j + 1) : 0)],
    ["the identity", 8, 8, (i: number, j: number) => (i === j ? 1 : 0)],
    ["diagonal, rising", 9, 9, (i: number, j: number) => (i === j ? 10 ** i : 0)],
    ["all ones", 40, 40, () => 1],
    ["Hilbert's", 20, 20, (i: number, j: number) => 1 / (i + j + 1)],
    [
      "with a cosine of 1e-8 among equal columns",
      36,
      18,
      (i: number, j: number) => (i === 2 * j || i === 2 * j + 1 ? 1 : i === 4 && j === 17 ? 1e-8 : 0),
    ],
    ["graded over 300 orders both ways", 20, 20, (i: number, j: number) => Math.sin(i * 20 + j) * 10 ** (-8 * (i + j))],
    ["with subnormal neighbours", 12, 10, (i: number, j: number) => (i < 2 ? 0.3 + j : 5e-324 * ((i * j) % 3))],
    [
      "whose rows are one but for a pivot 300 orders below",
      2,
      21,
      (_: number, j: number) => (j === 18 ? 5e-324 : j === 19 ? 2.2377391151553977e-16 : 0),
    ],
    ["of size 1e-150", 9, 9, (i: number, j: number) => 1e-150 * Math.sin(i * 9 + j)],
    ["of size 1e150", 40, 20, (i: number, j: number) => 1e150 * Math.sin(i * 9 + j * j)],
  ])("a matrix %s", (_, m, n, entry) => {
    const a = Float64Array.from({ length: m * n }, (_, k) => entry(Math.floor(k / n), k % n));
    const { status, values, U, V } = svd(matrix(m, n, a));
    expect(status).toBe("ok");
    expectDecomposition(m, n, a, U.data, values, V.data);
  });

  test("a rank that shows as exact zeros gives exact zeros", () => {
    const { values } = svd([
      [1, 0, 2],
      [2, 0, 4],
      [0, 0, 0],
    ]);
    expect([values[1], values[2]]).toEqual([0, 0].map((v, i) => (i ? v : expect.closeTo(0, 14))));
    expect(values[2]).toBe(0);
  });

  test("a value beyond the largest double is infinite and the status says so", () => {
    const big = 1.5e308;
    const { status, values, U, V } = svd([
      [big, big],
      [big, -big / 2],
    ]);
    expect(status).toBe("nonfinite");
    expect(values[0]).toBe(Infinity);
    expect(orthogonality(2, 2, U.data) + orthogonality(2, 2, V.data)).toBeLessThanOrEqual(2 * C * EPS);
  });

  test("two calls give the same bits, whatever was computed between them; the argument is untouched", () => {
    const a = entries(60 * 40, 9);
    const copy = a.slice();
    const first = svd(matrix(60, 40, a));
    svd(matrix(30, 70, entries(2100, 2)));
    withEngine((engine) => engine.view(engine.arena.f64(300_000), 300_000).fill(NaN));
    expect(svd(matrix(60, 40, a))).toEqual(first);
    expect(a).toEqual(copy);
    expect(structuredClone(first)).toEqual(first);
  });

  test("a triangle already inside an engine gives its values without leaving it", () => {
    withEngine((engine) => {
      const r = engine.put([3, 4, 0, 5]);
      const values = engine.arena.f64(2);
      const before = engine.arena.mark();
      expect(singularValuesIn(engine, 2, r, values)).toBe(true);
      expect(engine.arena.mark()).toBe(before);
      expectRelative(engine.take(values, 2), [Math.sqrt(45), Math.sqrt(5)], 4 * EPS);
      expect(engine.take(r, 4)).toEqual(Float64Array.of(3, 4, 0, 5));
    });
  });

  test("says what it cannot take", () => {
    expect(() => svd([[1, Infinity]])).toThrow('svd: "A.data[1]" expected a finite number, got Infinity');
    expect(() => svd([[1]], { values: true } as never)).toThrow(TypeError);
  });
});
