import { describe, expect, test } from "vitest";
import { createTrainer } from "../../src/train/createTrainer.js";
import type { TrainerOptions } from "../../src/train/trainerOptions.js";
import { type RecordedDampedRun, recordings } from "./problems.js";

/**
 * How far a path is determined by its start, from recorded twins that began 1e-15 apart: first-order steps amplify rounding by less than
 * 1e5 in 200 steps; Gauss-Newton from damping 1e-2 stays within 1e-6; Newton within 1e-6 over its first 25 steps, and is chaotic later.
 */
const FIRST_ORDER = 1e-10;
const SECOND_ORDER = 1e-6;
const NEWTON_STEPS = 25;

const relative = (value: number, reference: number) => Math.abs(value / reference - 1);
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe.each(recordings)("from the recorded start $title", ({ network, data, recording }) => {
  const { runs, loss0 } = recording;
  const run = (options: TrainerOptions, maxSteps: number) => createTrainer(network, data, options).run({ maxSteps, until: { loss: 0 } });

  const damped = (method: "newton" | "gauss-newton", { damping0, loss }: RecordedDampedRun) =>
    run({ method, solver: "cg", regularization: { adaptive: "published", initial: damping0 } }, loss.length).history;

  test.each([
    ["gradient descent at rate 1", { method: "gradient-descent", learningRate: 1 }, runs.gradientDescent1],
    ["gradient descent at rate 4", { method: "gradient-descent", learningRate: 4 }, runs.gradientDescent4],
    ["Adam at rate 0.01", { method: "adam", learningRate: 0.01 }, runs["adam1e-2"]],
    ["Adam at rate 0.001", { method: "adam", learningRate: 0.001 }, runs["adam1e-3"]],
  ] as const)("%s takes the published path for 200 steps", (_, options, recorded) => {
    const { history, initialLoss } = run(options, 200);
    expect(relative(initialLoss, loss0)).toBeLessThan(FIRST_ORDER);
    expect(history).toHaveLength(200);
    expect(Math.max(...history.map(({ loss }, k) => relative(loss, recorded.loss[k] as number)))).toBeLessThan(FIRST_ORDER);
  });

  test("Newton takes the published path for its first steps, attempt by attempt", () => {
    const { loss, products, accepted, damping } = runs.newton;
    // later a CG solve's last product, and at N = 50 an attempt of step 22, hang on the last bits of a residual
    const exact = 15;
    const steps = network.width === 1000 ? NEWTON_STEPS : 20;
    const history = damped("newton", runs.newton).slice(0, steps);
    for (const [k, record] of history.entries()) {
      expect(relative(record.loss, loss[k] as number)).toBeLessThan(SECOND_ORDER);
      expect([record.accepted, record.attempts]).toEqual([accepted[k], products[k]?.length]);
      if (k < exact) expect(record.products).toBe(sum(products[k] as number[]));
      // a step's last attempt is made with the damping after the step before it, doubled at each failure
      const before = k === 0 ? runs.newton.damping0 : (damping[k - 1] as number);
      expect(relative(record.gamma, before * 2 ** (record.attempts - 1))).toBeLessThan(FIRST_ORDER);
    }
  });

  test("Gauss-Newton from damping 1e-2 takes the published path to the end of the recording", () => {
    const { loss, products, accepted } = runs.gaussNewton;
    const history = damped("gauss-newton", runs.gaussNewton);
    expect(Math.max(...history.map((record, k) => relative(record.loss, loss[k] as number)))).toBeLessThan(SECOND_ORDER);
    expect(history.map((record) => record.accepted)).toEqual(accepted);
    expect(history.map((record) => record.attempts)).toEqual(products.map((attempts) => attempts.length));
  });
});
