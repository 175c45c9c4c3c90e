import { checkArrayLike, checkInteger, checkNumber, isRecord, misuse } from "../core/checks.js";
import { describe } from "../core/describe.js";
import { checkNetwork, type Network } from "../model/network.js";
import type { StepRecord } from "../train/records.js";
import type { TrainerState } from "../train/state.js";
import type { Choice } from "./choose.js";
import type { ValidationOptions } from "./holdOut.js";

/** A step's record, with the loss of the held-out samples after it where there are any. */
export interface FitRecord extends StepRecord {
  validationLoss?: number;
}

/** What the held-out samples have said so far. */
export interface HeldOutState extends Required<ValidationOptions> {
  /** The smallest loss on them, and the step after which it was reached. */
  loss: number;
  step: number;
  stopped: boolean;
  /** The network that had it. */
  best: Network;
}

/**
 * A fit under way as plain data: its trainer's state, and beside it what the fit has decided. `encodeTrainer` writes it, `decodeTrainer`
 * reads it, and `fit(data, { resume })` goes on from it bit for bit; `resumeTrainer` takes it for the trainer alone.
 */
export interface FitState extends TrainerState {
  fit: {
    seed: number;
    choice: Choice;
    start: Network;
    /** The records of all steps so far. */
    history: FitRecord[];
    heldOut?: HeldOutState;
  };
}

const FIGURES = ["step", "loss", "operations", "products", "factorizations", "seconds"] as const;

/** Throws unless the value is a state of `fit` with its parts in place; what belongs to the trainer is for `resumeTrainer` to check. */
export function checkFitState(where: string, value: unknown): FitState {
  const name = "resume";
  if (!isRecord(value) || !isRecord(value.fit)) misuse(TypeError, where, name, "a state of fit, as onStep hands it out", describe(value));
  const { seed, choice, start, history, heldOut } = value.fit;
  checkInteger(where, `${name}.fit.seed`, seed);
  if (!isRecord(choice) || !Array.isArray(choice.tried))
    misuse(TypeError, where, `${name}.fit.choice`, "the record of a choice", describe(choice));
  checkNetwork(where, start);
  for (const [i, record] of Array.from(checkArrayLike(where, `${name}.fit.history`, history) as ArrayLike<unknown>).entries()) {
    const place = `${name}.fit.history[${i}]`;
    if (!isRecord(record)) misuse(TypeError, where, place, "a step's record", describe(record));
    for (const key of FIGURES)
      if (typeof record[key] !== "number") misuse(TypeError, where, `${place}.${key}`, "a number", describe(record[key]));
  }
  if (heldOut !== undefined) checkHeldOut(where, `${name}.fit.heldOut`, heldOut);
  return value as unknown as FitState;
}

function checkHeldOut(where: string, name: string, heldOut: unknown): void {
  if (!isRecord(heldOut)) misuse(TypeError, where, name, "an object", describe(heldOut));
  checkNumber(where, `${name}.share`, heldOut.share, { low: 0, high: 1, exclusive: true });
  checkInteger(where, `${name}.patience`, heldOut.patience, 1);
  checkInteger(where, `${name}.step`, heldOut.step);
  if (typeof heldOut.loss !== "number") misuse(TypeError, where, `${name}.loss`, "a number", describe(heldOut.loss));
  checkNetwork(where, heldOut.best);
}
