import { checkSpectrum } from "../kernels/spectrum.js";

/**
 * The learning rate at which gradient descent on the linearised model stops converging:  eta_c = 2 / lambda_max.
 *
 * Below it every mode's factor |1 - eta lambda_j| is at most 1, above it the largest mode grows. 0.9 eta_c converges, 2.1 eta_c / 2 does not.
 *
 * Statement  Lee et al. 2019 (Wide neural networks of any depth evolve as linear models), section 2; classical for quadratics
 * Shapes     spectrum: n eigenvalues >= 0 of B = J J'/M, in any order
 * @returns eta_c > 0; Infinity when every eigenvalue is 0
 * @throws {TypeError} not a list of numbers
 * @throws {RangeError} a negative or non-finite eigenvalue, none at all
 *
 * @example
 * ```ts
 * import { criticalLearningRate } from "nntk/theory";
 * criticalLearningRate([0.5, 0.01]); // => 4
 * ```
 */
export function criticalLearningRate(spectrum: ArrayLike<number>): number {
  const lambda = checkSpectrum("criticalLearningRate", spectrum);
  return 2 / lambda.reduce((a, b) => Math.max(a, b));
}
