import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeMatrix } from "../../src/core/matrix.js";
import { cg } from "../../src/linalg/cg.js";
import { eigsh } from "../../src/linalg/eigsh.js";
import type { Which } from "../../src/linalg/lanczosEnds.js";
import { minres } from "../../src/linalg/minres.js";
import { engineOf } from "../../test/support/engine.js";
import { minus, norm, sequence, times, withSpectrum } from "../../test/support/plain.js";
import { expectEigenpairs } from "../laws/eigenpairs.js";

const EPS = Number.EPSILON;
const seeds = fc.integer({ min: 1, max: 1e6 });

/** The symmetric matrix with these eigenvalues in a random basis. */
function matrixOf(values: ArrayLike<number>, seed: number) {
  const n = values.length;
  return makeMatrix(n, n, withSpectrum(values, [sequence(n, seed), sequence(n, seed + 1), sequence(n, seed + 2)]));
}

/** Eigenvalues sign * 10^-e with 0 <= e <= decades. */
const spectra = (decades: number, signs: number[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...signs), fc.double({ min: 0, max: decades, noNaN: true })), { minLength: 1, maxLength: 40 })
    .map((list) => list.map(([sign, e]) => sign * 10 ** -e));

describe("a solver's word is kept", () => {
  const tolerances = fc.constantFrom(1e-4, 1e-8, 1e-11);

  test.each([
    ["cg", cg, [1]],
    ["minres", minres, [1, -1]],
  ] as const)(
    "%s: converged means |b - A x| <= tolerance |b|; the residual reported is the true one, whatever the status",
    (_, solve, signs) => {
      fc.assert(
        fc.property(spectra(4, [...signs]), seeds, tolerances, fc.boolean(), (values, seed, tolerance, start) => {
          const n = values.length;
          const A = matrixOf(values, seed);
          const b = sequence(n, seed + 7);
          const x0 = start ? { x0: sequence(n, seed + 8) } : {};
          const { status, x, residualNorm } = solve(A, b, { tolerance, ...x0 });
          const rounding = 4 * n * EPS * (norm(x) + norm(b));
          const residual = norm(minus(b, times(A.data, x)));
          expect(Math.abs(residual - residualNorm)).toBeLessThanOrEqual(rounding);
          if (status === "converged") expect(residual).toBeLessThanOrEqual(tolerance * norm(b) + rounding);
          else expect(["stagnated", "max_iterations"]).toContain(status);
          if (tolerance === 1e-4) expect(status).toBe("converged");
        }),
        { numRuns: 60 },
      );
    },
  );

  test("minres: a matrix 2^k times as large has a solution 2^-k times as large, to the bit, up to where the entries end", () => {
    fc.assert(
      fc.property(spectra(3, [1, -1]), seeds, fc.integer({ min: -900, max: 900 }), fc.boolean(), (values, seed, k, start) => {
        const A = matrixOf(values, seed);
        const b = sequence(values.length, seed + 7);
        const x0 = sequence(values.length, seed + 8);
        const power = 2 ** k;
        const plain = minres(A, b, start ? { x0 } : {});
        const large = { ...A, data: A.data.map((v) => v * power) };
        const { x, ...rest } = minres(large, b, start ? { x0: x0.map((v) => v / power) } : {});
        expect(rest).toEqual({ status: plain.status, iterations: plain.iterations, residualNorm: plain.residualNorm });
        expect(x).toEqual(plain.x.map((v) => v / power));
      }),
      { numRuns: 60 },
    );
  });

  test("powers of two on A, on b and on the preconditioner change the exponents of x and nothing else; of minres, which takes roots, not the status", () => {
    const exponent = fc.integer({ min: -700, max: 700 });
    fc.assert(
      fc.property(fc.constantFrom(cg, minres), spectra(3, [1]), seeds, exponent, exponent, exponent, (solve, values, seed, k, j, p) => {
        fc.pre(Math.abs(j - k) < 900 && Math.abs(k + p) < 800); // else x is beyond the doubles, or what the preconditioner makes of A
        const n = values.length;
        const A = matrixOf(values, seed);
        const b = sequence(n, seed + 7);
        const diagonal = Float64Array.from({ length: n }, (_, i) => 1 / A.data[i * (n + 1)]!);
        const solved = (k: number, j: number, p: number) => {
          const preconditioner = (r: Float64Array, z: Float64Array) => void z.set(r.map((v, i) => v * diagonal[i]! * 2 ** p));
          const { x, residualNorm, ...rest } = solve({ ...A, data: A.data.map((v) => v * 2 ** k) }, b.map((v) => v * 2 ** j), { preconditioner }); // biome-ignore format: one call
          return { ...rest, x: x.map((v) => v * 2 ** (k - j)), residualNorm: residualNorm * 2 ** -j };
        };
        const [plain, scaled] = [solved(0, 0, 0), solved(k, j, p)];
        if (solve === cg) expect(scaled).toEqual(plain);
        expect(scaled.status).toBe(plain.status);
        expect(norm(minus(scaled.x, plain.x))).toBeLessThanOrEqual(4 * 1e-10 * norm(b) * Math.max(...values.map((v) => 1 / v)));
      }),
      { numRuns: 100 },
    );
  });

  test("cg on an indefinite matrix solves the system or names the curvature; x is finite either way", () => {
    fc.assert(
      fc.property(spectra(2, [1, -1]), seeds, (values, seed) => {
        const A = matrixOf(values, seed);
        const { status, x } = cg(A, sequence(values.length, seed + 7));
        expect(x.every(Number.isFinite)).toBe(true);
        expect(["converged", "negative_curvature", "max_iterations", "stagnated"]).toContain(status);
        if (values.every((v) => v < 0)) expect(status).toBe("negative_curvature");
      }),
      { numRuns: 60 },
    );
  });
});

