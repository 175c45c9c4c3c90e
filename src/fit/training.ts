import type { CheckedData } from "../model/data.js";
import type { Network } from "../model/network.js";
import { onModel } from "../model/onModel.js";
import type { StepRecord, TrainResult } from "../train/records.js";
import type { RunOptions } from "../train/runOptions.js";
import type { Trainer } from "../train/trainer.js";
import { addWork, workOf } from "../train/work.js";
import { closeBest, trainToRidge } from "./closing.js";
import type { CheckedFitOptions } from "./fitOptions.js";
import type { FitRecord, FitState, HeldOutState } from "./fitState.js";
import type { Parts, Samples } from "./holdOut.js";
import { tangentRidge } from "./tangentRidge.js";

/** How the held-out samples ended a fit. */
export interface ValidationResult {
  /** Samples held out. */
  rows: number;
  /** Their smallest loss, in standardized units. */
  loss: number;
  /** The step after which it was reached; 0 for the network that training began with. */
  step: number;
  /** Whether training ended because it had not fallen for `patience` steps. */
  stopped: boolean;
  /** The loss on them of the tangent ridge mean, where it was weighed against the network's. */
  ridge?: number;
  /** What was brought on by all samples in the end: the network that was best, or the ridge mean, as a network trained to it. */
  kept: "network" | "ridge";
  /** The closing steps over all samples, or on the ridge mean. */
  closing: StepRecord[];
}

/**
 * By how much a network has to beat the ridge mean on m held-out samples: by this part of its loss over sqrt(m). The best of many networks
 * looks better on few samples than it is.
 */
const MARGIN = 0.5;

/** A fit whose choices are made: its trainer, and what is known beside it. */
export interface Fitting {
  decided: Pick<FitState["fit"], "seed" | "choice" | "start">;
  trainer: Trainer;
  /** Records of the steps before this call. */
  before: FitRecord[];
  /** The loss that training began with, where that was before this call. */
  initialLoss?: number;
  /** Where some samples are held out. */
  held?: { samples: Samples; state: HeldOutState };
}

type Budgets = Pick<RunOptions, "maxSteps" | "until">;

/** What training came to. */
export interface Trained {
  result: TrainResult & { history: FitRecord[] };
  validation?: ValidationResult;
}

/**
 * Trains to the end. Where samples are held out, while their loss falls: `patience` steps without a smaller one end the run as "stagnated".
 * What was held out is used in the end: from the network that was best, two closing steps are taken over all samples - on a random four
 * fifths of the CO2 record that brings the error elsewhere from 0.54 to 0.43 ppm (mean of eight), on a noisy sine by a sixth - unless the
 * tangent ridge mean did about as well on them. Then a network is trained to that mean over all samples.
 *
 * The history is that of the run. `finalLoss` is the loss of the network returned, over all samples.
 */
export function train(fitting: Fitting, all: Samples, run: CheckedFitOptions["run"]): Trained {
  const { trainer, before, held, decided } = fitting;
  const history = [...before];
  const state = (): FitState => ({
    ...trainer.state(),
    fit: structuredClone({ ...decided, history, ...(held && { heldOut: held.state }) }),
  });
  const onStep = (record: FitRecord) => {
    history.push(record);
    if (held) judge(record, history.length, trainer, held);
    run.onStep?.(record, state);
  };
  // the trainer looks at `aborted` only
  const signal = {
    get aborted() {
      return held?.state.stopped || run.signal?.aborted || false;
    },
  };
  const left = remaining(before, run);
  const ended = endOf(before, left);
  const rest = ended ? { maxSteps: 0 } : { ...left, onStep, signal };
  if (!ended) delete before.at(-1)?.status;
  const result = whole(trainer.run(rest), fitting);
  if (ended) result.status = ended;
  if (held === undefined) return { result };

  if (result.status === "aborted" && !run.signal?.aborted) {
    result.status = "stagnated";
    const last = result.history.at(-1);
    if (last) last.status = "stagnated";
  }
  const { share, patience, best, ...judged } = held.state;
  const validation: ValidationResult = { rows: held.samples.x.rows, ...judged, kept: "network", closing: [] };
  result.network = best;
  if (result.status === "stagnated" || result.status === "converged") close(result, all, fitting, validation, run);
  result.finalLoss = lossOn(result.network, all);
  return { result, validation };
}

