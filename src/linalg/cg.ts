import type { MatrixLike } from "../core/matrix.js";
import { cgIn } from "./cgIn.js";
import type { LinearOperator } from "./operator.js";
import { type SolveOptions, type SolveResult, solveSystem } from "./solveSystem.js";

/**
 * Conjugate gradients for A x = b with A symmetric positive definite.
 *
 *   alpha = <r,z>/<p,Ap>;  x += alpha p;  r -= alpha A p;  z = M^-1 r;  p = z + beta p,  beta = <r,z>/<r,z> before
 *
 * Stops when |b - A x| <= tolerance |b| (default 1e-10). The residual is recomputed from its definition every 50 steps, drift is the
 * reason, and before convergence is believed; where the definition disagrees, or drift is all that is left, the method begins anew from
 * there, and gives up as `stagnated` when that no longer halves the residual: the accuracy that A's condition allows is reached. Symmetry is not checked.
 *
 * Source   Hestenes & Stiefel 1952; stopping and recomputation: Shewchuk 1994, appendix B
 * Shapes   A: n x n matrix or operator; b: n; x0: n (read only); b = 0 gives x = 0
 * Cost     one product with A and 10n operations a step, a product more every 50; 5n doubles of scratch. `maxIterations` is 10 n
 *
 * @returns x, status, iterations, residualNorm. Never throws for numerical reasons: `converged`; `negative_curvature` when
 *   <p,Ap> <= 0 and `breakdown` when <r,M^-1 r> <= 0 (A or M is not positive definite), `nonfinite` (a NaN or an overflow), `stagnated`,
 *   `max_iterations`, `budget`, `aborted`: x is then the last iterate, residualNorm says how good it is
 * @throws {TypeError} wrong kinds, unknown options, and whatever a user's function throws
 * @throws {RangeError} A not square, b, x0 or the preconditioner of another size than A, entries that are not finite
 *
 * @example
 * ```ts
 * import { cg } from "nntk/linalg";
 * const result = cg([[4, 1], [1, 3]], [1, 2]);
 * result.status; // => "converged"
 * result.x; // => [0.090909090909, 0.636363636364]
 * ```
 */
export function cg(A: MatrixLike | LinearOperator, b: ArrayLike<number>, options: SolveOptions = {}): SolveResult {
  return solveSystem("cg", A, b, options, (engine, system, limits) => cgIn(engine, system, { ...limits, verify: true }));
}
