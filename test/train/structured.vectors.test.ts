import { describe, expect, test } from "vitest";
import { makeMatrix } from "../../src/core/matrix.js";
import { createTrainer, flatten } from "../../src/index.js";
import { eigh } from "../../src/linalg/index.js";
import { goldenNetwork } from "../model/golden.js";
import { recording, relativeError, startOf } from "../model/recorded.js";
import { denseE, type Problem } from "../model/structured/twin.js";

const EPS = 2 ** -52;
/** The recorded steps come from a dense solve in float64, ours from a structured one: both are right to a few eps cond(E). */
const STEP = 20;
const steps = recording("golden_steps");

describe.each([0, 1])("from the recorded start of seed %i", (seed) => {
  const { network, data } = startOf(recording(`derivatives_N50_seed${seed}`));
  const problem: Problem = { network, data: { x: column(data.x), y: column(data.y) } };
  test.each(recording("exact_steps_N50")[`seed${seed}`] as { kind: string; gamma: number; step1: number[]; loss: number[] }[])(
    "the first $kind step with gamma $gamma is the dense one",
    ({ kind, gamma, step1, loss }) => {
      const newton = kind === "newton";
      const options = newton ? ({ method: "newton", curvature: "full" } as const) : ({ method: "gauss-newton" } as const);
      const trainer = createTrainer(network, data, { ...options, regularization: gamma });
      const before = flatten(network);
      const record = trainer.step();
      const step = flatten(trainer.network()).map((value, i) => (before[i] as number) - value);
      const sizes = eigh(denseE(problem, newton ? "full" : "gauss-newton", gamma), { vectors: false })
        .values.map(Math.abs)
        .sort();
      const condition = (sizes[sizes.length - 1] as number) / (sizes[0] as number);
      const limit = Math.max(1e-9, STEP * EPS * condition);
      expect(relativeError(step, step1) / limit, `condition ${condition}`).toBeLessThan(1);
      expect(record.accepted).toBe(true);
      expect(Math.abs(record.loss / (loss[1] as number) - 1)).toBeLessThan(Math.max(1e-8, 1e3 * limit));
    },
  );
});

describe("the network recorded in 50 digits", () => {
  const { network, data } = goldenNetwork();
  /** Recorded unit by unit as (c, w1, w2, b). */
  const ordered = (recorded: string[]) => {
    const at = (i: number, j: number) => Number(recorded[4 * i + j]);
    const units = [0, 1, 2];
    return [...units.flatMap((i) => [at(i, 1), at(i, 2)]), ...units.map((i) => at(i, 3)), ...units.map((i) => at(i, 0))];
  };
  test.each([
    ["newtonStep", { method: "newton", curvature: "full" }, 2],
    ["gaussNewtonStep", { method: "gauss-newton" }, undefined],
  ] as const)("its %s is right to 1e-13", (name, options, negative) => {
    const trainer = createTrainer(network, data, { ...options, regularization: Number(steps.gamma) });
    const before = flatten(network);
    const record = trainer.step();
    const step = flatten(trainer.network()).map((value, i) => (before[i] as number) - value);
    expect(relativeError(step, ordered(steps[name]))).toBeLessThan(1e-13);
    expect(record.negativeEigenvalues).toBe(negative);
    expect(record.form).toBe("dual");
  });
});

function column(list: unknown) {
  const values = Float64Array.from(list as number[]);
  return makeMatrix(values.length, 1, values);
}
