import type { TangentModes } from "../model/tangentModes.js";

/** The best ridge of one linearised problem, and what it leaves. */
export interface Ridge {
  /** Root of the generalized cross-validation score: the held-out error to expect, in standardized units. */
  error: number;
  /** The same with two standard errors of its own added: what candidates are compared by. */
  cautious: number;
  /** The regularizer g of the ridge M g, in units of tr(JJ')/M: those of an adaptive gamma. */
  regularization: number;
  /** M g itself, what is added to the kernel's eigenvalues. */
  ridge: number;
  /** Degrees of freedom that the ridge spends, of samples x outputs. */
  degrees: number;
  /** Standard deviation of what the ridge leaves, in standardized units: an estimate of the noise. */
  noise: number;
}

/** The ridges tried, in units of the kernel's largest eigenvalue: 10^1 down to 10^-14 by half decades. */
const LARGEST = 10;
const RATIO = 0.31622776601683794;
const RIDGES = 31;
/** The share of the degrees of freedom that has to be left, and the number of them where that share is smaller. */
const LEFT_SHARE = 0.02;
const LEFT = 10;

/**
 * Generalized cross-validation of the ridge regression on a tangent kernel, over a grid of ridges.
 *
 *   h_j = w_j / (w_j + M g),   V(g) = mean(((1 - h) r)^2) / (1 - sum h / n)^2,   noise^2 = |(1 - h) r|^2 / (n - sum h),   n = M K
 *
 * Few degrees of freedom left make V a guess, and the smallest of many guesses is a bad one. So at least 2 % of them and at least 10 (or a
 * quarter of n) have to be left, and two standard errors are added, V^(1/2) (1 + 2 / sqrt(2 (n - sum h))).
 *
 * Source   Golub, Heath & Wahba 1979
 * Cost     O(M) a ridge
 */
export function crossValidate({ samples, outputs, values, squares, ok }: TangentModes): Ridge | undefined {
  const n = samples * outputs;
  const top = values[samples - 1] ?? 0;
  if (!ok || !(top > 0)) return undefined;
  const trace = outputs * values.reduce((sum, value) => sum + value, 0);
  const left = Math.max(LEFT_SHARE * n, Math.min(LEFT, n / 4));
  let best: Ridge | undefined;
  let ridge = LARGEST * top;
  for (let step = 0; step < RIDGES; step++, ridge *= RATIO) {
    let spent = 0;
    let rest = 0;
    for (let j = 0; j < samples; j++) {
      const value = Math.max(values[j] as number, 0);
      const kept = ridge / (value + ridge);
      spent += outputs * (1 - kept);
      rest += kept * kept * (squares[j] as number);
    }
    const free = n - spent;
    if (free < left) break;
    const error = (Math.sqrt(rest / n) * n) / free;
    const cautious = error * (1 + Math.SQRT2 / Math.sqrt(free));
    if (best === undefined || cautious < best.cautious) {
      best = { error, cautious, regularization: ridge / trace, ridge, degrees: spent, noise: Math.sqrt(rest / free) };
    }
  }
  return best;
}
