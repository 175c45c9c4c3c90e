/**
 * How an iterative computation ended. Outcomes are data, never exceptions:
 *
 * - `converged`: the target was reached, the one asked for or the default one, or rounding was.
 * - `stagnated`: a loss floor. The relative decrease or the Newton decrement fell below its tolerance, or gamma is at its maximum.
 *   The data may conflict (two targets for one input), the network may be too narrow, or the input scale too small for the target's
 *   frequencies.
 * - `max_iterations`: the steps allowed are spent; more would go on.
 * - `budget`: the operations or milliseconds allowed are spent; the result is the last whole step.
 * - `negative_curvature`: a direction p with <p, A p> <= 0 was met where A has to be positive definite. Raise the regularization, or use
 *   a solver for indefinite systems.
 * - `not_positive_definite`: a factorization met a pivot that is not positive; the pivot's index is given.
 * - `breakdown`: the method cannot go on for reasons of its own (an invariant subspace, a preconditioner that is not positive definite).
 * - `nonfinite`: a NaN or an infinity appeared, from a user's function or by overflow. The result is the last finite one.
 * - `aborted`: the caller's signal said so, or the loop over the iterator was left.
 */
export type Status =
  | "converged"
  | "stagnated"
  | "max_iterations"
  | "budget"
  | "negative_curvature"
  | "not_positive_definite"
  | "breakdown"
  | "nonfinite"
  | "aborted";

/** The same as values. */
export const STATUSES: readonly Status[] = [
  "converged",
  "stagnated",
  "max_iterations",
  "budget",
  "negative_curvature",
  "not_positive_definite",
  "breakdown",
  "nonfinite",
  "aborted",
];

/** How a factorization ended. */
export type FactorStatus = "ok" | "not_positive_definite";
