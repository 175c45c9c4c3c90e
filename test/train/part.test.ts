import { describe, expect, test } from "vitest";
import { withEngine } from "../../src/engine/pool.js";
import { createTrainer, gradient, loss, resumeTrainer, type TrainerOptions } from "../../src/index.js";
import { BoundModel } from "../../src/model/boundModel.js";
import { checkData } from "../../src/model/data.js";
import { randomProblem } from "../model/structured/twin.js";

/** A loss and a gradient are sums over the samples: right to this many roundings. */
const ROUNDINGS = 100 * 2 ** -52;
/** Two ways to a floor end within this much of it after 60 steps; 0.8 % are seen. */
const FLOOR = 1.03;

const SAMPLES = 900;
const options = { subset: { rows: 40, seed: 5 } } satisfies TrainerOptions;

function smooth(sizes: Partial<Parameters<typeof randomProblem>[0]> = {}) {
  const { network, data } = randomProblem({ width: 25, inputs: 2, outputs: 1, samples: SAMPLES, ...sizes });
  const { data: x } = data.x;
  for (let i = 0; i < data.y.data.length; i++) {
    const m = Math.floor(i / data.y.cols);
    data.y.data[i] = Math.sin(1.5 * (x[2 * m] as number)) * Math.cos((x[2 * m + 1] as number) + i - m * data.y.cols);
  }
  return { network, data };
}

type Problem = ReturnType<typeof smooth>;
const create = ({ network, data }: Problem, more: TrainerOptions = {}) => createTrainer(network, data, { ...options, ...more });
/** The same trainer with every step computed from all samples. */
const createFromAll = (problem: Problem) => {
  const state = create(problem).state();
  state.memory.scalars.rows = problem.data.x.rows;
  return resumeTrainer(state, problem.data);
};
const rowsOf = (trainer: ReturnType<typeof create>) => trainer.state().memory.scalars.rows;

describe("steps with a subset in the factor, far from the floor", () => {
  test("are computed from four times as many samples, and get there for less work", () => {
    const work = { part: 0, all: 0 };
    for (const seed of [1, 2, 3]) {
      const problem = smooth({ samples: 4000, seed });
      const until = { loss: 0.1 * loss(problem.network, problem.data) };
      const trainer = create(problem);
      expect(rowsOf(trainer)).toBe(160);
      const [result, fromAll] = [trainer.run({ until }), createFromAll(problem).run({ until })];
      expect([result.status, fromAll.status]).toEqual(["converged", "converged"]);
      work.part += result.operations;
      work.all += fromAll.operations;
    }
    expect(work.part).toBeLessThan(0.6 * work.all);
  });

  test.each([
    {},
    { outputs: 3, weights: true },
    { activation: "gelu" as const, more: { curvature: "full" } as const },
    { activation: "sin" as const, more: { method: "gauss-newton" } as const },
    { outputs: 2, more: { corrections: 0 } },
  ])("lower the loss of all samples, which is what the record tells: %j", ({ more, ...sizes }: { more?: TrainerOptions }) => {
    const problem = smooth(sizes);
    const trainer = create(problem, more);
    let before = loss(problem.network, problem.data);
    for (let k = 0; k < 8; k++) {
      const record = trainer.step();
      expect(record.loss).toBeLessThan(before);
      const here = trainer.network();
      expect(Math.abs(loss(here, problem.data) - record.loss)).toBeLessThan(ROUNDINGS * record.loss);
      const norm = Math.hypot(...gradient(here, problem.data));
      expect(Math.abs(norm - record.gradientNorm)).toBeLessThan(ROUNDINGS * norm);
      before = record.loss;
    }
  });

  test("go on, once stopped and resumed, to the bits of a run that was not", () => {
    const problem = smooth();
    const trainer = create(problem);
    trainer.run({ maxSteps: 4 });
    const resumed = resumeTrainer(structuredClone(trainer.state()), problem.data);
    const next = (each: typeof trainer) => each.run({ maxSteps: 5 }).history.map((record) => record.loss);
    const expected = next(trainer);
    expect(next(resumed)).toEqual(expected);
    expect(next(createTrainer(problem.network, problem.data, options))).not.toEqual(expected);
  });
});

test("where the samples are mostly noise the parts grow until steps are computed from all, down to the same floor", () => {
  const problem = randomProblem({ width: 25, inputs: 2, outputs: 1, samples: SAMPLES });
  const [trainer, fromAll] = [create(problem), createFromAll(problem)];
  const run = (each: typeof trainer) => each.run({ maxSteps: 60, until: { relativeDecrease: 0 } });
  const { initialLoss, history, finalLoss } = run(trainer);
  for (const [i, record] of history.entries()) expect(record.loss).toBeLessThan(history[i - 1]?.loss ?? initialLoss);
  expect(history.some(({ attempts }) => attempts > 1)).toBe(true);
  expect(rowsOf(trainer)).toBeGreaterThan(SAMPLES / 2);
  expect(finalLoss).toBeLessThan(FLOOR * run(fromAll).finalLoss);
});

test("parts are for a subset, an adaptive gamma and samples enough", () => {
  const problem = smooth();
  expect(rowsOf(create(problem, { subset: { rows: 120, seed: 1 } }))).toBeUndefined();
  expect(rowsOf(create(problem, { regularization: 0.1 }))).toBeUndefined();
  expect(rowsOf(create(problem, { subset: undefined }))).toBeUndefined();
});

test("a part that is all samples has their loss and gradient, weights, outputs and scaling included", () => {
  const { network, data } = smooth({ outputs: 2, weights: true });
  const one = (value: number) => Float64Array.of(value, value);
  const scaled = { ...network, scaling: { xMean: one(0.2), xScale: one(1.5), yMean: one(-0.3), yScale: one(2) } };
  withEngine((engine) => {
    const whole = new BoundModel(engine, scaled, checkData("test", scaled, data), 1);
    const part = whole.subset(SAMPLES);
    expect(
      part.takeSamples(
        whole,
        Int32Array.from({ length: SAMPLES }, (_, m) => m),
      ),
    ).toBe(whole.linearise());
    const gradientOf = (model: BoundModel) => {
      const out = engine.arena.f64(model.parameters);
      model.gradient(out);
      return engine.take(out, model.parameters);
    };
    expect(gradientOf(part)).toEqual(gradientOf(whole));
  });
});
