import { checkNumber, checkOptions } from "../core/checks.js";
import type { MatrixLike } from "../core/matrix.js";
import type { KernelDecomposition } from "../kernels/decomposition.js";
import { newtonIteratesMode } from "./decay.js";
import { type Dynamics, dynamics } from "./dynamics.js";

/**
 * Regularized Newton iterates of the linearised model: f_(k+1) = f_k + eta B (gamma I + B)^-1 (y - f_k).
 *
 *   residual of mode j: (1 - eta lambda_j / (lambda_j + gamma))^k;   for eta = 1: (gamma / (lambda_j + gamma))^k
 *
 * Shapes     B: n x n tangent kernel J J'/M or its decomposition (for modes below n eps lambda_1, which the entries do not resolve);
 *            y: M x K, n = M or n = M K (rows (m,k))
 * Statement  RSS (arXiv:2605.08352): f <- f + eta NNTK (y - f)
 * Needs      the limit of infinite width with gamma^N = gamma N^(1 - 2 beta), or a model linear in its parameters
 *
 * @returns train(k, f0?) and test(k, crossKernel, f0?, f0Test?); k a whole number of steps or Infinity, or a list of them
 * @throws {TypeError} wrong kinds, unknown option
 * @throws {RangeError} gamma <= 0, stepSize outside (0, 2), shapes that do not fit, an indefinite kernel
 *
 * @example
 * ```ts
 * import { newtonIterates } from "nntk/theory";
 * newtonIterates([[1, 0], [0, 0.1]], [1, 1], { gamma: 0.1 }).train(2).data; // => [0.991736, 0.75]
 * ```
 */
export function newtonIterates(
  B: MatrixLike | KernelDecomposition,
  y: MatrixLike,
  options: { gamma: number; stepSize?: number },
): Dynamics {
  const where = "newtonIterates";
  const { gamma, stepSize = 1 } = checkOptions(where, "options", options, ["gamma", "stepSize"]);
  checkNumber(where, "gamma", gamma, { low: 0, exclusive: true });
  checkNumber(where, "stepSize", stepSize, { low: 0, high: 2, exclusive: true });
  return dynamics(where, B, y, newtonIteratesMode(gamma, stepSize), true);
}
