import { describe, expect, test } from "vitest";
import { withEngine } from "../../src/engine/pool.js";
import { eigh, eighIn } from "../../src/linalg/eigh.js";
import { planted } from "../support/dense.js";
import { engineOf, guarded, TARGETS } from "../support/engine.js";
import { frobenius, orthogonality, residual, someSymmetric, symmetric, withSpectrum } from "../support/spectral.js";
import reference from "../vectors/matrices.json" with { type: "json" };

/** Residual and orthogonality stay below C n eps (times |A|); 2 to 5 are the largest factors seen. */
const C = 10;
const EPS = Number.EPSILON;

function matrix(n: number, data: Float64Array) {
  return { rows: n, cols: n, data };
}

/** Order, orthogonality, residual, trace, and the agreement of the values-only path. */
function expectDecomposition(n: number, a: Float64Array, values: Float64Array, vectors: Float64Array): void {
  const size = frobenius(a);
  for (let i = 1; i < n; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1] as number);
  expect(orthogonality(n, n, vectors)).toBeLessThanOrEqual(C * n * EPS);
  expect(residual(n, n, a, n, vectors, vectors, values)).toBeLessThanOrEqual(C * n * EPS * size);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += (a[i * n + i] as number) - (values[i] as number);
  expect(Math.abs(trace)).toBeLessThanOrEqual(C * n * EPS * size);
}

function expectClose(values: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(values.length).toBe(expected.length);
  for (let i = 0; i < values.length; i++) expect(Math.abs((values[i] as number) - (expected[i] as number))).toBeLessThanOrEqual(tolerance);
}

// 0 .. 9: lanes and tails; 32, 33: the change of method; 64, 65, 130: one and two levels of division, one and three blocks of reflectors
const SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 47, 64, 65, 130];

describe.each(TARGETS)("the eigenvalue routine in the %s build", (target) => {
  const engine = engineOf(target);
  const { routines, arena } = engine;

  test.each(SIZES)("decomposes a symmetric matrix of order %i inside its own memory, the upper triangle unread", (n) => {
    const a = someSymmetric(n, n);
    const half = a.map((v, k) => (k % n > Math.floor(k / n) ? NaN : v));
    engine.scope(() => {
      const bytes = routines.eigh_scratch_bytes(n, true) >>> 0;
      const scratch = guarded(engine, bytes / 8, 7);
      const [pa, pw] = [planted(engine, half, 7), guarded(engine, n, 3)];
      expect(routines.eigh_f64(n, pa.pointer, pw.pointer, true, scratch.pointer) >>> 0).toBe(n);
      const [values, vectors] = [engine.take(pw.pointer, n), engine.take(pa.pointer, n * n)];
      for (const place of [scratch, pa, pw]) place.check();
      expectDecomposition(n, a, values, vectors);

      const small = guarded(engine, (routines.eigh_scratch_bytes(n, false) >>> 0) / 8, 7);
      const [qa, qw] = [planted(engine, half, 7), guarded(engine, n, 3)];
      expect(routines.eigh_f64(n, qa.pointer, qw.pointer, false, small.pointer) >>> 0).toBe(n);
      for (const place of [small, qa, qw]) place.check();
      expectClose(engine.take(qw.pointer, n), values, C * n * EPS * frobenius(a));
    });
  });

  test("its bits do not depend on what the memory held before", () => {
    const n = 70;
    const a = someSymmetric(n, 5);
    const runs = [0, NaN, 1e300].map((dirt) =>
      engine.scope(() => {
        const bytes = routines.eigh_scratch_bytes(n, true) >>> 0;
        const all = arena.f64(bytes / 8 + 2 * n * n);
        engine.view(all, bytes / 8 + 2 * n * n).fill(dirt);
        engine.view(all, n * n).set(a);
        const w = all + 8 * n * n;
        routines.eigh_f64(n, all, w, true, w + 8 * n * n);
        return [engine.take(w, n), engine.take(all, n * n)];
      }),
    );
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
  });
});

