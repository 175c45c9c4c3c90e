import { checkNumber, checkOptions } from "../core/checks.js";
import type { MatrixLike } from "../core/matrix.js";
import type { KernelDecomposition } from "../kernels/decomposition.js";
import { newtonFlowMode } from "./decay.js";
import { type Dynamics, dynamics } from "./dynamics.js";

/**
 * Regularized Newton flow of the linearised model: d f / dt = B (gamma I + B)^-1 (y - f).
 *
 *   residual of mode j: exp(-t lambda_j / (lambda_j + gamma));   test gain g_j = [1 - that] / lambda_j, t / gamma at lambda_j = 0
 *
 * Shapes     B: n x n tangent kernel J J'/M or its decomposition (for modes below n eps lambda_1, which the entries do not resolve);
 *            y: M x K, n = M or n = M K (rows (m,k))
 * Statement  RSS (arXiv:2605.08352): the limit dynamics under the Newton neural tangent kernel
 * Needs      the limit of infinite width with gamma^N = gamma N^(1 - 2 beta), or a model linear in its parameters
 *
 * @returns train(t, f0?) and test(t, crossKernel, f0?, f0Test?); t a number >= 0 or Infinity, or a list of them
 * @throws {TypeError} wrong kinds, unknown option  @throws {RangeError} gamma <= 0, shapes that do not fit, an indefinite kernel, a negative time
 *
 * @example
 * ```ts
 * import { newtonFlow } from "nntk/theory";
 * newtonFlow([[1, 0], [0, 0.1]], [1, 1], { gamma: 0.1 }).train(2).data; // => [0.837679, 0.632121]
 * ```
 */
export function newtonFlow(B: MatrixLike | KernelDecomposition, y: MatrixLike, options: { gamma: number }): Dynamics {
  const where = "newtonFlow";
  const { gamma } = checkOptions(where, "options", options, ["gamma"]);
  checkNumber(where, "gamma", gamma, { low: 0, exclusive: true });
  return dynamics(where, B, y, newtonFlowMode(gamma), false);
}
