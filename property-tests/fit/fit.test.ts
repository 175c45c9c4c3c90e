import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Data, fit, predict } from "../../src/index.js";
import { createRandom } from "../../src/random/index.js";

/** Small noisy data sets with one to three inputs and outputs. */
const problems = fc
  .record({ seed: fc.nat(1e6), M: fc.integer({ min: 1, max: 24 }), d: fc.integer({ min: 1, max: 3 }), K: fc.integer({ min: 1, max: 2 }) })
  .map(({ seed, M, d, K }) => {
    const random = createRandom(seed);
    return {
      x: { rows: M, cols: d, data: random.normal(M * d) },
      y: { rows: M, cols: K, data: random.normal(M * K) },
      weights: random.uniform(M, 0.5, 2),
    };
  });
const options = { maxSteps: 4, width: 20, seed: 5 };

type Table = { rows: number; cols: number; data: Float64Array };
const mapped = (table: Table, factor: number, shift = 0) => ({ ...table, data: table.data.map((v) => factor * v + shift) });

describe("fit", () => {
  test("does not see powers of two in the units: the same parameters to the bit", () => {
    const power = fc.integer({ min: -60, max: 60 }).map((e) => 2 ** e);
    fc.assert(
      fc.property(problems, power, power, (data, a, c) => {
        fc.pre(data.x.rows > 1); // a constant column is shifted only
        const one = fit(data, options);
        const other = fit({ ...data, x: mapped(data.x, a), y: mapped(data.y, c) }, options);
        expect(other.network.W).toEqual(one.network.W);
        expect(other.network.C).toEqual(one.network.C);
        expect(other.choice).toEqual(one.choice);
        expect(other.rmse).toBe(c * one.rmse);
      }),
      { numRuns: 25 },
    );
  });

  test("follows any affine change of units, to rounding grown over a step", () => {
    const factor = fc.double({ min: 0.01, max: 100, noNaN: true });
    const shift = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(problems, factor, factor, shift, shift, (data, a, c, b, d) => {
        fc.pre(data.x.rows > 4);
        const once = { ...options, maxSteps: 1, activation: "tanh", inputScale: 1, validation: false } as const;
        const one = fit(data, once);
        const other = fit({ ...data, x: mapped(data.x, a, b), y: mapped(data.y, c, d) }, once);
        const x = mapped(data.x, 0.9);
        const [f, g] = [predict(one.network, x).data, predict(other.network, mapped(x, a, b)).data];
        const scale = Math.max(...f.map(Math.abs), 1);
        f.forEach((value, i) => {
          expect(Math.abs(((g[i] as number) - d) / c - value)).toBeLessThan(1e-6 * scale);
        });
      }),
      { numRuns: 25 },
    );
  });

  test("repeats itself to the bit, and leaves its data alone", () => {
    fc.assert(
      fc.property(problems, fc.nat(1000), (data, seed) => {
        const before = structuredClone(data);
        const run = () => fit(data, { ...options, seed });
        const [one, again] = [run(), run()];
        expect(again.network).toEqual(one.network);
        expect(again.choice).toEqual(one.choice);
        expect(again.history.map(({ loss }) => loss)).toEqual(one.history.map(({ loss }) => loss));
        expect(data).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });

  test("takes equal weights for none", () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (data, weight) => {
        const { x, y } = data;
        const weights = data.weights.map(() => weight);
        const [one, other] = [
          { x, y },
          { x, y, weights },
        ].map((d: Data) => fit(d, { ...options, validation: false }));
        expect(other?.choice).toEqual(one?.choice);
        expect(other?.finalLoss).toBeCloseTo(one?.finalLoss as number, 9);
      }),
      { numRuns: 15 },
    );
  });

  test("always answers with finite figures and one of its statuses", () => {
    fc.assert(
      fc.property(problems, (data) => {
        const result = fit(data, { seed: 1, maxSteps: 8 });
        expect(["converged", "stagnated", "max_iterations"]).toContain(result.status);
        expect(Number.isFinite(result.rmse)).toBe(true);
        expect(result.network.C.every(Number.isFinite)).toBe(true);
        expect(result.steps).toBe(result.history.length);
      }),
      { numRuns: 15 },
    );
  });
});
