import { checkNumber, checkOptions, wrongValue } from "../core/checks.js";
import { exp, log1p, pow } from "../elementary/scalar.js";
import { checkTime } from "./checkTime.js";
import { type NewtonRate, ratesOf } from "./newtonRate.js";

/** What `convergenceBound` is asked. Exactly one of `t` (flow) and `k` (iterates) is given. */
export interface ConvergenceBoundOptions {
  /** eigenvalues of the tangent kernel B, >= 0 */
  spectrum: ArrayLike<number>;
  /** regularizer, > 0 */
  gamma: number;
  /** eta in (0, 2), for `k`; default 1 */
  stepSize?: number;
  /** |f_0 - y|, >= 0 */
  initialNorm: number;
  /** time of the flow, >= 0; Infinity is allowed */
  t?: number;
  /** number of steps, >= 0; Infinity is allowed */
  k?: number;
}

/** The bound with what it rests on. */
export interface ConvergenceBound {
  /** upper bound of |f - y| at time t or after k steps */
  bound: number;
  /** the factor by which the bound falls in a unit of time or a step */
  contraction: number;
  /** false when the factor is 1 to rounding, and 0.99 or more at t or k: the bound then says nothing, go mode by mode */
  informative: boolean;
  /** What has to hold for the bound to apply. */
  assumptions: string[];
}

/**
 * The exponential convergence bound of regularized Newton.
 *
 *   iterates  |f_k - y| <= q^k |f_0 - y|,        q = max_j |1 - eta mu_j|,   mu_j = lambda_j / (lambda_j + gamma),   0 < eta < 2
 *   flow      |f_t - y| <= exp(-t mu_min) |f_0 - y|
 *
 * Valid for every stable step size, not only for eta <= 1. Over all modes of an ordinary kernel the smallest eigenvalue is 1e-17 of the
 * largest and q is 1 to rounding; `informative` says so.
 *
 * Statement  RSS (arXiv:2605.08352): exponential convergence; for a trained network add the remainder of `stepCertificate`
 *
 * @throws {TypeError} wrong kinds, unknown option
 * @throws {RangeError} both or neither of t and k, a negative time or norm, and what `newtonRate` refuses
 *
 * @example
 * ```ts
 * import { convergenceBound } from "nntk/theory";
 * convergenceBound({ spectrum: [1, 0.1], gamma: 0.1, initialNorm: 8, k: 3 }).bound; // => 1.000
 * convergenceBound({ spectrum: [1, 0.1], gamma: 0.1, initialNorm: 8, t: 2 }).bound; // => 2.94304
 * ```
 */
export function convergenceBound(options: ConvergenceBoundOptions): ConvergenceBound {
  const where = "convergenceBound";
  const keys = ["spectrum", "gamma", "stepSize", "initialNorm", "t", "k"] as const;
  const { spectrum, gamma, stepSize = 1, initialNorm, t, k } = checkOptions(where, "options", options, keys);
  checkNumber(where, "initialNorm", initialNorm, { low: 0 });
  if ((t === undefined) === (k === undefined)) wrongValue(where, "t | k", "exactly one of the two", t === undefined ? "neither" : "both");
  const rates = ratesOf(where, spectrum, gamma, stepSize);
  const flow = k === undefined;
  const contraction = flow ? exp(-rates.rate) : rates.contraction;
  const decay = flow ? flowDecay(rates.rate, checkTime(where, "t", t, false)) : stepsDecay(rates, stepSize, checkTime(where, "k", k, true));
  const informative = contraction < 1 - Number.EPSILON || decay < 0.99;
  return { bound: decay * initialNorm, contraction, informative, assumptions: rates.assumptions };
}

function flowDecay(rate: number, t: number): number {
  return rate === 0 ? 1 : exp(-t * rate);
}

/** q^k, from eta mu_min itself where that is small: it keeps its digits when 1 - eta mu_min does not. */
function stepsDecay({ contraction, rate, modes }: NewtonRate, stepSize: number, k: number): number {
  const slowest = stepSize * rate;
  if (k === 0 || slowest === 0) return 1;
  if (k === Infinity) return 0;
  if (slowest >= 0.5) return pow(contraction, k);
  const fastest = modes.reduce((a, b) => Math.max(a, b));
  return Math.max(exp(k * log1p(-slowest)), pow(Math.abs(1 - stepSize * fastest), k));
}
