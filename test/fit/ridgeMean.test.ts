import { describe, expect, test } from "vitest";
import { tangentRidge } from "../../src/fit/tangentRidge.js";
import { type Data, type FitOptions, type FitResult, fit, predict, tangentBands } from "../../src/index.js";
import { createRandom } from "../../src/random/index.js";

type Truth = (...x: number[]) => number;

/** Samples of a function in the unit cube with noise, and points to look at it elsewhere. */
function samplesOf(f: Truth, inputs: number, rows: number, deviation: number, seed: number) {
  const random = createRandom(seed);
  const points = (n: number) => {
    const u = random.uniform(n * inputs);
    return Array.from({ length: n }, (_, i) => Array.from(u.slice(i * inputs, (i + 1) * inputs)));
  };
  const x = points(rows);
  const e = random.normal(rows, 0, deviation);
  return { data: { x, y: x.map((point, i) => f(...point) + (e[i] as number)) }, elsewhere: points(300) };
}

const rootMeanSquare = (values: ArrayLike<number>) => Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0) / values.length);

/** How far a fit is from the truth. */
function errorOf(f: Truth, { network }: FitResult, points: number[][]): number {
  const y = predict(network, points).data;
  return rootMeanSquare(points.map((point, i) => (y[i] as number) - f(...point)));
}

const sine: Truth = (t = 0) => Math.sin(6 * t);
const hill: Truth = (a = 0, b = 0) => Math.sin(5 * a) * b + a * a;
const step: Truth = (t = 0) => (t < 0.47 ? 0 : 1);
/** The usual start of an adaptive gamma: one that was asked for leaves the ridge out of account. */
const without: FitOptions = { regularization: { adaptive: true, initial: 1e-5 } };

