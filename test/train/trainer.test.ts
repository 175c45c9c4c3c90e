import { describe, expect, test } from "vitest";
import { loss, predict } from "../../src/index.js";
import { joinParameters } from "../../src/model/network.js";
import { createTrainer } from "../../src/train/createTrainer.js";
import type { StepRecord } from "../../src/train/records.js";
import { resumeTrainer } from "../../src/train/resumeTrainer.js";
import type { Trainer } from "../../src/train/trainer.js";
import type { TrainerOptions } from "../../src/train/trainerOptions.js";
import { smallProblem } from "./problems.js";

const { network, data } = smallProblem();

const METHODS: [string, TrainerOptions][] = [
  ["gradient descent", { method: "gradient-descent", learningRate: 0.5 }],
  ["Adam", { method: "adam" }],
  ["published Newton", { method: "newton", solver: "cg", regularization: { adaptive: "published" } }],
  ["published Gauss-Newton", { method: "gauss-newton", solver: "cg", regularization: { adaptive: "published", initial: 1e-2 } }],
  ["Gauss-Newton with fixed gamma", { method: "gauss-newton", solver: "cg", regularization: 0.1, stepSize: 0.7 }],
  ["structured Newton", {}],
  ["structured Newton with polish", { polish: true }],
  ["Newton with width-scaled gamma", { method: "newton", solver: "cg", regularization: { scaling: "width", gamma: 3 } }],
];

const theta = (trainer: Trainer) => joinParameters(trainer.network());
const untimed = (records: readonly StepRecord[]) => records.map(({ seconds: _, ...rest }) => rest);

describe.each(METHODS)("%s", (_, options) => {
  const forever = { until: { loss: 0 } };

  test("stopped, saved, cloned and resumed goes on to the bits of a run that was not", () => {
    const whole = createTrainer(network, data, options);
    const wholeRun = whole.run({ maxSteps: 30, ...forever });
    const first = createTrainer(network, data, options);
    const firstRun = first.run({ maxSteps: 13, ...forever });
    const second = resumeTrainer(structuredClone(first.state()), data);
    const secondRun = second.run({ maxSteps: 17, ...forever });
    expect(theta(second)).toEqual(theta(whole));
    expect(second.state().memory).toEqual(whole.state().memory);
    const parts = untimed([...firstRun.history, ...secondRun.history]).map(({ status: _, ...rest }) => rest);
    expect(parts).toEqual(untimed(wholeRun.history).map(({ status: _, ...rest }) => rest));
  });

  test("takes the same steps one by one, in a run and in turns", async () => {
    const run = createTrainer(network, data, options);
    const records = run.run({ maxSteps: 12, ...forever }).history;
    const single = createTrainer(network, data, options);
    for (const record of records) expect(single.step().loss).toBe(record.loss);
    const turns = createTrainer(network, data, options);
    const yielded: StepRecord[] = [];
    for await (const record of turns.iterate({ maxSteps: 12, ...forever, yieldEvery: 5 })) yielded.push(record);
    expect(untimed(yielded)).toEqual(untimed(records));
    expect(theta(single)).toEqual(theta(run));
    expect(theta(turns)).toEqual(theta(run));
  });

  test("reports the loss and the gradient of the network it hands out", () => {
    const trainer = createTrainer(network, data, options);
    const { history, finalLoss, network: trained, steps } = trainer.run({ maxSteps: 5, ...forever });
    expect(steps).toBe(5);
    expect(finalLoss).toBe(history.at(-1)?.loss);
    expect(loss(trained, data)).toBe(finalLoss);
    expect(history.map((record) => record.step)).toEqual([1, 2, 3, 4, 5]);
    expect(history.map((record) => record.status)).toEqual([undefined, undefined, undefined, undefined, "max_iterations"]);
    for (const record of history) {
      expect(record.operations).toBeGreaterThan(0);
      expect(record.stepNorm > 0).toBe(record.accepted);
    }
  });
});

test("gamma scaled by the width is gamma N^(1 - 2 beta), and stays fixed", () => {
  const how = { method: "gauss-newton", solver: "cg", regularization: { scaling: "width", gamma: 3 } } as const;
  const { history } = createTrainer(network, data, how).run({ maxSteps: 3 });
  const expected = 3 * network.width ** (1 - 2 * network.beta);
  for (const { gamma } of history) expect(Math.abs(gamma / expected - 1)).toBeLessThan(4 * Number.EPSILON);
});

