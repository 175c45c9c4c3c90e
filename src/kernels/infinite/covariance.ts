import type { Matrix } from "../../core/matrix.js";
import type { CheckedInfiniteNtkOptions } from "./options.js";

/** Covariance of the pre-activations (u, u') at two inputs, and what is derived from it without cancellation. */
export interface PairCovariance {
  /** Var u, Var u', Cov(u, u') */
  q11: number;
  q22: number;
  q12: number;
  /** q11 q22 - q12^2, to full relative accuracy also where the inputs nearly coincide */
  det: number;
  /** (q11 + q22) / 2 - q12 = Var(u - u') / 2 */
  halfDistance: number;
  /** (q11 + q22) / 2 + q12 = Var(u + u') / 2 */
  halfSum: number;
  /** 1 + x.x': what multiplies T' in the tangent kernel */
  inner: number;
}

/**
 * (u, u') = (w.x + b, w.x' + b) with w ~ N(0, inputVariance), b ~ N(0, biasVariance).
 *
 * The determinant is Lagrange's sum of squared minors, taken from the differences x' - x: near the diagonal q11 q22 - q12^2 would keep no
 * digit, and the angle between the inputs is its square root.
 */
export function pairCovariance(
  x: Float64Array,
  y: Float64Array,
  { inputVariance, biasVariance }: CheckedInfiniteNtkOptions,
): PairCovariance {
  const d = x.length;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  let distance = 0;
  let sum = 0;
  let minors = 0;
  for (let i = 0; i < d; i++) {
    const xi = x[i]!;
    const yi = y[i]!;
    const di = yi - xi;
    xx += xi * xi;
    yy += yi * yi;
    xy += xi * yi;
    distance += di * di;
    sum += (xi + yi) * (xi + yi);
    for (let j = 0; j < i; j++) {
      const minor = xi * (y[j]! - x[j]!) - x[j]! * di;
      minors += minor * minor;
    }
  }
  return {
    q11: inputVariance * xx + biasVariance,
    q22: inputVariance * yy + biasVariance,
    q12: inputVariance * xy + biasVariance,
    det: inputVariance * (inputVariance * minors + biasVariance * distance),
    halfDistance: 0.5 * inputVariance * distance,
    halfSum: 0.5 * inputVariance * sum + 2 * biasVariance,
    inner: 1 + xy,
  };
}

/** The inputs of each sample. */
export function rowsOf({ rows, cols, data }: Matrix): Float64Array[] {
  return Array.from({ length: rows }, (_, i) => data.subarray(i * cols, (i + 1) * cols));
}

/** max over the samples of Var u */
export function largestVariance(x: Matrix, options: CheckedInfiniteNtkOptions): number {
  return rowsOf(x).reduce((most, row) => Math.max(most, pairCovariance(row, row, options).q11), options.biasVariance);
}
