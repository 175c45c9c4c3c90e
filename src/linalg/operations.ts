import type { Matrix } from "../core/matrix.js";
import type { LinearOperator } from "./operator.js";

/**
 * Floating-point operations of one product A x: the unit in which budgets are given. An operation is one addition or multiplication.
 * A product counts 2 rows cols, that of a dense matrix, unless the operator says otherwise in its field `operations`; vector work
 * counts 2n for an inner product or an update. The count depends on the algorithm only, so a budget ends a computation at the same
 * step on every machine.
 */
export function operationsOf(A: Matrix | LinearOperator): number {
  return "apply" in A && A.operations !== undefined ? A.operations : 2 * A.rows * A.cols;
}
