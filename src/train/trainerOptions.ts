import type { AdamOptions } from "./adam.js";
import type { TruncationOptions } from "./truncated.js";

/** What regularizes the Newton system H + gamma I. */
export type Regularization =
  /** A fixed gamma: theta - stepSize E^-1 grad is always taken. */
  | number
  /** Fixed at gamma N^(1 - 2 beta), the scaling under which the infinite-width theory holds. */
  | { scaling: "width"; gamma: number }
  /** Controlled from step to step by the structured method, in units of tr(JJ')/M at the start. */
  | { adaptive: true; initial?: number; min?: number; max?: number }
  /** Controlled as in the published experiment. */
  | { adaptive: "published"; initial?: number };

export interface TrainerOptions {
  /** Default "newton". */
  method?: "newton" | "gauss-newton" | "gradient-descent" | "adam";
  /** What solves the system of newton and gauss-newton. Default "auto": structured, unless the options are those of truncated CG. */
  solver?: "auto" | "structured" | "cg";
  /** What stands for the residual blocks S_i of Newton's E: |S_i| or S_i itself. Default "saddle-free"; CG has "full" only. */
  curvature?: "saddle-free" | "full";
  /** Default { adaptive: true } for the structured solver, { adaptive: "published" } for CG. */
  regularization?: Regularization;
  /** Factor on a step with fixed gamma. Default 1. */
  stepSize?: number;
  /** Corrections of a structured step along its path, at most. Default 10. */
  corrections?: number;
  /** Newton's own steps, with the full Hessian, at floors of the loss: for `newton` with an adaptive regularization. Default false. */
  polish?: boolean;
  /**
   * Random rows that stand in J in the structured factor, drawn anew each step: for many samples. From eight times `rows` samples on, early
   * steps are computed from a part of them, four times `rows` at first. The loss of all samples falls with every step.
   */
  subset?: { rows: number; seed: number };
  /** Where the inner conjugate gradients stop. */
  cg?: TruncationOptions;
  /** Of gradient descent (default 1) and Adam (default 0.01). */
  learningRate?: number;
  adam?: AdamOptions;
}
