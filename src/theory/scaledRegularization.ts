import { checkInteger, checkNumber, wrongValue } from "../core/checks.js";
import { pow } from "../elementary/scalar.js";

/**
 * The regularizer that goes with a width:  gamma^N = gamma N^(1 - 2 beta).
 *
 * The empirical tangent kernel of width N is of size N^(1 - 2 beta): N^(2 beta - 1) B^N -> B*. Scaling gamma alike keeps
 * lambda/(lambda + gamma) in step with the limit, and for 1/2 < beta < 1 lets the regularizer vanish as the width grows.
 *
 * Statement  RSS (arXiv:2605.08352), the scaling of the regularizer
 * Needs      1/2 < beta < 1 for gamma^N -> 0; beta = 1/2 gives gamma itself, beta = 1 gives gamma / N
 * Units      of gamma: those of the limit kernel's eigenvalues
 *
 * @param gamma the regularizer of the limit, > 0
 * @param width hidden units N, >= 1
 * @param beta width exponent, from 1/2 to 1
 * @throws {TypeError} a kind other than number
 * @throws {RangeError} gamma <= 0, width no positive integer, beta outside [1/2, 1], a product below float64
 *
 * @example
 * ```ts
 * import { scaledRegularization } from "nntk/theory";
 * scaledRegularization(0.01, 1000, 0.52); // => 0.00758578
 * ```
 */
export function scaledRegularization(gamma: number, width: number, beta: number): number {
  const where = "scaledRegularization";
  checkNumber(where, "gamma", gamma, { low: 0, exclusive: true });
  checkInteger(where, "width", width, 1);
  checkNumber(where, "beta", beta, { low: 0.5, high: 1 });
  const scaled = gamma * pow(width, 1 - 2 * beta);
  return scaled > 0 ? scaled : wrongValue(where, "gamma", "one that is above 0 when scaled", gamma);
}
