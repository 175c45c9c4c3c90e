import type { Matrix } from "../core/matrix.js";
import { safeScale } from "../linalg/powerOfTwo.js";
import { checkData, type Data } from "../model/data.js";
import type { Network } from "../model/network.js";
import { predict } from "../model/predict.js";
import { ADAPTIVE } from "../train/adaptiveDamping.js";
import { createTrainer } from "../train/createTrainer.js";
import type { TrainResult } from "../train/records.js";
import { resumeTrainer } from "../train/resumeTrainer.js";
import type { Regularization } from "../train/trainerOptions.js";
import { type Choice, choose, draw } from "./choose.js";
import { type CheckedFitOptions, checkFitOptions, type FitOptions, VALIDATION } from "./fitOptions.js";
import type { FitRecord, FitState } from "./fitState.js";
import { holdOut, type Samples } from "./holdOut.js";
import { standardize } from "./standardize.js";
import { type Fitting, train, type ValidationResult, watch } from "./training.js";
import { warningsOf } from "./warnings.js";

export interface FitResult extends TrainResult {
  history: FitRecord[];
  /** Root of the mean square error over all samples and outputs, in the user's units; weights regarded. */
  rmse: number;
  /** The network that training began with: what `tangentBands` are taken at. */
  start: Network;
  /** What was chosen for the user, what was tried, and why. */
  choice: Choice;
  /** Present where samples were held out. */
  validation?: ValidationResult;
  /** What ought to be known of this fit, as sentences. */
  warnings: string[];
}

/** The noise estimate, in deviations of the targets, above which data look noisy; and the fewest samples that some are held out of. */
const NOISY = 0.005;
const FEWEST = 30;

/**
 * A network fitted to data: standardizes, chooses width, activation and input scale where they are left open, trains by Newton's method,
 * and stops for a reason.
 *
 *   minimises 1/(2M) sum_m |f(x_m) - y_m|^2 in standardized units; `predict(result.network, x)` is in the user's
 *
 * The choice is by generalized cross-validation of the first linearised solve: of each candidate - tanh with input scales 1, 3, 10, ... and
 * sine units with 3, 10, ... up to what the samples can resolve, at width 300; the best two at 100 and 1000 - a network is drawn and its
 * tangent ridge regression scored. The plainest candidate within 10 % of the best error, or with one below 1e-3, wins.
 *
 * Noisy data are overfitted fast. So a fifth of the samples is held out where the noise estimate of that solve is above 0.5 % of the
 * targets' deviation (or where `validation` asks for it), training ends after 5 steps without a smaller held-out loss, with status
 * "stagnated", the best network is kept, and two closing steps over all samples are taken from it - unless the ridge mean of the linearised
 * solve, what `tangentBands` are centred on, was as good on the samples held out: then the network is trained to that mean over all samples,
 * and the status is "stagnated" even where the training samples had been met. `finalLoss` is over all samples. On
 * smooth noisy functions that takes a quarter to a half off the error to the truth (test/fit/ridgeMean.test.ts); of steps, where the network
 * wins, the error stays.
 *
 * A fit that was interrupted goes on, to the same bits, from a state that `onStep` handed out: `fit(data, { resume: state })`.
 *
 * Shapes   data.x: M x inputs, data.y: M x outputs (flat lists are one column), weights: M
 * Source   RSS arXiv:2605.08352 for network and step; Golub, Heath & Wahba 1979 for the choice
 * Cost     up to about 20 decompositions of order min(M, 512), then up to `maxSteps` (default 200) steps of the trainer's default method
 *
 * @returns network, status, finalLoss, rmse, steps, history, choice, validation, warnings and the run's totals; never throws for numerical
 *   reasons
 * @throws {TypeError} an option or data of the wrong kind, an unknown option
 * @throws {RangeError} shapes that do not agree, entries that are not finite, options out of range
 *
 * @example
 * ```ts
 * import { fit, predict } from "nntk";
 * const x = Array.from({ length: 40 }, (_, i) => 1990 + i);
 * const y = x.map((year) => 100 + 3 * (year - 1990));
 * const result = fit({ x, y }, { seed: 7 });
 * result.status; // => "converged"
 * result.choice.activation; // => "tanh"
 * predict(result.network, [2000.5]).data; // => [131.50]
 * ```
 */
export function fit(data: Data, options: FitOptions = {}): FitResult {
  const where = "fit";
  const checked = checkFitOptions(where, options);
  const all = checkData(where, {}, data);
  const fitting = checked.resume ? reopen(checked.resume, all) : open(all, checked);
  const { start, choice } = fitting.decided;
  const { result, validation } = train(fitting, all, checked.run);
  return {
    ...result,
    rmse: rootMeanSquare(predict(result.network, all.x), all.y, all.weights),
    start,
    choice,
    ...(validation && { validation }),
    warnings: warningsOf(start, result, choice),
  };
}

/** Makes the choices, and a trainer at the beginning. */
function open(all: Samples, { fixed, beta, seed, scaled, regularization, validation, run }: CheckedFitOptions): Fitting {
  const scaling = scaled ? standardize(all.x, all.y, all.weights) : undefined;
  const wanted = validation ?? (all.x.rows >= FEWEST && run.until?.loss === undefined && VALIDATION);
  const parts = wanted && all.x.rows > 1 ? holdOut(all, wanted.share, seed) : undefined;
  const problem = { data: parts?.training ?? all, scaling, beta, seed, wantNoise: wanted !== false };
  const choice = choose(fixed, problem);

  const start = draw(choice, problem);
  const noisy = (choice.noise ?? 0) > NOISY;
  const holds = wanted && parts !== undefined && (validation || noisy);
  const trainer = createTrainer(start, holds ? parts.training : all, { regularization: regularization ?? firstDamping(choice) });
  const fitting: Fitting = { decided: { seed, choice, start }, trainer, before: [] };
  if (holds) fitting.held = watch(start, parts, wanted, noisy && regularization === undefined ? choice.ridge : undefined);
  return fitting;
}

/** The fit where a state left it. */
function reopen(state: FitState, all: Samples): Fitting {
  const { heldOut, history, ...decided } = structuredClone(state.fit);
  const parts = heldOut && holdOut(all, heldOut.share, decided.seed);
  const trainer = resumeTrainer(state, parts?.training ?? all);
  const fitting: Fitting = { decided, trainer, before: history, initialLoss: state.initialLoss };
  if (heldOut && parts) fitting.held = { samples: parts.held, state: heldOut };
  return fitting;
}

/** Training starts at the ridge that cross-validation found, where it is above the usual start. */
function firstDamping({ regularization = 0 }: Choice): Regularization | undefined {
  return regularization > ADAPTIVE.initial ? { adaptive: true, initial: regularization } : undefined;
}

/** sqrt of the mean of (f - y)^2 over samples and outputs, a sample counted by its weight. */
function rootMeanSquare(f: Matrix, y: Matrix, weights?: Float64Array): number {
  const errors = f.data.map((value, i) => value - (y.data[i] as number));
  const [unit, heaviest] = [safeScale(errors), weights ? safeScale(weights) : 1];
  let sum = 0;
  let total = 0;
  for (let i = 0; i < errors.length; i++) {
    const weight = (weights?.[Math.floor(i / y.cols)] ?? 1) / heaviest;
    const error = (errors[i] as number) / unit;
    sum += weight * error * error;
    total += weight;
  }
  return unit * Math.sqrt(sum / total);
}
