import { checkFunction, checkInteger, checkNumber, checkOptions } from "../core/checks.js";
import { checkSignal, type Signal } from "../core/signal.js";
import type { StepRecord } from "./records.js";
import type { Until } from "./stopping.js";

/** How long to go on, and who is told. */
export interface RunOptions {
  /** Steps at most. Default 1000. */
  maxSteps?: number;
  until?: Until;
  /** Ends the run as "aborted" after the step during which it was aborted (from a callback, or between two turns of `iterate`). */
  signal?: Signal;
  /** Told of each step; may call the library. What it throws ends the run and reaches the caller; the trainer keeps the step. */
  onStep?: (record: StepRecord) => void;
}

/** A run in turns. */
export interface IterateOptions extends RunOptions {
  /** Steps between two turns of the event loop. Default 16. */
  yieldEvery?: number;
}

export type CheckedRunOptions = IterateOptions & Required<Pick<IterateOptions, "maxSteps" | "until" | "yieldEvery">>;

const RUN_KEYS = ["maxSteps", "until", "signal", "onStep"] as const;
const UNTIL_KEYS = ["loss", "gradientNorm", "relativeDecrease", "operations", "milliseconds"] as const;

export function checkRunOptions(where: string, options: IterateOptions, inTurns: boolean): CheckedRunOptions {
  const keys = inTurns ? [...RUN_KEYS, "yieldEvery" as const] : RUN_KEYS;
  const { maxSteps = 1000, until = {}, signal, onStep, yieldEvery = 16 } = checkOptions(where, "options", options, keys);
  checkInteger(where, "maxSteps", maxSteps);
  checkInteger(where, "yieldEvery", yieldEvery, 1);
  checkOptions(where, "until", until, UNTIL_KEYS);
  for (const key of UNTIL_KEYS) if (until[key] !== undefined) checkNumber(where, `until.${key}`, until[key], { low: 0 });
  if (onStep !== undefined) checkFunction(where, "onStep", onStep);
  return { maxSteps, until, signal: checkSignal(where, signal), onStep, yieldEvery };
}
