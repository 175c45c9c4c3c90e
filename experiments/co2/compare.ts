import { createTrainer, type FitResult, fit, type Network, predict } from "nntk";
import type { Series } from "./record.js";
import { seasonOf } from "./season.js";

/** How far a network is from a series, and what of the season it has missed there. */
export interface Score {
  name: string;
  network: Network;
  /** Root mean square error on the samples trained on and on the rest, ppm. */
  training: number;
  rest: number;
  /** Amplitude of the yearly wave left in the residual over all months, ppm. */
  seasonLeft: number;
}

/** The same network and data for others than `fit`: tanh units with input weights as drawn, both sides standardized. */
const PLAIN = { width: 300, activation: "tanh", inputScale: 1, validation: false } as const;

/** What `fit` makes of the record with nothing but the data. */
export function byFit(training: Series, seed = 0): FitResult {
  return fit(training, { seed });
}

/** Unscaled tanh units, trained by the same structured Newton method. */
export function byPlainTanh(training: Series, maxSteps: number): Network {
  return fit(training, { ...PLAIN, maxSteps }).network;
}

/** Unscaled tanh units, trained by Adam. */
export function byAdam(training: Series, maxSteps: number): Network {
  const start = fit(training, { ...PLAIN, maxSteps: 0 }).network;
  const trainer = createTrainer(start, training, { method: "adam", learningRate: 0.01 });
  trainer.run({ maxSteps });
  return trainer.network();
}

export function residual(network: Network, { x, y }: Series): Series {
  const f = predict(network, x).data;
  return { x, y: y.map((value, m) => value - (f[m] as number)) };
}

export function score(name: string, network: Network, training: Series, rest: Series, whole: Series): Score {
  return {
    name,
    network,
    training: rootMeanSquare(residual(network, training).y),
    rest: rootMeanSquare(residual(network, rest).y),
    seasonLeft: seasonOf(residual(network, whole)),
  };
}

function rootMeanSquare(values: number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
