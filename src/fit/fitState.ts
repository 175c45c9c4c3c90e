import { checkArrayLike, checkInteger, checkNumber, isRecord, wrongKind } from "../core/checks.js";
import { checkNetwork, type Network } from "../model/network.js";
import type { StepRecord } from "../train/records.js";
import { checkFigures, FIGURES, type TrainerState } from "../train/state.js";
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
  /** The loss on them of the tangent ridge mean, where that may take the network's place. */
  ridge?: number;
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

const HELD_OUT = ["share", "patience", "loss", "step"];

/** Throws unless the value is a state of `fit` with its parts in place; what belongs to the trainer is for `resumeTrainer` to check. */
export function checkFitState(where: string, value: unknown): FitState {
  const name = "resume.fit";
  if (!isRecord(value) || !isRecord(value.fit)) wrongKind(where, "resume", "a state of fit, as onStep hands it out", value);
  const { seed, choice, start, history, heldOut } = value.fit;
  checkInteger(where, `${name}.seed`, seed);
  checkArrayLike(where, `${name}.choice.tried`, checkFigures(where, `${name}.choice`, choice, []).tried);
  Array.from(checkArrayLike(where, `${name}.history`, history), (entry, i) => checkFigures(where, `${name}.history[${i}]`, entry, FIGURES));
  checkNetwork(where, start);
  if (heldOut !== undefined) {
    const { best, ridge } = checkFigures(where, `${name}.heldOut`, heldOut, HELD_OUT);
    checkNetwork(where, best);
    if (ridge !== undefined) checkNumber(where, `${name}.heldOut.ridge`, ridge);
  }
  return value as unknown as FitState;
}
