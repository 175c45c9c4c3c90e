import { checkOptions, checkVector } from "../core/checks.js";
import type { MatrixLike } from "../core/matrix.js";
import type { Status } from "../core/status.js";
import { withEngine } from "../engine/pool.js";
import { cgIn } from "./cgIn.js";
import { checkLimits, ITERATION_KEYS, type IterationOptions } from "./limits.js";
import { operationsOf } from "./operations.js";
import { bindOperator, checkSquareOperator, type LinearOperator } from "./operator.js";
import { safeScale } from "./powerOfTwo.js";

export interface CgOptions extends IterationOptions {
  /** Where to start; zero when absent. */
  x0?: ArrayLike<number>;
  /** z = M^-1 r for a symmetric positive definite M near A, as an operator, a matrix (that of M^-1) or a function (r, z) => void. */
  preconditioner?: MatrixLike | LinearOperator | LinearOperator["apply"];
}

export interface SolveResult {
  status: Status;
  x: Float64Array;
  iterations: number;
  /** |b - A x| from its definition, not from the recurrence. */
  residualNorm: number;
}

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
export function cg(A: MatrixLike | LinearOperator, b: ArrayLike<number>, options: CgOptions = {}): SolveResult {
  const operator = checkSquareOperator("cg", "A", A);
  const n = operator.rows;
  const rhs = checkVector("cg", "b", b, n, "rows of A");
  checkOptions("cg", "options", options, [...ITERATION_KEYS, "x0", "preconditioner"]);
  const limits = { ...checkLimits("cg", options, 1e-10, 10 * n), verify: true };
  const x0 = options.x0 === undefined ? undefined : checkVector("cg", "x0", options.x0, n, "rows of A");
  const M = options.preconditioner === undefined ? undefined : checkPreconditioner("cg", options.preconditioner, n);
  return withEngine((engine) => {
    const scale = safeScale(rhs);
    const copyIn = (v: Float64Array) => engine.put(scale === 1 ? v : v.map((entry) => entry / scale));
    const x = x0 ? copyIn(x0) : engine.arena.f64(n);
    const system = {
      n,
      apply: bindOperator(engine, "cg", operator),
      b: copyIn(rhs),
      x,
      fromZero: x0 === undefined,
      preconditioner: M && bindOperator(engine, "cg", M, "preconditioner"),
      productOperations: operationsOf(operator) + (M ? operationsOf(M) : 0),
    };
    const { status, iterations, residualNorm } = cgIn(engine, system, limits);
    engine.routines.scale_f64(n, scale, x, x);
    const finite = engine.routines.first_nonfinite_f64(n, x) >>> 0 === n;
    return { status: finite ? status : "nonfinite", x: engine.take(x, n), iterations, residualNorm: residualNorm * scale };
  });
}

/** A function becomes an operator; a matrix or an operator is checked to be n x n. */
export function checkPreconditioner(where: string, M: NonNullable<CgOptions["preconditioner"]>, n: number) {
  const operator = typeof M === "function" ? { rows: n, cols: n, apply: M, operations: 2 * n } : M;
  return checkSquareOperator(where, "preconditioner", operator, n);
}
