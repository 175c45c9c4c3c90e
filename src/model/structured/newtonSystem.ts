import type { UnitVisit } from "../boundModel.js";
import type { Curvature } from "./unitBlocks.js";

/** Which of the forms of one step is computed: an MK x MK system, a P x P system, or an mK x mK system over m of the samples. */
export type Form = "dual" | "primal" | "subset";

/**
 * E = J'J/M + D at the point where the model is linearised, factored. Newton steps and their corrections are given by vectors y of sample
 * space:
 *
 *   reduce   y from v       step   out = E^-1 J'v / M from y       both linear, so steps are added by adding their y
 *
 * The Newton step E^-1 grad L is the one for v = r.
 */
export interface NewtonSystem {
  readonly form: Form;
  /** What stands for the residual blocks. */
  readonly curvature: Curvature;
  /** Multiply-adds of one `update` and `factor`. */
  readonly operations: number;
  /** Eigenvalues of E below zero, known exactly after `factor`; undefined where E is positive definite by construction. */
  readonly negative: number | undefined;
  /** Takes everything that does not depend on gamma anew at the linearised point. `draw` is the number of the random subset. */
  update(draw: number): void;
  /** The least eigenvalue of the residual blocks: H + gamma I is positive definite for gamma above its negative. */
  leastBlock(): number;
  /** Factors E at this gamma; false where that fails: E is singular, or by rounding not definite where it has to be. */
  factor(gamma: number): boolean;
  /** y from v, vectors of sample space; y may be v. */
  reduce(v: number, y: number): void;
  /** out = E^-1 J'v / M, a parameter vector, for the v that y was reduced from. `then` is told of units, ascending, once theirs is there. */
  step(y: number, out: number, then?: UnitVisit): void;
  /** out = E^-1 g; out is not g. */
  solve(g: number, out: number): void;
  /** out = E v; out is not v. */
  multiply(v: number, out: number): void;
}
