import { checkArrayLike, checkChoice, checkInteger, copyNumbers, isRecord, wrongKind, wrongValue } from "../core/checks.js";
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
  readonly recent: number[];
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
  if (!isRecord(state) || state.format !== "nntk-trainer") {
    wrongKind(where, "state", "a state made by trainer.state()", state);
  }
  if (state.stamp !== stamp) wrongValue(where, "state.stamp", `${describe(stamp)} (of this build)`, describe(state.stamp));
}

/** Reads the step's number and the losses from a state. */
export function checkProgress(where: string, state: TrainerState): Pick<Position, "step" | "initialLoss" | "recent" | "ended"> {
  const { initialLoss, ended } = state;
  const recent = Array.from(copyNumbers(where, "state.recent", checkArrayLike(where, "state.recent", state.recent)));
  if (recent.length > WINDOW + 1) wrongValue(where, "state.recent", `at most ${WINDOW + 1} losses`, recent.length);
  if (initialLoss !== undefined) checkFigures(where, "state", state, ["initialLoss"]);
  if (ended !== undefined) {
    checkFigures(where, "state.ended", ended, [...FIGURES, "gradientNorm", "stepNorm", "gamma", "gainRatio"]);
    checkChoice(where, "state.ended.status", ended.status, STATUSES);
  }
  return { step: checkInteger(where, "state.step", state.step), recent, initialLoss, ended: ended && { ...ended } };
}

/** What a record of a step is counted by. */
export const FIGURES = ["step", "loss", "operations", "products", "factorizations", "seconds"];

/** An object with numbers under these keys: NaN and infinities too, where the training overflowed. */
export function checkFigures(where: string, name: string, value: unknown, keys: readonly string[]): Record<string, unknown> {
  if (!isRecord(value)) wrongKind(where, name, "an object", value);
  for (const key of keys) if (typeof value[key] !== "number") wrongKind(where, `${name}.${key}`, "a number", value[key]);
  return value;
}
