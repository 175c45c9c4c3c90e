import { checkChoice, checkInteger, checkNumber, checkOptions } from "../core/checks.js";
import { createRandom } from "../random/createRandom.js";
import { type Activation, checkShape, type Network } from "./network.js";

/** The laws a new network's parameters are drawn from. */
export interface InitialLaws {
  /** Standard deviation of the input weights, 1 unless given. High frequencies in the data want a larger one. */
  inputScale?: number;
  /** Standard deviation of the biases, 1 unless given. */
  biasScale?: number;
  /** Output weights: "uniform" on [-1, 1), the default, or "normal" with variance 1. */
  output?: "uniform" | "normal";
}

export interface NetworkOptions {
  /** Columns of x. */
  inputs: number;
  /** Hidden units. */
  width: number;
  /** Columns of y, 1 unless given. */
  outputs?: number;
  activation?: Activation;
  /** The outputs are scaled by width^-beta; 1/2 < beta < 1, 0.52 unless given. */
  beta?: number;
  /** Admits any finite beta: 1/2 and 1, the ends of the theory's range, are studied too. */
  allowAnyBeta?: boolean;
  seed?: number;
  init?: InitialLaws;
}

/** Normal deviates of a larger scale may overflow. */
export const MAX_SCALE = 1e307;
const OPTIONS = ["inputs", "width", "outputs", "activation", "beta", "allowAnyBeta", "seed", "init"] as const;

/**
 * A new network with one hidden layer, its parameters drawn independently from one seeded stream in the order W, b, C:
 *
 *   f_k(x) = width^-beta * sum_i C[k, i] * sigma(W[i, :] . x + b[i])
 *   W ~ N(0, inputScale^2),  b ~ N(0, biasScale^2),  C ~ U(-1, 1) or N(0, 1)
 *
 * Defaults outputs = 1, activation = "tanh", beta = 0.52, seed = 0, both scales 1, uniform C: the laws of the published experiment
 * Source   Riedl, Spiliopoulos & Sirignano, arXiv:2605.08352
 * Cost     width * (inputs + 1 + outputs) draws; the same seed gives the same bits everywhere
 *
 * @throws {TypeError} an option of the wrong kind or an unknown one
 * @throws {RangeError} a count below 1; more than 2^29 parameters; a scale that is not above 0; beta outside (1/2, 1) without `allowAnyBeta`
 *
 * @example
 * ```ts
 * import { createNetwork } from "nntk";
 * const network = createNetwork({ inputs: 1, width: 1000, seed: 7 });
 * network.W.length; // => 1000
 * network.beta; // => 0.52
 * ```
 */
export function createNetwork(options: NetworkOptions): Network {
  const where = "createNetwork";
  checkOptions(where, "options", options, OPTIONS);
  const { inputs, width, outputs = 1, activation = "tanh", beta = 0.52, allowAnyBeta, seed = 0, init = {} } = options;
  checkShape(where, "", { inputs, width, outputs, activation, beta, allowAnyBeta });
  checkInteger(where, "seed", seed);
  const { inputScale = 1, biasScale = 1, output = "uniform" } = checkOptions(where, "init", init, ["inputScale", "biasScale", "output"]);
  checkNumber(where, "init.inputScale", inputScale, { low: 0, high: MAX_SCALE, exclusive: true });
  checkNumber(where, "init.biasScale", biasScale, { low: 0, high: MAX_SCALE });
  checkChoice(where, "init.output", output, ["uniform", "normal"]);

  const random = createRandom(seed);
  const W = random.normal(width * inputs, 0, inputScale);
  const b = random.normal(width, 0, biasScale);
  const C = output === "uniform" ? random.uniform(outputs * width, -1, 1) : random.normal(outputs * width);
  const network: Network = { inputs, width, outputs, activation, beta, W, b, C };
  if (allowAnyBeta !== undefined) network.allowAnyBeta = allowAnyBeta;
  return network;
}