describe("eigsh against the spectrum the matrix was made from", () => {
  // values on a coarse grid, so that many are multiple
  const clustered = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 45, maxLength: 90 });
  const kinds = fc.constantFrom<Which>("LA", "SA", "LM", "BE");

  function wanted(values: number[], k: number, which: Which): number[] {
    const sorted = values.slice().sort((a, b) => a - b);
    if (which === "LA") return sorted.slice(-k);
    if (which === "SA") return sorted.slice(0, k);
    if (which === "BE") return [...sorted.slice(0, Math.floor(k / 2)), ...sorted.slice(Math.floor(k / 2) - k)];
    const magnitudes = sorted.map(Math.abs).sort((a, b) => b - a);
    return magnitudes.slice(0, k);
  }

  test("values with their multiplicities, at any end; pairs that are pairs", () => {
    fc.assert(
      fc.property(clustered, kinds, fc.integer({ min: 1, max: 9 }), seeds, (values, which, k, seed) => {
        const n = values.length;
        const A = matrixOf(values, seed);
        const result = eigsh(A, k, { which, seed });
        expect(result.status).toBe("converged");
        const found = which === "LM" ? Array.from(result.values, Math.abs).sort((a, b) => b - a) : Array.from(result.values);
        const expected = wanted(values, k, which);
        for (let i = 0; i < k; i++) expect(Math.abs(found[i]! - expected[i]!)).toBeLessThanOrEqual(n * EPS * 4);
        expectEigenpairs(A, result.values, result.vectors, 1e-9 * 4, 32 * EPS);
      }),
      { numRuns: 60 },
    );
  });

  test("shifting the matrix shifts the values, flipping it turns the ends round", () => {
    fc.assert(
      fc.property(spectra(3, [1, -1]), seeds, fc.integer({ min: 1, max: 3 }), (values, seed, k) => {
        const padded = [...values, ...values.map((v) => v / 2), ...sequence(60, seed).map((v) => v / 4)];
        const n = padded.length;
        const A = matrixOf(padded, seed);
        const shifted = { ...A, data: A.data.map((v, i) => (i % (n + 1) === 0 ? v + 3 : v)) };
        const flipped = { ...A, data: A.data.map((v) => -v) };
        const tolerance = 1e-13; // values closer than two tolerances may stand for each other
        const plain = eigsh(A, k, { tolerance });
        const up = eigsh(shifted, k, { tolerance }).values;
        const low = eigsh(flipped, k, { which: "SA", tolerance }).values;
        for (let i = 0; i < k; i++) {
          expect(Math.abs(up[i]! - 3 - plain.values[i]!)).toBeLessThanOrEqual(4 * (n * EPS + 2 * tolerance));
          expect(Math.abs(low[i]! + plain.values[k - 1 - i]!)).toBeLessThanOrEqual(n * EPS + 2 * tolerance);
        }
      }),
      { numRuns: 25 },
    );
  });
});

test("jacobi_eigh_f64: eigenpairs of graded blocks, and every eigenvalue of a definite one to n eps times its scaled condition", () => {
  const engine = engineOf("release");
  const blocks = fc
    .integer({ min: 1, max: 7 })
    .chain((q) => fc.tuple(fc.constant(q), seeds, fc.array(fc.integer({ min: -40, max: 40 }), { minLength: q, maxLength: q })));
  fc.assert(
    fc.property(blocks, ([q, seed, powers]) => {
      // D B D with B near the identity and D powers of two: its eigenvalues are those of B's Schur complements where D is far apart, and
      // their product is det(B) prod d^2 in every case
      const off = sequence(q * q, seed);
      const B = Array.from({ length: q * q }, (_, k) => {
        const [i, j] = [Math.floor(k / q), k % q];
        return i === j ? 1 : (0.4 / q) * off[Math.max(i, j) * q + Math.min(i, j)]!;
      });
      const A = B.map((v, k) => v * 2 ** (powers[Math.floor(k / q)]! + powers[k % q]!));
      const { values, vectors } = engine.scope(() => {
        const a = engine.put(A);
        const e = engine.arena.f64(q);
        engine.routines.jacobi_eigh_f64(1, q, a, e, engine.arena.f64(4 * q * q));
        return { values: engine.take(e, q), vectors: engine.take(a, q * q) };
      });
      const size = Math.max(...A.map(Math.abs));
      for (let j = 0; j < q; j++) {
        const v = Float64Array.from({ length: q }, (_, i) => vectors[i * q + j]!);
        expect(values[j]!).toBeGreaterThan(0);
        expect(norm(times(Float64Array.from(A), v).map((entry, i) => entry - values[j]! * v[i]!))).toBeLessThanOrEqual(8 * q * EPS * size);
        expect(Math.abs(norm(v) - 1)).toBeLessThanOrEqual(8 * q * EPS);
      }
      const scaledProduct = values.reduce((product, value) => product * value, 1) / powers.reduce((product, p) => product * 4 ** p, 1);
      expect(Math.abs(scaledProduct / determinant(B, q) - 1)).toBeLessThanOrEqual(64 * q * EPS);
    }),
    { numRuns: 200 },
  );
});

/** By elimination; B is diagonally dominant. */
function determinant(B: number[], q: number): number {
  const M = B.slice();
  let product = 1;
  for (let p = 0; p < q; p++) {
    product *= M[p * q + p]!;
    for (let i = p + 1; i < q; i++) {
      const factor = M[i * q + p]! / M[p * q + p]!;
      for (let j = p; j < q; j++) M[i * q + j]! -= factor * M[p * q + j]!;
    }
  }
  return product;
}
