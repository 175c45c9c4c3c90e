import { describe, expect, test } from "vitest";
import { createNetwork, createTrainer, type TrainResult } from "../../src/index.js";
import { recording, startOf } from "../model/recorded.js";
import { randomProblem } from "../model/structured/twin.js";

/** Whether every accepted step lowered the loss. */
function falls({ initialLoss, history }: TrainResult): boolean {
  const losses = [initialLoss, ...history.filter(({ accepted }) => accepted).map(({ loss }) => loss)];
  return losses.every((loss, i) => i === 0 || loss < (losses[i - 1] as number));
}

describe("the default trainer", () => {
  test("takes the published problem to 1e-4 in at most 30 steps, falling all the way", () => {
    const { network, data } = startOf(recording("paper_start_seed0"));
    const result = createTrainer(network, data).run({ until: { loss: 1e-4 }, maxSteps: 30 });
    expect(result.status).toBe("converged");
    expect(falls(result)).toBe(true);
    expect(result.factorizations).toBeLessThanOrEqual(result.steps + 3);
    for (const record of result.history) expect(record).toMatchObject({ solver: "structured", form: "dual", accepted: true });
  });

  test("has the same bits whatever was computed before", () => {
    const { network, data } = randomProblem({ width: 20, inputs: 2, outputs: 1, samples: 15 });
    const losses = () =>
      createTrainer(network, data)
        .run({ maxSteps: 5 })
        .history.map(({ loss }) => loss);
    const before = losses();
    const large = randomProblem({ width: 300, inputs: 2, outputs: 1, samples: 200 });
    createTrainer(large.network, large.data).run({ maxSteps: 2 });
    expect(losses()).toEqual(before);
  });
});

test("where the promise of a step is lost to rounding, its gain ratio is 0, not the ratio to a promise of the other sign", () => {
  for (const seed of [552, 804, 948]) {
    const network = createNetwork({ inputs: 1, width: 2, outputs: 1, seed });
    const x = Float64Array.from({ length: 5 }, (_, i) => (((i * ((seed % 5) + 1)) / 5) % 1.3) - 0.5);
    const y = x.map((v) => Math.sin(3 * v + seed));
    const { history } = createTrainer(network, { x, y }).run({ maxSteps: 60 });
    for (const { gainRatio } of history) expect(gainRatio).toBeGreaterThanOrEqual(0);
  }
});

describe("a fixed regularization", () => {
  const { network, data } = randomProblem({ width: 30, inputs: 2, outputs: 2, samples: 20 });

  test("always takes the step, also where the loss rises", () => {
    const { history } = createTrainer(network, data, { regularization: 1e-6, curvature: "full" }).run({ maxSteps: 4, until: { loss: 0 } });
    expect(history.map(({ accepted }) => accepted)).toEqual([true, true, true, true]);
    expect(history.some(({ gainRatio }) => gainRatio < 0)).toBe(true);
    for (const { negativeEigenvalues } of history) expect(negativeEigenvalues).toBeGreaterThan(0);
  });

  test("scaled with the width is gamma N^(1 - 2 beta)", () => {
    const scaled = createTrainer(network, data, { regularization: { scaling: "width", gamma: 0.5 } }).step();
    expect(scaled.gamma).toBeCloseTo(0.5 * 30 ** (1 - 1.2), 14);
    expect(createTrainer(network, data, { regularization: scaled.gamma }).step().loss).toBe(scaled.loss);
  });

  test("is corrected when asked for, which brings the outputs closer to where the model says", () => {
    const loss = (corrections: number) => createTrainer(network, data, { regularization: 1e-3, corrections }).step().loss;
    expect(loss(10)).toBeLessThan(loss(0));
  });
});

describe("full curvature with an adaptive regularization", () => {
  test("steps only where H + gamma I is positive definite", () => {
    const { network, data } = randomProblem({ width: 30, inputs: 1, outputs: 1, samples: 12 });
    const result = createTrainer(network, data, { curvature: "full" }).run({ maxSteps: 30 });
    expect(result.history.every(({ accepted, negativeEigenvalues }) => !accepted || negativeEigenvalues === 0)).toBe(true);
    expect(falls(result)).toBe(true);
    expect(result.finalLoss).toBeLessThan(0.5 * result.initialLoss);
  });
});

test("units with more than 64 parameters get the diagonal of their blocks, and the record says so", () => {
  const { network, data } = randomProblem({ width: 10, inputs: 70, outputs: 1, samples: 25 });
  const result = createTrainer(network, data).run({ maxSteps: 30 });
  expect(result.history[0]).toMatchObject({ curvature: "diagonal", form: "dual" });
  expect(result.status).toBe("converged");
});

test("a subset of the samples lowers the loss of all of them, the same way for the same seed", () => {
  const { network, data } = randomProblem({ width: 20, inputs: 2, outputs: 1, samples: 200 });
  const run = (seed: number) => createTrainer(network, data, { subset: { rows: 50, seed } }).run({ maxSteps: 10 });
  const result = run(1);
  expect(falls(result)).toBe(true);
  expect(result.history[0]?.form).toBe("subset");
  expect(run(1).history.map(({ loss }) => loss)).toEqual(result.history.map(({ loss }) => loss));
  expect(run(2).finalLoss).not.toBe(result.finalLoss);
});