describe("the tangent ridge mean", () => {
  test.each<[string, FitOptions, Partial<Data>]>([
    ["of one output", {}, {}],
    ["weighted", {}, { weights: Array.from({ length: 60 }, (_, i) => 1 + (i % 5)) }],
    ["not standardized", { standardize: false }, {}],
  ])("is that of the bands: %s", (_, options, more) => {
    const { data, elsewhere } = samplesOf((t = 0) => 3 + 2 * sine(t), 1, 60, 0.3, 4);
    const all = { ...data, ...more };
    const { start, choice } = fit(all, { ...options, width: 100, activation: "tanh", inputScale: 1, maxSteps: 0, validation: false });
    const { mean } = tangentBands(start, all, elsewhere);
    // the ridge of all samples that the bands take, found by cross-validation of all of them
    expect(choice.ridge).toBeUndefined();
    const samples = { x: matrix(data.x), y: matrix(data.y.map((v) => [v])), weights: more.weights as Float64Array | undefined };
    const { choice: full } = fit(all, { ...options, width: 100, activation: "tanh", maxSteps: 0, validation: false });
    const ridge = full.tried.find(({ inputScale }) => inputScale === 1)?.ridge as number;
    const added = tangentRidge(start, samples, ridge)?.(matrix(elsewhere)) as Float64Array;
    const before = predict(start, elsewhere).data;
    expect(rootMeanSquare(mean.data.map((v, i) => v - (before[i] as number) - (added[i] as number)))).toBeLessThan(1e-6);
    expect(rootMeanSquare(added)).toBeGreaterThan(0.5);
  });

  test.each<[string, Truth, number, number, number, number]>([
    ["a sine", sine, 1, 100, 0.05, 0.8],
    ["a sine in heavy noise", sine, 1, 150, 0.5, 0.85],
    ["a function of two inputs", hill, 2, 150, 0.1, 0.7],
  ])("brings a fit nearer to the truth: %s", (_, f, inputs, rows, deviation, share) => {
    let [logs, kept] = [0, 0];
    for (let seed = 0; seed < 8; seed++) {
      const { data, elsewhere } = samplesOf(f, inputs, rows, deviation, 50 + seed);
      const fixed = { activation: "tanh", inputScale: 1, width: 100, seed } as const;
      const [result, control] = [fit(data, fixed), fit(data, { ...fixed, ...without })];
      expect(control.validation).toMatchObject({ kept: "network" });
      expect(control.validation?.ridge).toBeUndefined();
      logs += Math.log(errorOf(f, result, elsewhere) / errorOf(f, control, elsewhere)) / 8;
      if (result.validation?.kept === "ridge") kept++;
    }
    expect(kept).toBeGreaterThanOrEqual(4);
    expect(Math.exp(logs)).toBeLessThan(share);
  });

  test("is what the network says, between the samples too, where it was kept", () => {
    const { data, elsewhere } = samplesOf(sine, 1, 150, 0.3, 3);
    const { network, start, status, validation, choice } = fit(data, { activation: "tanh", inputScale: 1, width: 200 });
    expect(status).toBe("stagnated");
    expect(validation?.kept).toBe("ridge");
    expect(validation?.loss).toBeGreaterThan((1 - 0.5 / Math.sqrt(30)) * (validation?.ridge as number));
    const { mean } = tangentBands(start, data, elsewhere);
    const between = rootMeanSquare(predict(network, elsewhere).data.map((v, i) => v - (mean.data[i] as number)));
    const noise = (choice.noise as number) * (start.scaling?.yScale[0] as number);
    expect(noise).toBeGreaterThan(0.2);
    // the bands' ridge is that of all samples, the fit's that of four fifths
    expect(between).toBeLessThan(0.2 * noise);
  });

  test("is not kept where the network does better on the samples held out: a step", () => {
    let ratio = 0;
    for (let seed = 0; seed < 4; seed++) {
      const { data, elsewhere } = samplesOf(step, 1, 300, 0.1, 80 + seed);
      const result = fit(data, { activation: "tanh", inputScale: 3, width: 200, seed });
      const { kept, loss, ridge, rows, closing } = result.validation as NonNullable<FitResult["validation"]>;
      expect(kept === "network").toBe(loss < (1 - 0.5 / Math.sqrt(rows)) * (ridge as number));
      if (kept === "network") {
        expect(closing).toHaveLength(2);
        expect(result.network).toEqual(fit(data, { activation: "tanh", inputScale: 3, width: 200, seed, ...again(result) }).network);
      }
      ratio +=
        errorOf(step, result, elsewhere) /
        errorOf(step, fit(data, { width: 200, seed, activation: "tanh", inputScale: 3, ...without }), elsewhere);
    }
    expect(ratio / 4).toBeLessThan(1.05);
  });

  test("takes the place of a network that has met every sample it was trained on, and the status says so", () => {
    const f: Truth = (a = 0, b = 0, c = 0, d = 0, e = 0) => 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
    const { data, elsewhere } = samplesOf(f, 5, 150, 1, 1);
    const { validation, ...result } = fit(data, { activation: "tanh", inputScale: 1, width: 100 });
    expect(result.history.at(-1)?.status).toBe("converged");
    expect(validation).toMatchObject({ kept: "ridge", stopped: false });
    expect(result.status).toBe("stagnated");
    expect(errorOf(f, { ...result, validation }, elsewhere)).toBeLessThan(
      errorOf(f, fit(data, { activation: "tanh", inputScale: 1, width: 100, ...without }), elsewhere),
    );
  });

  test("is not asked where a loss is, nor of clean data", () => {
    const { data } = samplesOf(sine, 1, 100, 0.3, 3);
    const asked = fit(data, { width: 100, validation: true, until: { loss: 0.05 } });
    expect(asked.validation?.kept).toBe("network");
    const clean = samplesOf(sine, 1, 100, 0, 3).data;
    expect(fit(clean, { width: 100, validation: true }).validation).toMatchObject({ kept: "network" });
    expect(fit(clean, { width: 100, validation: true }).validation?.ridge).toBeUndefined();
  });
});

/** The regularization that a fit had begun with. */
function again({ choice }: FitResult): FitOptions {
  return { regularization: { adaptive: true, initial: Math.max(1e-5, choice.regularization as number) } };
}

function matrix(rows: number[][]) {
  return { rows: rows.length, cols: rows[0]?.length as number, data: Float64Array.from(rows.flat()) };
}
