import { describe, expect, test } from "vitest";
import { warningsOf } from "../../src/fit/warnings.js";
import { type Data, type FitOptions, fit, predict, type StepRecord } from "../../src/index.js";
import { createRandom } from "../../src/random/index.js";

const grid = (n: number) => Array.from({ length: n }, (_, i) => i / (n - 1));
const on = (x: number[], f: (t: number) => number): Data => ({ x, y: x.map(f) });

/** Points of the unit square, and whether the cell of a 3 x 3 board, shifted by k cells, is black. */
function checkerboard() {
  const u = createRandom(2).uniform(300);
  const x = Array.from({ length: 150 }, (_, i) => [u[2 * i] as number, u[2 * i + 1] as number]);
  return { x, y: x.map(([a = 0, b = 0]) => [0, 1, 2].map((k) => (Math.floor(3 * a) + Math.floor(3 * b + k)) % 2)) };
}

function manyInputs() {
  const z = createRandom(4).normal(1000);
  const x = Array.from({ length: 50 }, (_, i) => Array.from(z.slice(20 * i, 20 * i + 20)));
  return { x, y: x.map(([a = 0, b = 0, c = 0]) => Math.sin(a + b / 2) + 0.3 * b * c) };
}

/** Each x twice; the targets of a pair differ by 0.2. */
const twice = { x: grid(30).flatMap((t) => [t, t]), y: grid(30).flatMap((t) => [Math.sin(5 * t) - 0.1, Math.sin(5 * t) + 0.1]) };
const noise = createRandom(9).normal(80, 0, 0.3);
const noisy = { x: grid(80), y: grid(80).map((t, i) => Math.sin(6 * t) + (noise[i] as number)) };
const smooth = (a: number, c: number) =>
  on(
    grid(50).map((t) => a * t),
    (t) => c * Math.sin((5 * t) / a),
  );
const small = { width: 100 };

const CASES: [string, Data, FitOptions, string, number?][] = [
  ["a smooth curve", smooth(1, 1), small, "converged"],
  ["a straight line", on(grid(10), (t) => 3 - t), small, "converged"],
  ["a step", on(grid(60), (t) => (t < 0.5 ? 0 : 1)), { width: 200, validation: false }, "converged"],
  ["sin(40 pi x)", on(grid(160), (t) => Math.sin(40 * Math.PI * t)), { width: 200 }, "converged"],
  ["a checkerboard with three outputs", checkerboard(), { width: 200, validation: false }, "converged"],
  ["20 inputs, 50 samples", manyInputs(), { width: 100, validation: false }, "converged"],
  ["relu units on a smooth curve", smooth(1, 1), { width: 200, activation: "relu", validation: false, until: { loss: 1e-6 } }, "converged"],
  ["noise", noisy, {}, "stagnated"],
  ["noise to be fitted whole", noisy, { validation: false }, "converged"],
  ["conflicting targets", twice, small, "stagnated"],
  ["conflicting targets to their floor", twice, { ...small, validation: false }, "stagnated", 0.1],
  ["a loss below that floor", twice, { ...small, until: { loss: 1e-4 } }, "stagnated", 0.1],
  ["one sample", { x: [3], y: [5] }, small, "converged"],
  ["two samples", { x: [3, 4], y: [5, 1] }, small, "converged"],
  ["one input twice", { x: [3, 3], y: [1, 2] }, small, "stagnated", 0.5],
  ["a constant target", on(grid(40), () => 7), small, "converged"],
  ["a target of zeros", on(grid(40), () => 0), small, "converged"],
  ["one constant target of two", { x: grid(40), y: grid(40).map((t) => [t * t, 4]) }, small, "converged"],
  ["a constant input beside another", { x: grid(40).map((t) => [t, 2]), y: grid(40).map((t) => t * t) }, small, "converged"],
  ["inputs and targets of 1e-6", smooth(1e-6, 1e-6), small, "converged"],
  ["inputs and targets of 1e6", smooth(1e6, 1e6), small, "converged"],
  ["inputs of 1e9, targets of 1e-9", smooth(1e9, 1e-9), small, "converged"],
  ["inputs of 1e-300, targets of 1e300", smooth(1e-300, 1e300), small, "converged"],
];

describe("fit ends for the right reason on", () => {
  test.each(CASES)("%s", (_, data, options, status, rmse) => {
    const result = fit(data, options);
    expect(result.status).toBe(status);
    expect(Number.isFinite(result.finalLoss)).toBe(true);
    result.history.forEach((record, i) => {
      expect(record.loss).toBeLessThanOrEqual(result.history[i - 1]?.loss ?? result.initialLoss);
    });
    if (rmse !== undefined) expect(result.rmse).toBeCloseTo(rmse, 3);
  });

  test("a target of a kind that the network overflows on, without a throw", () => {
    const result = fit(
      on([0, 1, 2, 3], (t) => 1e200 * t),
      { width: 5, standardize: false },
    );
    expect(result.status).toBe("nonfinite");
  });
});

describe("fit predicts in the user's units", () => {
  test.each([1e-9, 1e-6, 1, 1e6, 1e9])("at a scale of %d", (scale) => {
    const { network, rmse } = fit(smooth(scale, scale), { width: 100 });
    expect(rmse).toBeLessThan(1e-5 * scale);
    expect((predict(network, [0.505 * scale]).data[0] as number) / scale).toBeCloseTo(Math.sin(2.525), 4);
  });

  test("of a constant: the constant", () => {
    const { network } = fit({ x: [1, 2, 3], y: [4, 4, 4] });
    expect(predict(network, [1.5]).data[0]).toBe(4);
  });
});

describe("fit warns", () => {
  test("of output weights that have exploded while the loss stalls, and not otherwise", () => {
    const { network, choice, ...result } = fit(smooth(1, 1), { ...small, until: { loss: 1e-3 } });
    const grown = { ...network, C: network.C.map((c) => 300 * c) };
    const history = Array.from({ length: 20 }, (_, i) => ({ ...result.history[0], loss: 1 - i / 1000 }) as StepRecord);
    const stalled = { ...result, network: grown, status: "max_iterations", history } as const;
    expect(warningsOf(network, stalled, choice).join()).toMatch(/output weights have grown 300-fold while the loss stalls/);
    const falling = history.map((record, i) => ({ ...record, loss: 1 / (i + 1) }));
    for (const well of [
      { ...stalled, network },
      { ...stalled, history: falling },
      { ...stalled, status: "converged" as const },
    ]) {
      expect(warningsOf(network, well, choice)).toEqual([]);
    }
    expect(fit(smooth(1, 1), small).warnings).toEqual([]);
  });

  test("of inputs that say nothing about the targets", () => {
    const y = createRandom(3).normal(60);
    expect(fit({ x: grid(60), y }, small).warnings.join()).toMatch(/x may say little about y/);
  });
});
