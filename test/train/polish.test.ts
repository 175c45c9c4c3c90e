import { describe, expect, test } from "vitest";
import { createNetwork, createTrainer, type TrainerOptions } from "../../src/index.js";

/** The gradient at a floor is zero but for this many roundings of what it is a sum of; 0.3 are reached. */
const ROUNDINGS = 8 * 2 ** -52;
/** |g_next| <= SQUARE |g|^2 in the tail, which third derivatives over the square of the curvature there decide; 7 are reached. */
const SQUARE = 100;

const grid = (n: number) => Array.from({ length: n }, (_, i) => i / (n - 1));
const x = grid(20).map((t) => [4 * t - 2]);
const means = grid(20).map((t) => Math.sin(6 * t) + 0.1 * Math.sin(1e4 * Math.sin(20 * t)));
/** Each input twice, the two targets 1 apart: 1/8 above the loss of the means, whatever the network. */
const twice = { x: [...x, ...x], y: [...means.map((v) => v - 0.5), ...means.map((v) => v + 0.5)] };
/** Three units: too few for the means as well, so residual blocks do not vanish at the floor. */
const network = createNetwork({ inputs: 1, width: 3, seed: 1 });

describe("a trainer that polishes", () => {
  const run = (options: TrainerOptions, data = twice) => createTrainer(network, data, options).run({ maxSteps: 100 });
  const polished = run({ polish: true });

  test("squares the gradient's norm from step to step at a floor, down to rounding", () => {
    const norms = polished.history
      .filter(({ curvature, accepted }) => curvature === "full" && accepted)
      .map((record) => record.gradientNorm);
    const tail = norms.slice(-4);
    expect(tail).toHaveLength(4);
    for (let k = 1; k < 4; k++) {
      const before = tail[k - 1] as number;
      expect(tail[k], `polish ${k}`).toBeLessThan(Math.max(SQUARE * before * before, ROUNDINGS));
    }
    expect(tail[3]).toBeLessThan(ROUNDINGS);
    expect(polished.status).toBe("stagnated");
  });

  test("ends where saddle-free steps alone stay orders of magnitude away", () => {
    const plain = run({});
    expect(plain.status).toBe("stagnated");
    expect(plain.history.at(-1)?.gradientNorm).toBeGreaterThan(1e4 * ROUNDINGS);
    expect(plain.history.every(({ curvature }) => curvature === "saddle-free")).toBe(true);
  });

  test("reaches the floor that is known: conflicting targets stand 1/8 above the loss of their means", () => {
    const floor = run({ polish: true }, { x, y: means }).finalLoss;
    expect(Math.abs(polished.finalLoss - floor - 0.125)).toBeLessThan(ROUNDINGS);
  });

  test("steps with the full Hessian only where it is certified positive definite, and loses nothing", () => {
    let before = polished.initialLoss;
    for (const { curvature, accepted, negativeEigenvalues, loss } of polished.history) {
      if (curvature === "full" && accepted) expect(negativeEigenvalues).toBe(0);
      expect(loss).toBeLessThanOrEqual(before * (1 + ROUNDINGS));
      before = loss;
    }
  });
});

test("polishing is for saddle-free steps with an adaptive regularization", () => {
  const create = (options: TrainerOptions) => () => createTrainer(network, twice, options);
  expect(create({ polish: 1 } as never)).toThrow(/^createTrainer: "polish" expected true or false, got 1/);
  for (const options of [
    { method: "gauss-newton" },
    { curvature: "full" },
    { regularization: 1 },
    { subset: { rows: 5, seed: 0 } },
  ] as const) {
    expect(create({ ...options, polish: true })).toThrow(/^createTrainer: "polish" expected to be absent but with saddle-free steps/);
  }
  expect(create({ solver: "cg", polish: true })).toThrow(/"polish" expected to be absent with solver "cg"/);
  expect(create({ method: "adam", polish: true })).toThrow(/"polish" expected to be absent with method "adam"/);
});
