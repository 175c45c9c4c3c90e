import { checkNumber, checkOptions } from "../core/checks.js";
import type { MatrixLike } from "../core/matrix.js";
import type { KernelDecomposition } from "../kernels/decomposition.js";
import { gradientDescentMode } from "./decay.js";
import { type Dynamics, dynamics } from "./dynamics.js";

/**
 * Gradient descent on the linearised model: mode j's residual is (1 - eta lambda_j)^k after k steps.
 *
 * Shapes     B: n x n tangent kernel J J'/M or its decomposition (for modes below n eps lambda_1, which the entries do not resolve);
 *            y: M x K, n = M or n = M K (rows (m,k))
 * Statement  Lee et al. 2019, section 2; stable for eta < 2 / lambda_max (`criticalLearningRate`), and shown diverging beyond
 * Needs      a model linear in its parameters
 *
 * @returns train(k, f0?) and test(k, crossKernel, f0?, f0Test?); k a whole number of steps or a list of them
 * @throws {TypeError} wrong kinds, unknown option
 * @throws {RangeError} learningRate <= 0, shapes that do not fit, an indefinite kernel, a step count at which the outputs overflow
 *
 * @example
 * ```ts
 * import { gradientDescent } from "nntk/theory";
 * gradientDescent([[2, 0], [0, 1]], [1, 1], { learningRate: 0.25 }).train(2).data; // => [0.75, 0.4375]
 * ```
 */
export function gradientDescent(B: MatrixLike | KernelDecomposition, y: MatrixLike, options: { learningRate: number }): Dynamics {
  const where = "gradientDescent";
  const { learningRate } = checkOptions(where, "options", options, ["learningRate"]);
  checkNumber(where, "learningRate", learningRate, { low: 0, exclusive: true });
  return dynamics(where, B, y, gradientDescentMode(learningRate), true);
}
