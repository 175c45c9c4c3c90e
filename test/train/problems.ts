import { readFileSync } from "node:fs";
import type { Data } from "../../src/model/data.js";
import type { Network } from "../../src/model/network.js";

interface RecordedRun {
  loss: number[];
}

export interface RecordedDampedRun extends RecordedRun {
  damping0: number;
  damping: number[];
  products: number[][];
  curvature: boolean[][];
  accepted: boolean[];
}

interface Recording {
  width: number;
  samples: number;
  seed: number;
  beta: number;
  W: number[];
  b: number[];
  C: number[];
  x: number[];
  y: number[];
  loss0: number;
  runs: Record<"gradientDescent1" | "gradientDescent4" | "adam1e-2" | "adam1e-3", RecordedRun> &
    Record<"newton" | "gaussNewton", RecordedDampedRun>;
}

const file = new URL("../vectors/trajectories.json", import.meta.url);

/** The recorded starts of the published experiment, with the first steps of each method from there. */
export const recordings = (JSON.parse(readFileSync(file, "utf8")) as Recording[]).map((recording) => {
  const { width, samples, seed, beta, W, b, C, x, y } = recording;
  const parameters = { W: Float64Array.from(W), b: Float64Array.from(b), C: Float64Array.from(C) };
  const network: Network = { inputs: 1, width, outputs: 1, activation: "tanh", beta, ...parameters };
  const data: Data = { x, y };
  return { title: `N = ${width}, M = ${samples}, seed ${seed}`, network, data, recording };
});

/** A small problem for tests that need any: 2 inputs, 2 outputs, weights, entries from a fixed formula. */
export function smallProblem(width = 7, samples = 9) {
  const wave = (n: number, a: number) => Float64Array.from({ length: n }, (_, i) => Math.sin(a * i + 0.3 * a) * (1 + (i % 3) / 3));
  const parameters = { W: wave(2 * width, 1.7), b: wave(width, 2.3), C: wave(2 * width, 0.9) };
  const network: Network = { inputs: 2, width, outputs: 2, activation: "tanh", beta: 0.6, ...parameters };
  const data = {
    x: { rows: samples, cols: 2, data: wave(2 * samples, 0.7) },
    y: { rows: samples, cols: 2, data: wave(2 * samples, 1.1) },
    weights: Float64Array.from({ length: samples }, (_, m) => 1 + (m % 4)),
  };
  return { network, data };
}
