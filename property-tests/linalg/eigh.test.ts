import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eigh } from "../../src/linalg/eigh.js";
import { frobenius, orthogonality, residual, symmetric, withSpectrum } from "../../test/support/spectral.js";

/** Every law holds to C n eps |A|; 3 is the largest factor seen in 10,000 runs. */
const C = 10;
const EPS = Number.EPSILON;

const entry = fc.double({ min: -1, max: 1, noNaN: true }).map((v) => (Math.abs(v) < 1e-140 ? 0 : v)); // subnormal sizes have tests of their own
const order = fc.integer({ min: 1, max: 70 });
const scale = fc.integer({ min: -150, max: 150 }).map((p) => 10 ** p);
/** Any symmetric matrix: full or sparse, its rows and columns graded or not. */
const anySymmetric = fc
  .record({
    n: order,
    seed: fc.array(entry, { minLength: 30, maxLength: 90 }),
    grade: fc.constantFrom(0, 0, 0.1, 1),
    density: fc.constantFrom(1, 1, 0.1),
    scale,
  })
  .map(({ n, seed, grade, density, scale }) => {
    const at = (k: number) => seed[k % seed.length] as number;
    const kept = (k: number) => Math.abs(at(5 * k + 1)) <= density;
    const value = (i: number, j: number) => (kept(i * n + j) ? at(i * n + j) + at(7 * i + 3 * j) : 0) * 10 ** (-grade * (i + j));
    return { n, scale, a: symmetric(n, (i, j) => scale * value(i, j)) };
  });

function run(n: number, a: Float64Array, vectors = true) {
  const result = eigh({ rows: n, cols: n, data: a }, { vectors });
  expect(result.status).toBe("ok");
  return result;
}

function expectSame(x: ArrayLike<number>, y: ArrayLike<number>, tolerance: number): void {
  for (let i = 0; i < x.length; i++) expect(Math.abs((x[i] as number) - (y[i] as number))).toBeLessThanOrEqual(tolerance);
}

describe("the eigendecomposition of any symmetric matrix", () => {
  test("is orthogonal, in order, and multiplies out; its values sum to the trace and have A's norm", () => {
    fc.assert(
      fc.property(anySymmetric, ({ n, a, scale }) => {
        const { values, vectors } = run(n, a);
        const [unit, w] = [a.map((v) => v / scale), values.map((v) => v / scale)];
        const z = vectors?.data as Float64Array;
        const bound = C * n * EPS * frobenius(unit);
        expect(orthogonality(n, n, z)).toBeLessThanOrEqual(C * n * EPS);
        expect(residual(n, n, unit, n, z, z, w)).toBeLessThanOrEqual(bound);
        for (let i = 1; i < n; i++) expect(w[i]).toBeGreaterThanOrEqual(w[i - 1] as number);
        const trace = w.reduce((s, v, i) => s + (unit[i * (n + 1)] as number) - v, 0);
        expect(Math.abs(trace)).toBeLessThanOrEqual(bound);
        expect(Math.abs(frobenius(w) - frobenius(unit))).toBeLessThanOrEqual(bound);
        expectSame(
          run(n, a, false).values.map((v) => v / scale),
          w,
          bound,
        );
      }),
      { numRuns: 120 },
    );
  });

  test("of Q diag(d) Q' returns d, clusters and multiplicities included", () => {
    const spectrum = fc.record({
      n: order,
      levels: fc.array(entry, { minLength: 1, maxLength: 70 }),
      spread: fc.constantFrom(0, 1e-15, 1e-12, 1e-6),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(spectrum, ({ n, levels, spread, seed }) => {
        const d = Float64Array.from({ length: n }, (_, i) => (levels[i % levels.length] as number) + spread * i).sort();
        const a = withSpectrum(d, seed);
        expectSame(run(n, a).values, d, 2 * C * n * EPS * frobenius(d));
      }),
      { numRuns: 60 },
    );
  });

  test("interlaces with that of its leading principal submatrix (Cauchy)", () => {
    fc.assert(
      fc.property(anySymmetric, ({ n, a, scale }) => {
        fc.pre(n > 1);
        const smaller = symmetric(n - 1, (i, j) => a[i * n + j] as number);
        const [outer, inner] = [run(n, a, false).values, run(n - 1, smaller, false).values];
        const slack = C * n * EPS * frobenius(a.map((v) => v / scale)) * scale;
        for (let i = 0; i + 1 < n; i++) {
          expect(inner[i]).toBeGreaterThanOrEqual((outer[i] as number) - slack);
          expect(inner[i]).toBeLessThanOrEqual((outer[i + 1] as number) + slack);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("follows A: scaled by a power of two exactly, shifted, negated, permuted to rounding", () => {
    fc.assert(
      fc.property(anySymmetric, entry, ({ n, a: raw, scale }, shift) => {
        const a = raw.map((v) => v / scale);
        const { values } = run(n, a);
        const bound = C * n * EPS * (frobenius(a) + Math.sqrt(n) * Math.abs(shift));
        expect(
          run(
            n,
            a.map((v) => v * 4),
          ).values,
        ).toEqual(values.map((v) => v * 4));
        expectSame(
          run(
            n,
            a.map((v, k) => (k % (n + 1) === 0 ? v + shift : v)),
            false,
          ).values,
          values.map((v) => v + shift),
          bound,
        );
        expectSame(
          run(
            n,
            a.map((v) => -v),
            false,
          ).values,
          values.map((v) => -v).reverse(),
          bound,
        );
        expectSame(run(n, a.slice().reverse(), false).values, values, bound);
      }),
      { numRuns: 60 },
    );
  });
});
