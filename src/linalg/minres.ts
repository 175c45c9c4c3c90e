import type { MatrixLike } from "../core/matrix.js";
import { minresIn } from "./minresIn.js";
import type { LinearOperator } from "./operator.js";
import { type SolveOptions, type SolveResult, solveSystem } from "./solveSystem.js";

/**
 * Minimal residuals for A x = b with A symmetric, definite or not, singular or not.
 *
 *   x_k minimises |b - A x| over x0 + span{r, A r, .., A^(k-1) r}, r = b - A x0 (with a preconditioner, in the norm of M^-1)
 *
 * Stops when |b - A x| <= tolerance |b| (default 1e-10), the residual recomputed from its definition; where that disagrees with the
 * recurrence the method begins anew from there, and gives up as `stagnated` when that no longer halves the residual. `stagnated` is also
 * the end when b is outside the range of a singular A (|A r| <= 1.5e-8 |A| |r|, as close as rounding tells that from a condition of 1e8): x
 * is then a least-squares solution. Symmetry is not checked.
 *
 * Source   Paige & Saunders 1975; stopping for singular systems: Choi, Paige & Saunders 2011
 * Shapes   A: n x n matrix or operator; b: n; x0: n (read only); b = 0 gives x = 0
 * Cost     one product with A and 21n operations a step, one product more an end; 9n doubles of scratch. `maxIterations` is 10 n
 *
 * @returns x, status, iterations, residualNorm. Other statuses: `breakdown` when <r,M^-1 r> < 0 (M is not positive definite),
 *   `nonfinite`, `max_iterations`, `budget`, `aborted`: x is then the last iterate, residualNorm says how good it is
 * @throws {TypeError} wrong kinds, unknown options, and whatever a user's function throws
 * @throws {RangeError} A not square, b, x0 or the preconditioner of another size than A, entries that are not finite
 *
 * @example
 * ```ts
 * import { minres } from "nntk/linalg";
 * minres([[0, 1], [1, 0]], [2, 3]).x; // => [3.0000, 2.0000]
 * const { status, x } = minres([[1, 0], [0, 0]], [2, 3]);
 * status; // => "stagnated"
 * x[0]; // => 2.0000
 * ```
 */
export function minres(A: MatrixLike | LinearOperator, b: ArrayLike<number>, options: SolveOptions = {}): SolveResult {
  return solveSystem("minres", A, b, options, minresIn);
}
