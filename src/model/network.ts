import {
  checkBoolean,
  checkChoice,
  checkFinite,
  checkFloat64Array,
  checkInteger,
  checkNumber,
  checkPositive,
  checkVector,
  isRecord,
  wrongKind,
} from "../core/checks.js";

/** The unit's nonlinearity. sigmoid(z) = 1/(1+e^-z), softplus(z) = log(1+e^z), gelu(z) = z Phi(z) with the exact normal distribution. */
export type Activation = "tanh" | "erf" | "sin" | "sigmoid" | "softplus" | "gelu" | "relu";

/** The activations in the order of their codes in the routines. */
export const ACTIVATIONS: readonly Activation[] = ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu"];

/** The affine map from the user's units to the network's: x -> (x - xMean) / xScale, y -> (y - yMean) / yScale, column by column. */
export interface Scaling {
  xMean: Float64Array;
  xScale: Float64Array;
  yMean: Float64Array;
  yScale: Float64Array;
}

const SCALINGS = ["xMean", "xScale", "yMean", "yScale"] as const;

/**
 * A network with one hidden layer, as a plain record that survives `structuredClone`:
 *
 *   f_k(x) = width^-beta * sum_i C[k, i] * sigma(W[i, :] . x + b[i])             no output bias
 *
 * Shapes   W: width x inputs; b: width; C: outputs x width; all row-major
 * Source   Riedl, Spiliopoulos & Sirignano, arXiv:2605.08352, for the width scale and its exponent 1/2 < beta < 1
 *
 * `scaling`, when present, is applied first by every function that takes a network with data, so loss and derivatives are those in the
 * network's own coordinates; `predict` maps back. `allowAnyBeta` admits a beta outside (1/2, 1).
 */
export interface Network {
  inputs: number;
  width: number;
  outputs: number;
  activation: Activation;
  beta: number;
  W: Float64Array;
  b: Float64Array;
  C: Float64Array;
  scaling?: Scaling;
  allowAnyBeta?: boolean;
}

/** The end of 32-bit addresses: 4 GiB of doubles. */
const MAX_PARAMETERS = 536870912;

/** What of a network is known before its parameters are. */
type Shape = Pick<Network, "inputs" | "width" | "outputs" | "activation" | "beta" | "allowAnyBeta">;

/** The number of parameters, width * (inputs + 1 + outputs). */
export function parameterCount({ inputs, width, outputs }: Pick<Network, "inputs" | "width" | "outputs">): number {
  return width * (inputs + 1 + outputs);
}

/**
 * All parameters of a network as one vector: W (row-major), then b, then C (row-major).
 *
 * Shapes   returns width * (inputs + 1 + outputs) numbers, a copy
 *
 * @throws {TypeError} not a network  @throws {RangeError} a field of the wrong length or value
 *
 * @example
 * ```ts
 * import { createNetwork, flatten } from "nntk";
 * flatten(createNetwork({ inputs: 2, width: 50 })).length; // => 200
 * ```
 */
export function flatten(network: Network): Float64Array {
  checkNetwork("flatten", network);
  return joinParameters(network);
}

/**
 * A network of the same shape, activation, beta and scaling with other parameters: the inverse of `flatten`.
 *
 * Shapes   theta: width * (inputs + 1 + outputs), in the order W, b, C; copied
 *
 * @throws {TypeError} not a network, not a list of numbers  @throws {RangeError} the wrong length, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork, flatten, unflatten } from "nntk";
 * const network = createNetwork({ inputs: 1, width: 2 });
 * unflatten(network, [1, 2, 3, 4, 5, 6]).C; // => [5, 6]
 * ```
 */
export function unflatten(network: Network, theta: ArrayLike<number>): Network {
  checkFrame("unflatten", network);
  return splitParameters(network, checkVector("unflatten", "theta", theta, parameterCount(network), "parameters of the network"));
}

/** `flatten` without its checks. */
export function joinParameters({ W, b, C }: Network): Float64Array {
  const theta = new Float64Array(W.length + b.length + C.length);
  theta.set(W);
  theta.set(b, W.length);
  theta.set(C, W.length + b.length);
  return theta;
}

/** `unflatten` without its checks; every array of the result is its own. */
export function splitParameters(network: Network, theta: Float64Array): Network {
  const { inputs, width, outputs, activation, beta, scaling, allowAnyBeta } = network;
  const bStart = width * inputs;
  const CStart = bStart + width;
  const W = theta.slice(0, bStart);
  const b = theta.slice(bStart, CStart);
  const C = theta.slice(CStart);
  const result: Network = { inputs, width, outputs, activation, beta, W, b, C };
  if (allowAnyBeta !== undefined) result.allowAnyBeta = allowAnyBeta;
  if (scaling) result.scaling = Object.fromEntries(SCALINGS.map((name) => [name, new Float64Array(scaling[name])])) as unknown as Scaling;
  return result;
}

/** Throws unless `value` is a whole network with finite parameters; returns it. */
export function checkNetwork(where: string, value: unknown): Network {
  const network = checkFrame(where, value);
  const { inputs, width, outputs } = network;
  checkParameters(where, "network.W", network.W, width * inputs, `${width} x ${inputs}`);
  checkParameters(where, "network.b", network.b, width, "width");
  checkParameters(where, "network.C", network.C, outputs * width, `${outputs} x ${width}`);
  return network;
}

/** Throws unless `value` is a record with all of a network but its parameters, which are not looked at. */
function checkFrame(where: string, value: unknown): Network {
  if (!isRecord(value)) wrongKind(where, "network", "a network record", value);
  const network = value as unknown as Network;
  checkShape(where, "network.", network);
  if (network.scaling !== undefined) checkScaling(where, network.scaling, network);
  return network;
}

/** The counts, at least 1 and all parameters within addresses, the activation and beta of a network; `at` stands before their names in messages. */
export function checkShape(where: string, at: string, { inputs, width, outputs, activation, beta, allowAnyBeta }: Shape): void {
  checkInteger(where, `${at}inputs`, inputs, 1);
  checkInteger(where, `${at}outputs`, outputs, 1);
  checkInteger(where, `${at}width`, width, 1, Math.floor(MAX_PARAMETERS / (inputs + 1 + outputs)));
  checkChoice(where, `${at}activation`, activation, ACTIVATIONS);
  if (allowAnyBeta !== undefined) checkBoolean(where, `${at}allowAnyBeta`, allowAnyBeta);
  checkBeta(where, `${at}beta`, beta, allowAnyBeta);
}

/** A width exponent: 1/2 < beta < 1 unless any is allowed. */
export function checkBeta(where: string, name: string, beta: unknown, allowAny?: boolean): number {
  return checkNumber(where, name, beta, allowAny ? {} : { low: 0.5, high: 1, exclusive: true });
}

function checkScaling(where: string, scaling: Scaling, { inputs, outputs }: Shape): void {
  if (!isRecord(scaling)) wrongKind(where, "network.scaling", "a scaling record", scaling);
  for (const name of SCALINGS) {
    const [length, reason] = name.startsWith("x") ? [inputs, "inputs of the network"] : [outputs, "outputs of the network"];
    const values = checkParameters(where, `network.scaling.${name}`, scaling[name], length, reason);
    if (name.endsWith("Scale")) checkPositive(where, `network.scaling.${name}`, values);
  }
}

function checkParameters(where: string, name: string, value: unknown, length: number, reason: string): Float64Array {
  return checkFinite(where, name, checkFloat64Array(where, name, value, length, reason));
}
