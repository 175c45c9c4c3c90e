import { checkBoolean, checkChoice, checkInteger, checkNumber, checkOptions } from "../core/checks.js";
import { MAX_SCALE } from "../model/createNetwork.js";
import { ACTIVATIONS, type Activation, checkBeta } from "../model/network.js";
import { checkAbsent } from "../train/absent.js";
import { planOf } from "../train/plan.js";
import { checkRunOptions, type RunOptions } from "../train/runOptions.js";
import type { Regularization } from "../train/trainerOptions.js";
import type { Fixed } from "./candidates.js";
import { checkFitState, type FitRecord, type FitState } from "./fitState.js";
import type { ValidationOptions } from "./holdOut.js";

export interface FitOptions extends Omit<RunOptions, "onStep"> {
  /** Hidden units. Default: 300, 100 or 1000, chosen. */
  width?: number;
  /** Default: "tanh" or "sin", chosen. */
  activation?: Activation;
  /** Default 0.52. */
  beta?: number;
  /** Standard deviation of the initial input weights and biases; high frequencies in the data want a larger one. Default: chosen. */
  inputScale?: number;
  /** Draws the network, the held-out samples and, beyond 512, those that candidates are compared on. Default 0. */
  seed?: number;
  /** Whether x and y are brought to mean 0 and mean square 1 first, column by column. Default true. */
  standardize?: boolean;
  regularization?: Regularization;
  /**
   * Whether training ends by the loss of held-out samples, and keeps what was best on them: the network after some step or, of noisy data
   * and where `regularization` and `until.loss` are left open, the tangent ridge mean, to which the network is then trained. Default: where the data look
   * noisy - the noise estimate of the linearised solve is above 0.5 % of the targets' deviation -, 30 samples are there, and no
   * `until.loss` is asked for.
   */
  validation?: boolean | ValidationOptions;
  /**
   * Told of each step; may call the library. `state()` is the fit as it stands after the step, for `resume`: plain data, and a copy of the
   * training's arrays. May be called later, too, until `fit` has returned.
   */
  onStep?: (record: FitRecord, state: () => FitState) => void;
  /**
   * Goes on with a fit of the same data from a state that `onStep` handed out, to the bits of the fit that was never interrupted. Budgets
   * count from the beginning of the first call. The options that decide are the state's: only those of the run may be given beside it.
   */
  resume?: FitState;
}

const DECIDING = ["width", "activation", "beta", "inputScale", "seed", "standardize", "regularization", "validation"] as const;
// calls marked pure here and elsewhere: a bundle that does not train then drops them
const KEYS = /* @__PURE__ */ (DECIDING as readonly (keyof FitOptions)[]).concat("maxSteps", "until", "signal", "onStep", "resume");

const MAX_STEPS = 200;
/** What is held out where the data decide that something is. */
export const VALIDATION: Required<ValidationOptions> = { share: 0.2, patience: 5 };

/** Options that were understood, all defaults filled in; what is left to be chosen is absent. */
export interface CheckedFitOptions {
  fixed: Fixed;
  beta: number;
  seed: number;
  scaled: boolean;
  regularization: Regularization | undefined;
  /** Absent where the data decide. */
  validation: Required<ValidationOptions> | false | undefined;
  run: Pick<FitOptions, "maxSteps" | "until" | "signal" | "onStep">;
  resume: FitState | undefined;
}

export function checkFitOptions(where: string, options: FitOptions): CheckedFitOptions {
  const {
    width,
    activation,
    inputScale,
    beta = 0.52,
    seed = 0,
    regularization,
    validation,
    resume,
    ...rest
  } = checkOptions(where, "options", options, KEYS);
  const { standardize: scaled = true, maxSteps = MAX_STEPS, ...others } = rest;
  if (width !== undefined) checkInteger(where, "width", width, 1);
  if (activation !== undefined) checkChoice(where, "activation", activation, ACTIVATIONS);
  if (inputScale !== undefined) checkNumber(where, "inputScale", inputScale, { low: 0, high: MAX_SCALE, exclusive: true });
  checkBeta(where, "beta", beta, undefined);
  checkInteger(where, "seed", seed);
  checkBoolean(where, "standardize", scaled);
  planOf(where, { width: width ?? 1, beta }, { regularization });
  const run = { maxSteps, ...others };
  checkRunOptions(where, run as RunOptions, false);
  if (resume !== undefined) checkAbsent(where, options, DECIDING, "resume");
  return {
    fixed: { width, activation, inputScale },
    beta,
    seed,
    scaled,
    regularization,
    validation: checkValidation(where, validation),
    run,
    resume: resume === undefined ? undefined : checkFitState(where, resume),
  };
}

function checkValidation(where: string, validation: FitOptions["validation"]): CheckedFitOptions["validation"] {
  if (validation === undefined || validation === false) return validation;
  if (validation === true) return VALIDATION;
  const { share = VALIDATION.share, patience = VALIDATION.patience } = checkOptions(where, "validation", validation, ["share", "patience"]);
  checkNumber(where, "validation.share", share, { low: 0, high: 1, exclusive: true });
  checkInteger(where, "validation.patience", patience, 1);
  return { share, patience };
}
