import { checkInteger, checkNumber } from "../core/checks.js";
import { checkSignal, type Signal } from "../core/signal.js";

/** What every iterative method lets the caller bound. */
export interface IterationOptions {
  /** Relative accuracy at which to stop; each method says relative to what. */
  tolerance?: number;
  /** Steps at most. */
  maxIterations?: number;
  /** Floating-point operations at most: products (`LinearOperator.operations` each, or 2 rows cols) and vector work. */
  operations?: number;
  /** Looked at between steps; a synchronous call sees only an abort raised inside a callback. */
  signal?: Signal;
}

export const ITERATION_KEYS = ["tolerance", "maxIterations", "operations", "signal"] as const;

/** The same, checked and complete. */
export interface Limits {
  tolerance: number;
  maxIterations: number;
  operations: number;
  signal: Signal | undefined;
}

/** Checks the four options; `tolerance` and `maxIterations` are the method's defaults. */
export function checkLimits(where: string, options: IterationOptions, tolerance: number, maxIterations: number): Limits {
  return {
    tolerance: checkNumber(where, "tolerance", options.tolerance ?? tolerance, { low: 0 }),
    maxIterations: checkInteger(where, "maxIterations", options.maxIterations ?? maxIterations),
    operations: options.operations === undefined ? Infinity : checkNumber(where, "operations", options.operations, { low: 0 }),
    signal: checkSignal(where, options.signal),
  };
}

export type Stop = "budget" | "aborted";

/** Why a step may not begin at whose end so many operations will have been spent. */
export function stopsBefore({ signal, operations }: Limits, spent: number): Stop | undefined {
  if (signal?.aborted) return "aborted";
  return spent > operations ? "budget" : undefined;
}
