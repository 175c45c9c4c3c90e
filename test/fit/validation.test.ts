import { describe, expect, test } from "vitest";
import { type FitRecord, fit, loss, predict } from "../../src/index.js";
import { createRandom } from "../../src/random/index.js";

const M = 100;
const x = Array.from({ length: M }, (_, i) => i / (M - 1));
const f = (t: number) => Math.sin(6 * t);
const e = createRandom(8).normal(M, 0, 0.2);
const y = x.map((t, i) => f(t) + (e[i] as number));
const given = { width: 100, activation: "tanh", inputScale: 1, seed: 1 } as const;

const truth = (network: Parameters<typeof predict>[0]) =>
  Math.sqrt(predict(network, x).data.reduce((sum, v, i) => sum + (v - f(x[i] as number)) ** 2, 0) / M);

describe("holding samples out", () => {
  test("ends training on noisy data, keeps the best network, and predicts better than fitting all of the noise", () => {
    const held = fit({ x, y }, given);
    const { validation } = held;
    if (validation === undefined) throw new Error("nothing was held out");
    expect(validation).toMatchObject({ rows: 20, stopped: true });
    expect(held.status).toBe("stagnated");
    expect(held.steps).toBe(validation.step + 5);
    expect(held.history.at(-1)?.status).toBe("stagnated");
    const losses = held.history.map((record) => record.validationLoss as number);
    expect(Math.min(...losses)).toBe(validation.loss);
    expect(losses[validation.step - 1]).toBe(validation.loss);
    expect(held.finalLoss).toBe(loss(held.network, { x, y }));
    const overfitted = fit({ x, y }, { ...given, validation: false });
    expect(truth(held.network)).toBeLessThan(0.1);
    expect(truth(held.network)).toBeLessThan(0.6 * truth(overfitted.network));
  });

  test("is left alone on clean data, few data, and where a loss is asked for", () => {
    expect(fit({ x, y: x.map(f) }, given).validation).toBeUndefined();
    expect(fit({ x: x.slice(0, 20), y: y.slice(0, 20) }, { ...given, maxSteps: 3 }).validation).toBeUndefined();
    expect(fit({ x, y }, { ...given, maxSteps: 3, until: { loss: 1e-3 } }).validation).toBeUndefined();
    expect(fit({ x, y }, { ...given, maxSteps: 3, validation: false }).validation).toBeUndefined();
  });

  test("takes the share and the patience asked for, on clean data too", () => {
    const result = fit({ x, y: x.map(f) }, { ...given, validation: { share: 0.35, patience: 1 }, maxSteps: 4 });
    expect(result.validation?.rows).toBe(35);
    expect(fit({ x: [0, 1], y: [0, 1] }, { ...given, validation: true, maxSteps: 3 }).validation?.rows).toBe(1);
    expect(fit({ x: [0], y: [1] }, { ...given, validation: true }).validation).toBeUndefined();
  });

  test("tells the caller of each step, and heeds the caller's signal", () => {
    const seen: FitRecord[] = [];
    const controller = new AbortController();
    const onStep = (record: FitRecord) => {
      seen.push(record);
      if (seen.length === 2) controller.abort();
    };
    const result = fit({ x, y }, { ...given, onStep, signal: controller.signal });
    expect(result).toMatchObject({ status: "aborted", steps: 2 });
    expect(seen.every((record) => (record.validationLoss as number) > 0)).toBe(true);
    expect(result.validation?.closing).toEqual([]);
  });

  test("is not ended early by steps spent", () => {
    const result = fit({ x, y }, { ...given, maxSteps: 2 });
    expect(result).toMatchObject({ status: "max_iterations", steps: 2 });
    expect(result.validation).toMatchObject({ stopped: false, kept: "network", closing: [] });
  });
});
