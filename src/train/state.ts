import { checkArrayLike, checkChoice, checkInteger, isRecord, wrongKind, wrongValue } from "../core/checks.js";
import { describe } from "../core/describe.js";
import { STATUSES } from "../core/status.js";
import type { Network } from "../model/network.js";
import type { Memory } from "./memory.js";
import type { StepRecord } from "./records.js";
import { WINDOW } from "./stopping.js";
import type { TrainerOptions } from "./trainerOptions.js";

/** Where a trainer stands between borrows: plain arrays that are replaced, never written. */
export interface Position {
  readonly theta: Float64Array;
  readonly memory: Memory;
  /** Steps taken. */
  readonly step: number;
  /** The loss the trainer started from; absent before the first borrow. */
  readonly initialLoss?: number;
  /** Losses of the last steps, oldest first, as far back as the stopping rules look. */
  readonly recent: readonly number[];
  /** The record after which the trainer can go no further. */
  readonly ended?: StepRecord;
}

/** A trainer as plain data: it survives `structuredClone`, and `resumeTrainer` goes on from it bit for bit. */
export interface TrainerState {
  format: "nntk-trainer";
  /** Names the build whose bits these are. */
  stamp: string;
  /** Tells the data apart from any other. */
  digest: string;
  options: TrainerOptions;
  network: Network;
  /** The method's own numbers and vectors. */
  memory: Memory;
  step: number;
  initialLoss?: number;
  recent: number[];
  ended?: StepRecord;
}

/** Throws unless the state is one of this build's for this data. */
export function checkIdentity(where: string, state: TrainerState, stamp: string): void {
  if (typeof state !== "object" || state === null || state.format !== "nntk-trainer") {
    wrongKind(where, "state", 'a state made by trainer.state(), with format "nntk-trainer"', state);
  }
  if (state.stamp !== stamp) {
    wrongValue(where, "state.stamp", `${JSON.stringify(stamp)} (this build; another one's steps have other bits)`, describe(state.stamp));
  }
}

/** Reads the step's number and the losses from a state. */
export function checkProgress(where: string, state: TrainerState): Pick<Position, "step" | "initialLoss" | "recent" | "ended"> {
  const step = checkInteger(where, "state.step", state.step);
  const recent = Array.from(checkArrayLike(where, "state.recent", state.recent), (loss, i) => checkLoss(where, `state.recent[${i}]`, loss));
  if (recent.length > WINDOW + 1) wrongValue(where, "state.recent", `at most ${WINDOW + 1} losses`, recent.length);
  const initialLoss = state.initialLoss === undefined ? undefined : checkLoss(where, "state.initialLoss", state.initialLoss);
  return { step, recent, initialLoss, ended: state.ended === undefined ? undefined : checkEnd(where, state.ended) };
}

/** A loss as a state records it: NaN and infinities too, where the training overflowed. */
function checkLoss(where: string, name: string, value: unknown): number {
  return typeof value === "number" ? value : wrongKind(where, name, "a number", value);
}

/** The record that ended the training. */
function checkEnd(where: string, record: unknown): StepRecord {
  if (!isRecord(record)) wrongKind(where, "state.ended", "a step's record", record);
  checkChoice(where, "state.ended.status", record.status, STATUSES);
  for (const key of ["step", "loss", "gradientNorm", "stepNorm", "gamma", "gainRatio", "operations", "seconds"] as const) {
    checkLoss(where, `state.ended.${key}`, record[key]);
  }
  return { ...record } as unknown as StepRecord;
}
