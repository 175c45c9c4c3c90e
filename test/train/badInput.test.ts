import { describe, expect, test } from "vitest";
import { createTrainer } from "../../src/train/createTrainer.js";
import type { IterateOptions } from "../../src/train/runOptions.js";
import type { TrainerOptions } from "../../src/train/trainerOptions.js";
import { smallProblem } from "./problems.js";

const { network, data } = smallProblem();
const trainer = createTrainer(network, data, { method: "adam" });

/** Each option with a value it must refuse, and what the error has to say. */
const OPTIONS: [unknown, RegExp][] = [
  [null, /"options" expected an object, got null/],
  [{ methode: "adam" }, /unknown key "methode"/],
  [{ method: "sgd" }, /"method" expected one of .*got "sgd"/],
  [{ method: 3 }, /"method"/],
  [{ method: "adam", learningRate: 0 }, /"learningRate" expected a finite number above 0, got 0/],
  [{ method: "adam", learningRate: Number.NaN }, /"learningRate"/],
  [{ method: "gradient-descent", learningRate: "1" }, /"learningRate" expected a finite number above 0, got "1"/],
  [{ method: "gradient-descent", learningRate: Number.POSITIVE_INFINITY }, /"learningRate"/],
  [{ method: "gradient-descent", cg: {} }, /"cg" expected to be absent with method "gradient-descent"/],
  [{ method: "gradient-descent", adam: {} }, /"adam" expected to be absent/],
  [{ method: "adam", regularization: 1 }, /"regularization" expected to be absent with method "adam"/],
  [{ method: "adam", adam: { beta3: 1 } }, /unknown key "beta3"/],
  [{ method: "adam", adam: { beta1: 1 } }, /"adam.beta1"/],
  [{ method: "adam", adam: { beta2: -0.1 } }, /"adam.beta2"/],
  [{ method: "adam", adam: { epsilon: 0 } }, /"adam.epsilon"/],
  [{ method: "newton", solver: "lu" }, /"solver" expected one of/],
  [{ method: "newton", solver: "cg", learningRate: 1 }, /"learningRate" expected to be absent with method "newton"/],
  [{ solver: "cg", curvature: "saddle-free" }, /"curvature"/],
  [{ solver: "cg", corrections: 3 }, /"corrections"/],
  [{ solver: "cg", subset: { rows: 5, seed: 1 } }, /"subset" expected to be absent with solver "cg"/],
  [{ solver: "cg", regularization: -1 }, /"regularization" expected a finite number of at least 0, got -1/],
  [{ solver: "cg", regularization: "adaptive" }, /"regularization" expected an object/],
  [{ solver: "cg", regularization: null }, /"regularization" expected an object, got null/],
  [{ solver: "cg", regularization: { adaptive: "publisht" } }, /"regularization.adaptive"/],
  [{ solver: "cg", regularization: { adaptive: "published", initial: 0 } }, /"regularization.initial"/],
  [{ solver: "cg", regularization: { adaptive: "published", start: 1 } }, /unknown key "start"/],
  [{ solver: "cg", regularization: { scaling: "depth", gamma: 1 } }, /"regularization.scaling"/],
  [{ solver: "cg", regularization: { scaling: "width", gamma: Number.NaN } }, /"regularization.gamma"/],
  [{ solver: "cg", regularization: { scaling: "width" } }, /"regularization.gamma" expected a finite number of at least 0, got undefined/],
  [{ solver: "cg", regularization: 1, stepSize: 0 }, /"stepSize"/],
  [{ solver: "cg", regularization: { adaptive: "published" }, stepSize: 0.5 }, /"stepSize" expected to be 1/],
  [{ solver: "cg", cg: 10 }, /"cg" expected an object, got 10/],
  [{ solver: "cg", cg: { maxIteration: 10 } }, /unknown key "maxIteration"/],
  [{ solver: "cg", cg: { maxIterations: 0 } }, /"cg.maxIterations" expected an integer of at least 1, got 0/],
  [{ solver: "cg", cg: { maxIterations: 2.5 } }, /"cg.maxIterations"/],
  [{ solver: "cg", cg: { tolerance: -1 } }, /"cg.tolerance"/],
];

const RUN_OPTIONS: [unknown, RegExp][] = [
  [null, /"options" expected an object, got null/],
  [{ steps: 3 }, /unknown key "steps"/],
  [{ maxSteps: -1 }, /"maxSteps" expected an integer of at least 0, got -1/],
  [{ maxSteps: 1.5 }, /"maxSteps"/],
  [{ maxSteps: Number.POSITIVE_INFINITY }, /"maxSteps"/],
  [{ until: 1e-3 }, /"until" expected an object/],
  [{ until: { los: 1 } }, /unknown key "los"/],
  [{ until: { loss: -1 } }, /"until.loss"/],
  [{ until: { gradientNorm: Number.NaN } }, /"until.gradientNorm"/],
  [{ until: { relativeDecrease: "a" } }, /"until.relativeDecrease"/],
  [{ until: { operations: -5 } }, /"until.operations"/],
  [{ until: { milliseconds: Number.POSITIVE_INFINITY } }, /"until.milliseconds"/],
  [{ signal: {} }, /"signal" expected an AbortSignal/],
  [{ signal: null }, /"signal"/],
  [{ onStep: "log" }, /"onStep" expected a function/],
];

describe("a mistake is named before any work is done", () => {
  test.each(OPTIONS)("createTrainer with %o", (options, message) => {
    const create = () => createTrainer(network, data, options as TrainerOptions);
    expect(create).toThrow(message);
    expect(create).toThrow(/^createTrainer: "/);
  });

  test.each(RUN_OPTIONS)("trainer.run and trainer.iterate with %o", (options, message) => {
    expect(() => trainer.run(options as IterateOptions)).toThrow(message);
    expect(() => trainer.iterate(options as IterateOptions)).toThrow(message);
  });

  test("yieldEvery belongs to iterate and is at least 1", () => {
    expect(() => trainer.run({ yieldEvery: 4 } as IterateOptions)).toThrow(/unknown key "yieldEvery"/);
    expect(() => trainer.iterate({ yieldEvery: 0 })).toThrow(/^trainer.iterate: "yieldEvery" expected an integer of at least 1, got 0/);
  });

  test("networks and data are checked with the trainer's name", () => {
    const create = (n: unknown, d: unknown) => () => createTrainer(n as never, d as never);
    expect(create(null, data)).toThrow(/^createTrainer: "network"/);
    expect(create({ ...network, width: 0 }, data)).toThrow(/^createTrainer: "network.width"/);
    expect(create({ ...network, beta: 0.5 }, data)).toThrow(/^createTrainer: "network.beta"/);
    expect(create(network, undefined)).toThrow(/^createTrainer: "data"/);
    expect(create(network, { x: [], y: [] })).toThrow(/^createTrainer: "x"/);
    expect(create(network, { ...data, y: [1, 2] })).toThrow(/^createTrainer: "y"/);
    expect(create(network, { ...data, weights: [1, 2] })).toThrow(/^createTrainer: "weights"/);
    const nan = { ...data, x: { ...data.x, data: data.x.data.map((value, i) => (i === 3 ? Number.NaN : value)) } };
    expect(create(network, nan)).toThrow(/^createTrainer: "x.data\[3\]" expected a finite number, got NaN/);
  });

  test("a trainer that refused options is where it was", () => {
    expect(trainer.state().step).toBe(0);
  });
});
