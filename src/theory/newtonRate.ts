import { checkNumber, givenOptions } from "../core/checks.js";
import { share } from "../kernels/share.js";
import { checkSpectrum } from "../kernels/spectrum.js";

/** Rates of regularized Newton on a spectrum. */
export interface NewtonRate {
  /** mu_min = min_j lambda_j / (lambda_j + gamma): the flow's residual falls at least like exp(-mu_min t). */
  rate: number;
  /** q = max_j |1 - eta mu_j|: the iterates' residual falls at least by this factor a step. */
  contraction: number;
  /** mu_j of every eigenvalue, in the order given. */
  modes: Float64Array;
  /** true when gamma <= lambda_min: every mode then converges at a rate of at least 1/2, whatever its frequency. */
  uniform: boolean;
  /** What has to hold for these figures to apply. */
  assumptions: string[];
}

/**
 * Rates of regularized Newton in the linearised regime.
 *
 *   mu_j = lambda_j / (lambda_j + gamma),   rate = min_j mu_j,   contraction q = max_j |1 - eta mu_j|
 *
 * For eta <= 2 / (mu_min + mu_max), hence for every eta <= 1, q = 1 - eta mu_min. For all 0 < eta < 2 and positive eigenvalues q < 1.
 *
 * Statement  RSS (arXiv:2605.08352): exponential convergence of regularized Newton, uniform over frequencies when gamma <= lambda_min
 * Shapes     spectrum: n eigenvalues >= 0 of the kernel B = J J'/M, in any order
 *
 * @throws {TypeError} wrong kinds, unknown option
 * @throws {RangeError} a negative or non-finite eigenvalue, none at all, gamma <= 0, stepSize outside (0, 2)
 *
 * @example
 * ```ts
 * import { newtonRate } from "nntk/theory";
 * newtonRate([1, 0.1], 0.1).rate; // => 0.5
 * newtonRate([1, 0.1], 0.1, { stepSize: 1.9 }).contraction; // => 0.72727
 * ```
 */
export function newtonRate(spectrum: ArrayLike<number>, gamma: number, options?: { stepSize?: number }): NewtonRate {
  const where = "newtonRate";
  return ratesOf(where, spectrum, gamma, givenOptions(where, options, ["stepSize"]).stepSize);
}

/** `newtonRate` for the function named `where`. */
export function ratesOf(where: string, spectrum: ArrayLike<number>, gamma: number, stepSize = 1): NewtonRate {
  const lambda = checkSpectrum(where, spectrum);
  checkNumber(where, "gamma", gamma, { low: 0, exclusive: true });
  checkNumber(where, "stepSize", stepSize, { low: 0, high: 2, exclusive: true });
  const modes = lambda.map((value) => share(value, gamma));
  const contraction = lambda.reduce((q, value) => Math.max(q, Math.abs(factor(value, gamma, stepSize))), 0);
  const smallest = lambda.reduce((a, b) => Math.min(a, b));
  return {
    rate: share(smallest, gamma),
    contraction,
    modes,
    uniform: gamma <= smallest,
    assumptions: [
      "the model is linear in its parameters (or the width is infinite)",
      "the kernel stays as it is during training",
      "step size in (0, 2)",
    ],
  };
}

/** 1 - eta mu without cancellation near mu = 1: (gamma + (1 - eta) lambda) / (lambda + gamma). */
function factor(lambda: number, gamma: number, eta: number): number {
  const half = lambda + gamma < Infinity ? 1 : 0.5;
  return (half * gamma + (1 - eta) * (half * lambda)) / (half * lambda + half * gamma);
}