/** The held-out samples before the first step; `ridge` is that of the tangent ridge mean, where it is to be weighed against the network. */
export function watch(
  start: Network,
  { training, held }: Parts,
  options: { share: number; patience: number },
  ridge?: number,
): Fitting["held"] {
  const state: HeldOutState = { ...options, loss: lossOn(start, held), step: 0, stopped: false, best: start };
  const added = ridge === undefined ? undefined : tangentRidge(start, training, ridge)?.(held.x);
  if (added) {
    // of the linearised network: the start's, of what the mean leaves to it
    const loss = lossOn(start, { ...held, y: { ...held.y, data: held.y.data.map((v, i) => v - (added[i] as number)) } });
    if (Number.isFinite(loss)) state.ridge = loss;
  }
  return { samples: held, state };
}

/** What the held-out samples say of the network after a step. */
function judge(record: FitRecord, steps: number, trainer: Trainer, { samples, state }: NonNullable<Fitting["held"]>): void {
  const network = trainer.network();
  record.validationLoss = lossOn(network, samples);
  if (record.validationLoss < state.loss) Object.assign(state, { best: network, loss: record.validationLoss, step: steps });
  else if (steps - state.step >= state.patience) state.stopped = true;
}

/** How the training that is resumed had ended, if more steps are not to follow: its budget may be larger now, and the loss asked lower. */
function endOf(before: FitRecord[], { maxSteps, until }: Required<Budgets>): TrainResult["status"] | undefined {
  const last = before.at(-1);
  if (last && maxSteps > 0 && (until.operations === 0 || until.milliseconds === 0)) return "budget";
  if (last?.status === undefined || ["max_iterations", "budget", "aborted"].includes(last.status)) return undefined;
  return last.status === "converged" && last.loss > (until.loss ?? Infinity) ? undefined : last.status;
}

/** What is left of the budgets after the steps taken before. */
function remaining(before: FitRecord[], { maxSteps = 0, until = {} }: Budgets): Required<Budgets> {
  const { operations, seconds } = workOf(before);
  const left = { ...until };
  if (left.operations !== undefined) left.operations = Math.max(0, left.operations - operations);
  if (left.milliseconds !== undefined) left.milliseconds = Math.max(0, left.milliseconds - 1000 * seconds);
  return { maxSteps: Math.max(0, maxSteps - before.length), until: left };
}

/** The result with the steps before this call. */
function whole(result: TrainResult, { before, initialLoss = result.initialLoss }: Fitting): Trained["result"] {
  const history: FitRecord[] = [...before, ...result.history];
  return { ...result, ...workOf(history), initialLoss, steps: history.length, history };
}

/**
 * The closing steps; their work is added to the run's. A loss that was asked for is the trained network's to reach. Where the mean is
 * kept, a loss that had fallen to nothing without the held-out samples is not what is handed out, and the status does not say so.
 */
function close(result: TrainResult, all: Samples, fitting: Fitting, validation: ValidationResult, run: Budgets): void {
  const { start, choice } = fitting.decided;
  const { options } = fitting.trainer.state();
  const { loss, step, ridge } = validation;
  const smooth = ridge !== undefined && loss >= (1 - MARGIN / Math.sqrt(validation.rows)) * ridge && run.until?.loss === undefined;
  const toRidge = smooth ? trainToRidge(start, all, options, choice) : undefined;
  if (toRidge) {
    validation.kept = "ridge";
    result.status = "stagnated";
  } else if (step === 0) return;
  const last = toRidge ?? closeBest(result.network, all, options);
  validation.closing = last.history;
  addWork(result, last);
  result.network = last.network;
}

function lossOn(network: Network, data: CheckedData): number {
  return onModel(network, data, 0, (model) => model.forward());
}
