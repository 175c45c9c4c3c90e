import { givenOptions } from "../core/checks.js";
import type { MatrixLike } from "../core/matrix.js";
import type { KernelDecomposition } from "../kernels/decomposition.js";
import { gradientFlowMode } from "./decay.js";
import { type Dynamics, dynamics } from "./dynamics.js";

/**
 * Gradient flow of the linearised model: d f / dt = B (y - f), loss |f - y|^2 / (2 M).
 *
 *   train  f(t) = y + exp(-t B)(f0 - y)          test  f*(t) = f0* + B*' B^-1 [1 - exp(-t B)] (y - f0)
 *
 * Shapes     B: n x n tangent kernel J J'/M or its decomposition (for modes below n eps lambda_1, which the entries do not resolve);
 *            y: M x K, n = M or n = M K (rows (m,k))
 * Statement  Jacot, Gabriel & Hongler 2018; Lee et al. 2019, equations 8 to 11; method of the paper's comparison
 * Needs      a model linear in its parameters (or infinite width)
 * Cost       one eigen-decomposition of B; each time then costs two products
 *
 * @param options none so far: the third argument stands in the place where the Newton flow has its gamma
 * @returns train(t, f0?) and test(t, crossKernel, f0?, f0Test?); t a number >= 0 or Infinity, or a list of them
 * @throws {TypeError} wrong kinds  @throws {RangeError} shapes that do not fit, non-finite entries, an indefinite kernel, a negative time
 *
 * @example
 * ```ts
 * import { gradientFlow } from "nntk/theory";
 * gradientFlow([[2, 0], [0, 0]], [1, 1]).train(1).data; // => [0.864665, 0]
 * ```
 */
export function gradientFlow(B: MatrixLike | KernelDecomposition, y: MatrixLike, options?: Record<string, never>): Dynamics {
  givenOptions("gradientFlow", options, []);
  return dynamics("gradientFlow", B, y, gradientFlowMode, false);
}