describe("a trainer in turns", () => {
  const start = () => createTrainer(network, data, { method: "adam" });
  const reference = (steps: number) => theta(run(steps));
  const run = (steps: number) => {
    const trainer = start();
    trainer.run({ maxSteps: steps });
    return trainer;
  };

  test("that is left in the middle stays at the last step handed out", async () => {
    const trainer = start();
    let seen = 0;
    for await (const _ of trainer.iterate({ maxSteps: 40, yieldEvery: 16 })) if (++seen === 21) break;
    expect(trainer.state().step).toBe(21);
    expect(theta(trainer)).toEqual(reference(21));
  });

  test("shows, whenever it is looked at, the network of the step last handed out, and goes on from there", async () => {
    const trainer = start();
    const thetas: Float64Array[] = [];
    for await (const record of trainer.iterate({ maxSteps: 25, yieldEvery: 8 })) if (record.step % 5 === 0) thetas.push(theta(trainer));
    expect(thetas).toEqual([5, 10, 15, 20, 25].map(reference));
    expect(theta(trainer)).toEqual(reference(25));
  });

  test("lets timers and other tasks have their turn", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    let ended = false;
    const end = setTimeout(() => {
      ended = true;
    }, 30);
    for await (const _ of start().iterate({ maxSteps: 1e6, yieldEvery: 4 })) if (ended) break;
    clearInterval(timer);
    clearTimeout(end);
    expect(ended).toBe(true);
    expect(ticks).toBeGreaterThan(0);
  });

  test("ends as aborted when the signal fires between two turns", async () => {
    const controller = new AbortController();
    const trainer = start();
    const turns = trainer.iterate({ maxSteps: 1e6, yieldEvery: 4, signal: controller.signal });
    let next = await turns.next();
    for (; !next.done; next = await turns.next()) if (next.value.step === 10) controller.abort();
    expect(next.value).toMatchObject({ status: "aborted", steps: 10 });
    expect(theta(trainer)).toEqual(reference(10));
  });

  test("may be stepped from the loop that reads it", async () => {
    const trainer = start();
    for await (const record of trainer.iterate({ maxSteps: 6 })) if (record.step === 3) trainer.step();
    expect(trainer.state().step).toBe(7);
    expect(theta(trainer)).toEqual(reference(7));
  });

  test("returns what a run returns", async () => {
    const turns = start().iterate({ maxSteps: 6 });
    let next = await turns.next();
    while (!next.done) next = await turns.next();
    expect(next.value).toMatchObject({ status: "max_iterations", steps: 6, finalLoss: run(6).run({ maxSteps: 0 }).finalLoss });
  });
});

describe("a callback", () => {
  const start = () => createTrainer(network, data, { method: "adam" });

  test("may call the library and look at its trainer", () => {
    const trainer = start();
    const losses: number[] = [];
    const { history } = trainer.run({
      maxSteps: 4,
      onStep: () => {
        losses.push(loss(trainer.network(), data));
        predict(trainer.network(), data.x);
        createTrainer(trainer.network(), data, { method: "adam" }).run({ maxSteps: 3 });
        expect(trainer.state().step).toBe(losses.length);
      },
    });
    expect(losses).toEqual(history.map((record) => record.loss));
  });

  test("that throws ends the run with its own error, and the trainer stands at the step it was told of", () => {
    const trainer = start();
    const boom = new Error("boom");
    const run = () =>
      trainer.run({
        maxSteps: 10,
        onStep: ({ step }) => {
          if (step === 4) throw boom;
        },
      });
    expect(run).toThrow(boom);
    const same = start();
    same.run({ maxSteps: 4 });
    expect(theta(trainer)).toEqual(theta(same));
    expect(trainer.step().step).toBe(5);
  });

  test("may not step its own trainer", () => {
    const trainer = start();
    expect(() => trainer.run({ onStep: () => void trainer.step() })).toThrow('trainer.step: "trainer" expected to be idle');
    expect(trainer.step().step).toBe(2);
  });

  test("may abort", () => {
    const controller = new AbortController();
    const { status, history } = start().run({ signal: controller.signal, onStep: ({ step }) => step === 3 && controller.abort() });
    expect(status).toBe("aborted");
    expect(history.map((record) => record.status)).toEqual([undefined, undefined, "aborted"]);
  });
});

