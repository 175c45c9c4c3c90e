import { exp, expm1, log1p } from "../elementary/scalar.js";
import { share } from "../kernels/share.js";

/** What becomes of one mode: `progress` = 1 - residual factor; `gain` = progress / lambda, its limit at lambda = 0. */
export interface ModeDynamics {
  progress(lambda: number, time: number): number;
  /** gain at lambda = 0: time / gamma and the like */
  nullGain(time: number): number;
}

/** Residual of mode j: exp(-t lambda_j). */
export const gradientFlowMode: ModeDynamics = {
  progress: (lambda, t) => flowProgress(lambda, t),
  nullGain: (t) => t,
};

/** Residual of mode j: (1 - eta lambda_j)^k. */
export function gradientDescentMode(learningRate: number): ModeDynamics {
  return { progress: (lambda, k) => powerProgress(learningRate * lambda, k), nullGain: (k) => k * learningRate };
}

/** Residual of mode j: exp(-t lambda_j / (lambda_j + gamma)). */
export function newtonFlowMode(gamma: number): ModeDynamics {
  return { progress: (lambda, t) => flowProgress(share(lambda, gamma), t), nullGain: (t) => t / gamma };
}

/** Residual of mode j: (1 - eta lambda_j / (lambda_j + gamma))^k. */
export function newtonIteratesMode(gamma: number, stepSize: number): ModeDynamics {
  return { progress: (lambda, k) => powerProgress(stepSize * share(lambda, gamma), k), nullGain: (k) => (k * stepSize) / gamma };
}

/** 1 - exp(-t mu), 0 for mu = 0 even at t = infinity. */
function flowProgress(mu: number, t: number): number {
  return mu === 0 || t === 0 ? 0 : -expm1(-t * mu);
}

/** 1 - (1 - x)^k for x >= 0: by expm1 and log1p while 1 - x is positive, so that tiny x keep their digits; else by sign and size. */
function powerProgress(x: number, k: number): number {
  if (k === 0 || x === 0) return 0;
  if (x < 1) return -expm1(k * log1p(-x));
  if (x === 1) return 1;
  const size = exp(k * log1p(x - 2)); // |1 - x| = 1 + (x - 2)
  return k % 2 === 0 ? 1 - size : 1 + size;
}
