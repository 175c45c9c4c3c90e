import type { Status } from "../core/status.js";

/** When a run is to end before its steps are spent. What is absent does not end it, except that `loss` has a default. */
export interface Until {
  /** Ends as "converged" at this loss or below. Default: 1e-12 of the starting loss or of the targets' mean square / 2, the larger. */
  loss?: number;
  /** Ends as "converged" where |grad L| is this small. */
  gradientNorm?: number;
  /** Ends as "stagnated" where the loss fell by less than this fraction of itself over 20 steps; 0 for never. */
  relativeDecrease?: number;
  /** Ends as "budget" at the first step that brings the run's work to this many operations (additions and multiplications). */
  operations?: number;
  /** Ends as "budget" at the first step that brings the run's compute time to this; a convenience, and not deterministic. */
  milliseconds?: number;
}

/** Steps over which the relative decrease is taken. */
export const WINDOW = 20;

const TARGET = 1e-12;
const ROUNDING = 1e-28;
const DECREMENT = 1e-12;

/** The loss that counts as converged where the caller names none. `meanSquare` is mean |y|^2. */
export function defaultTarget(initialLoss: number, meanSquare: number): number {
  return TARGET * Math.max(initialLoss, meanSquare / 2);
}

/** Whether the loss is rounding: residuals of about 1e-14 of the targets carry no information. */
export function isRounding(loss: number, meanSquare: number): boolean {
  return loss < ROUNDING * meanSquare || loss === 0;
}

/** What the rules look at after a step. */
export interface Progress {
  loss: number;
  gradientNorm: number;
  /** Losses of the last steps, oldest first, the present one last; at most WINDOW + 1. */
  recent: readonly number[];
  decrement?: number;
  operations: number;
  milliseconds: number;
}

/**
 * The stopping rules of a run, in the order of what they say about the result: reached, at a floor, out of budget. The gradient's norm is
 * no default rule: it is 1e-2 at a good floor and 1e-14 while the loss still falls.
 */
export function stopping(until: Required<Pick<Until, "loss" | "relativeDecrease">> & Until): (progress: Progress) => Status | undefined {
  return ({ loss, gradientNorm, recent, decrement, operations, milliseconds }) => {
    if (loss <= until.loss) return "converged";
    if (until.gradientNorm !== undefined && gradientNorm <= until.gradientNorm) return "converged";
    if (decrement !== undefined && decrement < DECREMENT * loss) return "stagnated";
    if (until.relativeDecrease > 0 && recent.length > WINDOW && (recent[0] as number) - loss < until.relativeDecrease * loss)
      return "stagnated";
    if (until.operations !== undefined && operations >= until.operations) return "budget";
    if (until.milliseconds !== undefined && milliseconds >= until.milliseconds) return "budget";
    return undefined;
  };
}