describe("a run ends", () => {
  const start = (options: TrainerOptions = { method: "adam" }) => createTrainer(network, data, options);

  test("at a loss asked for", () => {
    const target = start().run({ maxSteps: 10 }).finalLoss;
    expect(start().run({ until: { loss: target } })).toMatchObject({ status: "converged", steps: 10 });
  });

  test("at once where the loss is there already, with no record", () => {
    expect(start().run({ until: { loss: 1e9 } })).toMatchObject({ status: "converged", steps: 0, history: [] });
  });

  test("at a gradient's norm asked for", () => {
    const { history } = start().run({ maxSteps: 10 });
    const goal = (history[6] as StepRecord).gradientNorm;
    expect(
      start()
        .run({ until: { gradientNorm: goal } })
        .history.at(-1)?.gradientNorm,
    ).toBeLessThanOrEqual(goal);
  });

  test("by a budget of operations, after the step that spends it, the same on every machine", () => {
    const one = start().step().operations;
    expect(start().run({ until: { operations: 3.5 * one } })).toMatchObject({ status: "budget", steps: 4, operations: 4 * one });
  });

  test("by a budget of milliseconds", () => {
    expect(start().run({ maxSteps: 1e9, until: { milliseconds: 5 } }).status).toBe("budget");
  });

  test("as stagnated where the loss hardly falls over 20 steps", () => {
    const { status, steps } = start({ method: "gradient-descent", learningRate: 1e-6 }).run({ until: { relativeDecrease: 1e-4 } });
    expect({ status, steps }).toEqual({ status: "stagnated", steps: 20 });
  });

  test("as nonfinite, at the last finite step, where a step overflows", () => {
    const trainer = start({ method: "gradient-descent", learningRate: 1e308 });
    const { status, steps, finalLoss, initialLoss } = trainer.run();
    expect({ status, steps, finalLoss }).toEqual({ status: "nonfinite", steps: 1, finalLoss: initialLoss });
    expect(theta(trainer)).toEqual(joinParameters(network));
  });

  test("as nonfinite where the loss at the start overflows", () => {
    const huge = { ...data, y: { ...data.y, data: data.y.data.map((value) => 1e200 * value) } };
    expect(createTrainer(network, huge, { method: "adam" }).run()).toMatchObject({ status: "nonfinite", steps: 0 });
  });

  test("as negative_curvature where CG with a fixed gamma meets it", () => {
    const trainer = start({ method: "newton", solver: "cg", regularization: 0 });
    const { status, history } = trainer.run();
    expect(status).toBe("negative_curvature");
    expect(history.at(-1)).toMatchObject({ accepted: false, status });
    expect(trainer.step()).toEqual(history.at(-1));
    expect(trainer.run()).toMatchObject({ status, steps: 0 });
  });

  test("as stagnated at once where no unit is alive, for there is no step", () => {
    const dead = { ...network, activation: "relu" as const, b: network.b.map(() => -100) };
    const trainer = createTrainer(dead, data);
    expect(trainer.run()).toMatchObject({ status: "stagnated", steps: 1, history: [{ accepted: false, step: 0 }] });
    expect(trainer.step().status).toBe("stagnated");
  });

  test("as converged where rounding is reached, whatever was asked", () => {
    const target = { x: data.x, y: predict(network, data.x) };
    const trainer = createTrainer(network, target, { method: "adam" });
    expect(trainer.step()).toMatchObject({ step: 0, accepted: false, status: "converged" });
    expect(trainer.run({ until: { loss: 0 } })).toMatchObject({ status: "converged", steps: 0 });
  });
});

describe("a state", () => {
  const trainer = createTrainer(network, data, { method: "adam" });
  trainer.run({ maxSteps: 3 });
  const state = trainer.state();

  test("is the caller's own", () => {
    const before = theta(trainer);
    state.network.W.fill(0);
    trainer.state().memory.vectors.mean?.fill(7);
    expect(theta(trainer)).toEqual(before);
    expect(trainer.state().memory.vectors.mean).not.toContain(7);
  });

  test("is refused with other data, by another build, and when it is damaged", () => {
    const whole = trainer.state();
    const moved = { ...data, y: { ...data.y, data: data.y.data.map((value, i) => (i === 4 ? value + 1e-15 : value)) } };
    expect(() => resumeTrainer(whole, moved)).toThrow('resumeTrainer: "data" expected the data of the state');
    expect(() => resumeTrainer(whole, { x: data.x, y: data.y })).toThrow("the data of the state");
    expect(() => resumeTrainer({ ...whole, stamp: "0.0.9-0123456789abcdef" }, data)).toThrow('"state.stamp" expected');
    expect(() => resumeTrainer({ ...whole, format: "other" as "nntk-trainer" }, data)).toThrow("a state made by trainer.state()");
    expect(() => resumeTrainer(undefined as never, data)).toThrow(TypeError);
    const lost = { ...whole, memory: { ...whole.memory, vectors: {} } };
    expect(() => resumeTrainer(lost, data)).toThrow('"state.memory.vectors" expected the keys {mean, square}');
    const short = { ...whole, memory: { ...whole.memory, vectors: { ...whole.memory.vectors, mean: new Float64Array(3) } } };
    expect(() => resumeTrainer(short, data)).toThrow('"state.memory.vectors.mean" expected length');
    expect(() => resumeTrainer({ ...whole, step: -1 }, data)).toThrow('"state.step"');
  });

  test("does not change with what the caller does to the data or the network later", () => {
    const own = smallProblem();
    const one = createTrainer(own.network, own.data, { method: "adam" });
    own.network.W.fill(9);
    own.data.y.data.fill(9);
    one.run({ maxSteps: 3 });
    expect(theta(one)).toEqual(theta(trainer));
  });
});
