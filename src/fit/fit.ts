import { checkBoolean, checkChoice, checkInteger, checkNumber, checkOptions, misuse } from "../core/checks.js";
import { describe } from "../core/describe.js";
import { checkMatrix, type Matrix } from "../core/matrix.js";
import { createNetwork } from "../model/createNetwork.js";
import { checkData, type Data } from "../model/data.js";
import { ACTIVATIONS, type Activation, checkBeta } from "../model/network.js";
import { predict } from "../model/predict.js";
import { createTrainer } from "../train/createTrainer.js";
import { planOf, type Regularization } from "../train/plan.js";
import type { TrainResult } from "../train/records.js";
import { checkRunOptions, type RunOptions } from "../train/runOptions.js";
import { standardize } from "./standardize.js";

export interface FitOptions extends RunOptions {
  /** Hidden units. Default 300. */
  width?: number;
  /** Default "tanh". */
  activation?: Activation;
  /** Default 0.52. */
  beta?: number;
  /** Standard deviation of the initial input weights and biases; high frequencies in the data want a larger one. Default 1. */
  inputScale?: number;
  /** Default 0. */
  seed?: number;
  /** Whether x and y are brought to mean 0 and mean square 1 first, column by column. Default true. */
  standardize?: boolean;
  regularization?: Regularization;
}

export interface FitResult extends TrainResult {
  /** Root of the mean square error over samples and outputs, in the user's units; weights regarded. */
  rmse: number;
  /** What was chosen for the user. */
  choice: { width: number; activation: Activation; inputScale: number };
}

const KEYS = [
  "width",
  "activation",
  "beta",
  "inputScale",
  "seed",
  "standardize",
  "regularization",
  "maxSteps",
  "until",
  "signal",
  "onStep",
] as const;

/**
 * A network fitted to data: standardizes, draws a network, trains it by Newton's method, and stops for a reason.
 *
 *   minimises 1/(2M) sum_m |f(x_m) - y_m|^2 in standardized units; `predict(result.network, x)` is in the user's
 *
 * Shapes   data.x: M x inputs, data.y: M x outputs (flat lists are one column), weights: M
 * Cost     up to `maxSteps` (default 200) steps of the trainer's default method
 *
 * @returns network, status, finalLoss, rmse, steps, history, choice and the run's totals; never throws for numerical reasons
 * @throws {TypeError} an option or data of the wrong kind, an unknown option
 * @throws {RangeError} shapes that do not agree, entries that are not finite, options out of range
 *
 * @example
 * ```ts
 * import { fit, predict } from "nntk";
 * const x = Array.from({ length: 40 }, (_, i) => 1990 + i);
 * const y = x.map((year) => 100 + 3 * (year - 1990));
 * const result = fit({ x, y }, { seed: 7, until: { loss: 1e-4 } });
 * result.status; // => "converged"
 * Math.abs((predict(result.network, [2000]).data[0] ?? 0) - 130) < 2; // => true
 * ```
 */
export function fit(data: Data, options: FitOptions = {}): FitResult {
  const where = "fit";
  const { choice, beta, seed, scaled, regularization, ...run } = checkFitOptions(where, options);
  const { x, y, weights } = checkSamples(where, data);
  const { width, activation, inputScale } = choice;
  const init = { inputScale, biasScale: inputScale };
  const network = createNetwork({ inputs: x.cols, outputs: y.cols, width, activation, beta, seed, init });
  if (scaled) network.scaling = standardize(x, y, weights);
  const result = createTrainer(network, { x, y, weights }, { regularization }).run(run);
  return { ...result, rmse: rootMeanSquare(predict(result.network, x), y, weights), choice };
}

function checkFitOptions(where: string, options: FitOptions) {
  const {
    width = 300,
    activation = "tanh",
    beta = 0.52,
    inputScale = 1,
    seed = 0,
    regularization,
    ...rest
  } = checkOptions(where, "options", options, KEYS);
  const { standardize: scaled = true, maxSteps = 200, ...others } = rest;
  const choice = {
    width: checkInteger(where, "width", width, 1),
    activation: checkChoice(where, "activation", activation, ACTIVATIONS),
    inputScale: checkNumber(where, "inputScale", inputScale, { low: 0, exclusive: true }),
  };
  checkBeta(where, "beta", beta, undefined);
  checkInteger(where, "seed", seed);
  checkBoolean(where, "standardize", scaled);
  planOf(where, { width, beta }, { regularization });
  const run: RunOptions = { maxSteps, ...others };
  checkRunOptions(where, run, false);
  return { choice, beta, seed, scaled, regularization, ...run };
}

/** The samples, where there is no network yet to say how many columns they have. */
function checkSamples(where: string, data: Data) {
  const columns = (value: unknown, name: string) => checkMatrix(where, name, value, false).cols;
  if (typeof data !== "object" || data === null) misuse(TypeError, where, "data", "an object with x and y", describe(data));
  return checkData(where, { inputs: columns(data.x, "x"), outputs: columns(data.y, "y") }, data);
}

/** sqrt of the mean of (f - y)^2 over samples and outputs, a sample counted by its weight. */
function rootMeanSquare(f: Matrix, y: Matrix, weights?: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.data.length; i++) {
    const weight = weights?.[Math.floor(i / y.cols)] ?? 1;
    const error = (f.data[i] as number) - (y.data[i] as number);
    sum += weight * error * error;
    total += weight;
  }
  return Math.sqrt(sum / total);
}
