import { describe, expect, test } from "vitest";
import { type FitOptions, type FitResult, type FitState, fit, resumeTrainer } from "../../src/index.js";
import { decodeTrainer, encodeTrainer } from "../../src/io/index.js";
import { createRandom } from "../../src/random/index.js";

const M = 60;
const x = Array.from({ length: M }, (_, i) => i / (M - 1));
const e = createRandom(8).normal(M, 0, 0.2);
const smooth = { x, y: x.map((t) => Math.sin(6 * t)) };
const noisy = { x, y: x.map((t, i) => Math.sin(6 * t) + (e[i] as number)) };
const given = { width: 40, activation: "tanh", inputScale: 1, seed: 1, maxSteps: 30 } as const;

/** Everything about a fit but the time it took. */
const bits = ({ seconds: _, history, validation, ...rest }: FitResult) => ({
  ...rest,
  history: history.map(({ seconds: _, ...record }) => record),
  validation: validation && { ...validation, closing: validation.closing.map(({ seconds: _, ...record }) => record) },
});

/** The states after each step, by way of a file. */
function statesOf(data: typeof smooth, options: FitOptions): FitState[] {
  const files: Uint8Array[] = [];
  fit(data, { ...options, onStep: (_, state) => files.push(encodeTrainer(state())) });
  return files.map((file) => decodeTrainer(file) as FitState);
}

const run = { maxSteps: given.maxSteps };

describe("going on with a fit", () => {
  test.each([
    ["clean data", smooth, given],
    ["noisy data, some of them held out", noisy, given],
    ["noisy data that the ridge mean is kept of", noisy, { ...given, seed: 2 }],
    ["budgets in operations", noisy, { ...given, validation: false, until: { operations: 3e7 } }],
    ["a loss asked for", smooth, { ...given, until: { loss: 1e-6 } }],
  ] satisfies [string, typeof smooth, FitOptions][])("from any of its steps ends with the same bits: %s", (name, data, options) => {
    const whole = bits(fit(data, options));
    if (name.includes("ridge")) expect(whole.validation?.kept).toBe("ridge");
    const states = statesOf(data, options);
    expect(states.length).toBe(whole.steps);
    const { until } = options as FitOptions;
    for (const resume of states) expect(bits(fit(data, { ...run, until, resume }))).toEqual(whole);
  });

  test("takes the steps that a larger budget allows, as if it had been given at once", () => {
    const states = statesOf(smooth, { ...given, maxSteps: 4 });
    const resume = states.at(-1) as FitState;
    expect(resume.fit.history.at(-1)?.status).toBe("max_iterations");
    expect(bits(fit(smooth, { maxSteps: 9, resume }))).toEqual(bits(fit(smooth, { ...given, maxSteps: 9 })));
    expect(fit(smooth, { maxSteps: 4, resume })).toMatchObject({ status: "max_iterations", steps: 4 });
    const reached = statesOf(smooth, { ...given, until: { loss: 1e-3 } }).at(-1) as FitState;
    expect(bits(fit(smooth, { ...run, until: { loss: 1e-6 }, resume: reached }))).toEqual(
      bits(fit(smooth, { ...given, until: { loss: 1e-6 } })),
    );
  });

  test("leaves the state as it was, and the trainer's part of it to resumeTrainer", () => {
    const resume = statesOf(smooth, { ...given, maxSteps: 3 }).at(-1) as FitState;
    const copy = structuredClone(resume);
    fit(smooth, { ...run, resume });
    expect(resume).toEqual(copy);
    expect(resumeTrainer(resume, smooth).step().step).toBe(4);
  });

  test("refuses other data, options that decide, and what is no state", () => {
    const resume = statesOf(noisy, { ...given, maxSteps: 2 }).at(-1) as FitState;
    const refuse = (options: object, data = noisy) => expect(() => fit(data, options as FitOptions));
    refuse({ resume }, smooth).toThrow(/^resumeTrainer: "data" expected the data of the state/);
    refuse({ resume, width: 40 }).toThrow('fit: "width" expected to be absent with resume, got 40');
    refuse({ resume: 1 }).toThrow(/^fit: "resume" expected a state of fit/);
    const spoil = (part: object) => ({ resume: { ...resume, fit: { ...resume.fit, ...part } } });
    refuse(spoil({ seed: -1 })).toThrow(/"resume.fit.seed"/);
    refuse(spoil({ choice: null })).toThrow(/"resume.fit.choice"/);
    refuse(spoil({ start: {} })).toThrow(/"network.inputs"/);
    refuse(spoil({ history: [{}] })).toThrow(/"resume.fit.history\[0\].step"/);
    refuse(spoil({ history: [3] })).toThrow(/"resume.fit.history\[0\]"/);
    refuse(spoil({ heldOut: { ...resume.fit.heldOut, share: "2" } })).toThrow(/"resume.fit.heldOut.share"/);
    refuse(spoil({ heldOut: { ...resume.fit.heldOut, best: 2 } })).toThrow(/"network"/);
    refuse(spoil({ heldOut: { ...resume.fit.heldOut, ridge: "2" } })).toThrow(/"resume.fit.heldOut.ridge"/);
  });
});
