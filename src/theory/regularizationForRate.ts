import { checkNumber, wrongValue } from "../core/checks.js";

/**
 * The regularizer at which regularized Newton contracts a mode at a wanted rate:  gamma = lambda (1 - rho) / rho, so that
 * lambda/(lambda + gamma) = rho: the mode's residual falls by the factor 1 - rho a full step, and like exp(-rho t) under the flow.
 *
 * Statement  RSS (arXiv:2605.08352), exponential convergence; solved for gamma
 * Needs      the linearised model
 * Inverse    of `newtonRate` on a single eigenvalue
 *
 * @param eigenvalue lambda of the tangent kernel, > 0; the smallest for a rate uniform over all modes
 * @param rate rho, strictly between 0 and 1
 * @throws {TypeError} a kind other than number
 * @throws {RangeError} eigenvalue <= 0, rate outside (0, 1), a regularizer beyond float64
 *
 * @example
 * ```ts
 * import { regularizationForRate } from "nntk/theory";
 * regularizationForRate(1e-6, 0.9); // => 1.1111e-7
 * ```
 */
export function regularizationForRate(eigenvalue: number, rate: number): number {
  const where = "regularizationForRate";
  checkNumber(where, "eigenvalue", eigenvalue, { low: 0, exclusive: true });
  checkNumber(where, "rate", rate, { low: 0, high: 1, exclusive: true });
  const gamma = eigenvalue * ((1 - rate) / rate);
  return gamma > 0 && gamma < Infinity ? gamma : wrongValue(where, "rate", "a rate that a gamma within float64 gives", rate);
}