describe("eigh on matrices known for their difficulty", () => {
  const n = 70;
  const sine = Float64Array.from({ length: n }, (_, i) => Math.sin(3 * i + 1));
  test.each([
    ["zero", symmetric(n, () => 0)],
    ["the identity", symmetric(n, (i, j) => (i === j ? 1 : 0))],
    ["diagonal", symmetric(n, (i, j) => (i === j ? (sine[i] as number) : 0))],
    ["of rank one", symmetric(n, (i, j) => (sine[i] as number) * (sine[j] as number))],
    ["all ones", symmetric(n, () => 1)],
    ["clustered to rounding", symmetric(n, (i, j) => (i === j ? Math.floor(i / 20) : 3e-15 * Math.sin(i * n + j)))],
    ["of size 1e150", someSymmetric(n).map((v) => v * 1e150)],
    ["of size 1e-150", someSymmetric(n).map((v) => v * 1e-150)],
    ["of size 1e307", someSymmetric(n).map((v) => v * 1e306)],
    ["subnormal but for one entry", symmetric(n, (i, j) => (i + j === 0 ? 1e-290 : 1e-310 * Math.sin(i + j)))],
    ["subnormal throughout", symmetric(n, (i, j) => 1e-310 * Math.sin(1 + i * j))],
    ["with subnormal neighbours", symmetric(n, (i, j) => (i < 2 ? 0.3 : 5e-324 * Math.round(3 * Math.sin(i * n + j))))],
    ["of size 1e-13", someSymmetric(n).map((v) => v * 1e-13)],
    ["graded downwards over 300 orders", symmetric(n, (i, j) => Math.sin(1 + i * j) * 10 ** (-2.1 * (i + j)))],
    ["graded upwards over 300 orders", symmetric(n, (i, j) => Math.sin(1 + i * j) * 10 ** (2.1 * (i + j - 2 * n)))],
    ["tridiagonal with a weak link", symmetric(n, (i, j) => (i === j ? Math.abs((i % 21) - 10) : i - j === 1 ? (i % 21 ? 1 : 1e-9) : 0))],
    ["with zero diagonal", symmetric(n, (i, j) => (i - j === 1 ? 1 : 0))],
    ["with two eigenvalues of multiplicity 35", withSpectrum(Float64Array.from({ length: n }, (_, i) => (i % 2 ? 50 : 1)))],
  ])("%s", (_, a) => {
    const { status, values, vectors } = eigh(matrix(n, a));
    expect(status).toBe("ok");
    // sums of squares of the extreme cases leave the range of doubles: measure after a scaling by a power of two
    const scale = 2 ** -Math.round(Math.log2(a.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-300)));
    expectDecomposition(
      n,
      a.map((v) => v * scale),
      values.map((v) => v * scale),
      vectors.data,
    );
    expectClose(
      eigh(matrix(n, a), { vectors: false }).values.map((v) => v * scale),
      values.map((v) => v * scale),
      C * n * EPS * frobenius(a) * scale,
    );
  });

  test("beyond order 384, where rows are reduced by panels: order 421", () => {
    const a = someSymmetric(421, 2);
    const { values, vectors } = eigh(matrix(421, a));
    expectDecomposition(421, a, values, vectors.data);
    expectClose(eigh(matrix(421, a), { vectors: false }).values, values, C * 421 * EPS * frobenius(a));
  });

  test.each([
    [34, 40666],
    [34, 69885],
    [40, 64568],
  ])(
    "of order %i in two groups far apart (%i): where models of the secular equation circle without end, halving finds the root",
    (n, seed) => {
      const a = symmetric(n, (i, j) =>
        i === j ? (2 * i < n ? -1 : 1) * (1 + 0.5 * Math.sin(seed * (i + 1))) : 0.03 * Math.sin(seed * (i * i + j)),
      );
      const { values, vectors } = eigh(matrix(n, a));
      expectDecomposition(n, a, values, vectors.data);
      expectClose(eigh(matrix(n, a), { vectors: false }).values, values, C * n * EPS * frobenius(a));
    },
  );

  test("a diagonal matrix returns its entries exactly, however far apart", () => {
    const d = Float64Array.from({ length: 50 }, (_, i) => Math.sin(i) * 10 ** (6 * i - 150));
    const { values } = eigh(
      matrix(
        50,
        symmetric(50, (i, j) => (i === j ? (d[i] as number) : 0)),
      ),
    );
    expect(values).toEqual(d.slice().sort());
  });

  test("recorded spectra come out to n eps |A|: Wilkinson's pairs, Rosser's, the Laplacian of a square", () => {
    const rosser = [
      [611, 196, -192, 407, -8, -52, -49, 29],
      [196, 899, 113, -192, -71, -43, -8, -44],
      [-192, 113, 899, 196, 61, 49, 8, 52],
      [407, -192, 196, 611, 8, 44, 59, -23],
      [-8, -71, 61, 8, 411, -599, 208, 208],
      [-52, -43, 49, 44, -599, 411, 208, 208],
      [-49, -8, 8, 59, 208, 208, 99, -911],
      [29, -44, 52, -23, 208, 208, -911, 99],
    ];
    const wilkinson = symmetric(21, (i, j) => (i === j ? Math.abs(10 - i) : i - j === 1 ? 1 : 0));
    const laplacian = symmetric(100, (i, j) => (i === j ? 4 : i - j === 10 || (i - j === 1 && i % 10 > 0) ? -1 : 0));
    expectClose(eigh(rosser).values, reference.rosser8, C * 8 * EPS * 1020);
    for (const vectors of [true, false]) {
      const { values } = eigh(matrix(21, wilkinson), { vectors });
      expectClose(values, reference.wilkinson21plus, C * 21 * EPS * 10.8);
      expect((values[20] as number) - (values[19] as number)).toBeLessThan(1e-13); // the pair 7e-14 apart
    }
    expectClose(eigh(matrix(100, laplacian)).values, reference.laplacian2d_10x10_dirichlet, C * 100 * EPS * 8);
  });
});

