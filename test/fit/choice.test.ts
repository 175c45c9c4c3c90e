import { describe, expect, test } from "vitest";
import { fit, predict } from "../../src/index.js";
import { createRandom } from "../../src/random/index.js";

const grid = (n: number) => Array.from({ length: n }, (_, i) => i / (n - 1));
const noise = (n: number, deviation: number, seed = 5) => createRandom(seed).normal(n, 0, deviation);
const choiceFor = (x: number[], y: number[], options = {}) => fit({ x, y }, { maxSteps: 0, ...options }).choice;

describe("what fit chooses", () => {
  test("is plain tanh on clean smooth data, at once", () => {
    for (const f of [(t: number) => 2 * t * t, (t: number) => Math.sin(6 * t) + 0.3 * t, (t: number) => 1 / (1 + 25 * (2 * t - 1) ** 2)]) {
      const { tried, reason, ...choice } = choiceFor(grid(60), grid(60).map(f));
      expect(choice).toMatchObject({ activation: "tanh", inputScale: 1, width: 300 });
      expect(tried).toHaveLength(1);
      expect(reason).toMatch(/below 0.001/);
      expect(choice.noise).toBeLessThan(1e-3);
    }
  });

  test("is a larger input scale where frequencies ask for it, sine units for a long periodic record", () => {
    const x = grid(200);
    expect(
      choiceFor(
        x,
        x.map((t) => Math.sin(40 * Math.PI * t)),
      ).inputScale,
    ).toBeGreaterThanOrEqual(10);
    const e = noise(400, 0.1);
    const years = Array.from({ length: 400 }, (_, i) => i / 8);
    const y = years.map((t, i) => 0.02 * t * t + Math.sin(2 * Math.PI * t) + (e[i] as number));
    expect(choiceFor(years, y)).toMatchObject({ activation: "sin" });
  });

  test("is the plainest of equals under noise, and the noise is estimated", () => {
    const x = grid(150);
    const e = noise(150, 0.2, 2);
    const y = x.map((t, i) => Math.sin(6 * t) + (e[i] as number));
    const { noise: estimate = 0, tried, ...chosen } = choiceFor(x, y);
    // one of the others is better, but not by more than the margin
    const scores = tried.map(({ cautious = Infinity }) => cautious);
    const best = Math.min(...scores);
    expect(scores[0]).toBeGreaterThan(best);
    expect(scores[0]).toBeLessThan(1.1 * best);
    expect(chosen).toMatchObject({ activation: "tanh", inputScale: 1, width: 300 });
    // 0.2 over the targets' deviation of about 0.75
    expect(estimate).toBeGreaterThan(0.2);
    expect(estimate).toBeLessThan(0.33);
    expect(tried.length).toBeGreaterThan(8);
    expect(Math.min(...tried.map(({ error = Infinity }) => error))).toBeLessThan(0.35);
  });

  test("scales input weights and biases alike", () => {
    const { start } = fit({ x: grid(20), y: grid(20) }, { maxSteps: 0, width: 2000, inputScale: 50 });
    const deviation = (values: Float64Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
    expect(deviation(start.W) / 50).toBeCloseTo(1, 1);
    expect(deviation(start.b) / 50).toBeCloseTo(1, 1);
  });

  test("never overrides the caller", () => {
    const x = grid(40);
    const y = x.map((t) => Math.sin(30 * t));
    expect(choiceFor(x, y, { width: 50 }).tried.every((entry) => entry.width === 50)).toBe(true);
    expect(choiceFor(x, y, { activation: "gelu" }).tried.every((entry) => entry.activation === "gelu")).toBe(true);
    expect(choiceFor(x, y, { inputScale: 2.5 }).tried.every((entry) => entry.inputScale === 2.5)).toBe(true);
    expect(choiceFor(x, y, { activation: "relu" }).tried.every((entry) => entry.inputScale === 1)).toBe(true);
    const given = { width: 20, activation: "erf", inputScale: 3 } as const;
    expect(choiceFor(x, y, { ...given, validation: false })).toEqual({ ...given, rows: 0, tried: [], reason: "Everything was given." });
    expect(choiceFor(x, y, given)).toMatchObject({ ...given, tried: [given] });
  });

  test("is made on at most 512 samples, the same for the same seed", () => {
    const x = grid(700);
    const y = x.map((t) => Math.sin(5 * t));
    const once = choiceFor(x, y, { seed: 2, validation: false });
    expect(once.rows).toBe(512);
    expect(choiceFor(x, y, { seed: 2, validation: false })).toEqual(once);
  });

  test("is the plainest network where nothing can be compared", () => {
    const plain = { width: 300, activation: "tanh", inputScale: 1, tried: [] };
    expect(choiceFor([0, 1, 2], [1, 5, 2])).toMatchObject(plain);
    expect(
      choiceFor(
        grid(20),
        grid(20).map(() => 3),
      ),
    ).toMatchObject(plain);
  });

  test("leads to a network that predicts between the samples", () => {
    const x = grid(200);
    const f = (t: number) => Math.sin(40 * Math.PI * t);
    const { network, status } = fit({ x, y: x.map(f) }, { maxSteps: 40 });
    const between = grid(997).slice(20, -20);
    const errors = predict(network, between).data.map((v, i) => Math.abs(v - f(between[i] as number)));
    expect(Math.max(...errors)).toBeLessThan(0.05);
    expect(["converged", "max_iterations"]).toContain(status);
  });
});