describe("eigh", () => {
  test("two calls give the same bits, whatever was computed between them", () => {
    const a = matrix(90, someSymmetric(90, 3));
    const first = eigh(a);
    for (const n of [3, 150, 33]) eigh(matrix(n, someSymmetric(n, n)));
    withEngine((engine) => engine.view(engine.arena.f64(200_000), 200_000).fill(NaN));
    expect(eigh(a)).toEqual(first);
  });

  test("leaves its argument alone and owns its results", () => {
    const a = someSymmetric(6);
    const copy = a.slice();
    const { values, vectors } = eigh(matrix(6, a));
    expect(a).toEqual(copy);
    expect(values.buffer.byteLength).toBe(48);
    expect(vectors.data.buffer.byteLength).toBe(288);
    expect(structuredClone({ values, vectors })).toEqual({ values, vectors });
  });

  test("an eigenvalue beyond the largest double is infinite and the status says so", () => {
    const big = 1.5e308;
    const { status, values, vectors } = eigh([
      [big, big],
      [big, big],
    ]);
    expect(status).toBe("nonfinite");
    expect(Math.abs(values[0] as number)).toBeLessThanOrEqual(C * EPS * big);
    expect(values[1]).toBe(Infinity);
    expect(orthogonality(2, 2, vectors.data)).toBeLessThan(C * EPS);
  });

  test("the empty matrix has no eigenvalues", () => {
    expect(eigh(matrix(0, new Float64Array(0)))).toMatchObject({
      status: "ok",
      values: new Float64Array(0),
      vectors: { rows: 0, cols: 0 },
    });
  });

  test("says what is wrong with a matrix it cannot take", () => {
    expect(() =>
      eigh([
        [1, 2, 3],
        [2, 1, 0],
      ]),
    ).toThrow('eigh: "A" expected a square matrix, got 2 x 3');
    expect(() =>
      eigh([
        [1, 2],
        [3, 1],
      ]),
    ).toThrow('eigh: "A" expected a symmetric matrix, got 3 at (1, 0) and 2 at (0, 1)');
    expect(() =>
      eigh([
        [1, NaN],
        [NaN, 1],
      ]),
    ).toThrow('eigh: "A.data[1]" expected a finite number, got NaN');
    expect(() =>
      eigh([
        [1, 0],
        [0, Infinity],
      ]),
    ).toThrow(RangeError);
    expect(() => eigh([[1]], { vector: true } as never)).toThrow(TypeError);
    expect(() => eigh([[1]], { vectors: 1 } as never)).toThrow(TypeError);
    expect(() => eigh("no" as never)).toThrow(TypeError);
  });

  test("accepts the asymmetry that unordered summation leaves", () => {
    expect(
      eigh([
        [1, 2],
        [2 + 1e-12, 1],
      ]).values[1],
    ).toBeCloseTo(3, 11);
  });

  test("composes inside one engine: a is overwritten by the vectors", () => {
    withEngine((engine) => {
      const a = engine.put([2, -1, -1, 2]);
      const w = engine.arena.f64(2);
      const before = engine.arena.mark();
      expect(eighIn(engine, 2, a, w, true)).toBe(true);
      expect(engine.arena.mark()).toBe(before);
      expectClose(engine.take(w, 2), [1, 3], 4 * EPS);
      expect(orthogonality(2, 2, engine.take(a, 4))).toBeLessThan(4 * EPS);
    });
  });
});
