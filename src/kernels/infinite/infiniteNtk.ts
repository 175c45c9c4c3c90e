import { wrongValue } from "../../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../../core/matrix.js";
import { withEngine } from "../../engine/pool.js";
import type { Activation } from "../../model/network.js";
import { checkRange } from "../checkRange.js";
import { erfExpectation, geluExpectation, type PairExpectation, reluExpectation, sinExpectation } from "./closedForms.js";
import { largestVariance, type PairCovariance, pairCovariance, rowsOf } from "./covariance.js";
import { lineKernel } from "./lineKernel.js";
import { type CheckedInfiniteNtkOptions, checkInfiniteOptions, type InfiniteNtkOptions } from "./options.js";
import { pairQuadrature } from "./pairQuadrature.js";
import { type NormalRule, normalRule } from "./quadrature.js";

/** A kernel with the estimated relative error of its quadrature; 0 for closed forms. */
export interface InfiniteNtk extends Matrix {
  quadratureError: number;
}

type Expectation = (pair: PairCovariance) => PairExpectation;

const CLOSED_FORMS: Partial<Record<Activation, Expectation>> = {
  erf: erfExpectation,
  relu: reluExpectation,
  sin: sinExpectation,
  gelu: geluExpectation,
};

/**
 * The tangent kernel of the infinitely wide network, in the published normalisation.
 *
 *   B*(x, x') = (1/M1) [ T + v (1 + x.x') T' ],   T = E[sigma(u) sigma(u')],  T' = E[sigma'(u) sigma'(u')],  v = E c^2,
 *   (u, u') normal with covariance inputVariance x.x' + biasVariance
 *
 * N^(2 beta - 1) times the kernel of a network of width N converges to it. erf, relu, sin and gelu have closed forms; tanh, sigmoid and
 * softplus take the trapezoidal rule on the whitened plane, which beats Gauss-Hermite by orders (40 nodes an axis: 2e-9 against 2e-6).
 * For several outputs the kernel is this one for each output and 0 between outputs.
 *
 * Shapes   x1: M1 x d, x2: M2 x d (x1 when omitted); the result is M1 x M2
 * Source   Jacot, Gabriel & Hongler 2018; closed forms as cited in closedForms.ts; RSS (arXiv:2605.08352) for the normalisation
 * Accuracy entries to 1e-13 relative, but where T nearly cancels
 * Cost     O(d^2) a pair; with quadrature n^2 activations a pair, or a sample where d = 1, n about 90 sqrt(1 + |x|^2) for tanh
 *
 * @returns rows, cols, data, quadratureError
 * @throws {TypeError} wrong kinds, unknown option
 * @throws {RangeError} shapes that do not fit, non-finite entries, a variance out of range, inputs so large that quadrature is out of reach
 *
 * @example
 * ```ts
 * import { infiniteNtk } from "nntk/kernels";
 * infiniteNtk([1], undefined, { activation: "erf", outputVariance: 1 }).data; // => [1.43916083375851]
 * infiniteNtk([0, 1]).data; // => [0.2745, 0.2064, 0.2064, 0.3765]
 * ```
 */
export function infiniteNtk(x1: MatrixLike, x2?: MatrixLike, options?: InfiniteNtkOptions): InfiniteNtk {
  const where = "infiniteNtk";
  const a = checkMatrix(where, "x1", x1);
  const b = x2 === undefined ? a : checkMatrix(where, "x2", x2);
  if (a.cols !== b.cols) wrongValue(where, "x2", `${a.cols} columns (as x1)`, b.cols);
  const checked = checkInfiniteOptions(where, options);
  const closed = CLOSED_FORMS[checked.activation];
  const rule = closed ? undefined : normalRule(where, checked, Math.max(largestVariance(a, checked), largestVariance(b, checked)));
  const data = rule ? byQuadrature(a, b, checked, rule) : entries(a, b, checked, closed as Expectation);
  return { ...makeMatrix(a.rows, b.rows, checkRange(where, "x1", "inputs whose kernel is", data)), quadratureError: rule?.error ?? 0 };
}

function byQuadrature(a: Matrix, b: Matrix, options: CheckedInfiniteNtkOptions, rule: NormalRule): Float64Array {
  return withEngine((engine) =>
    a.cols === 1
      ? lineKernel(engine, options, a.data, b.data, rule).map((entry) => entry / a.rows)
      : entries(a, b, options, pairQuadrature(engine, options.activation, rule)),
  );
}

function entries(a: Matrix, b: Matrix, options: CheckedInfiniteNtkOptions, expectation: Expectation): Float64Array {
  const result = new Float64Array(a.rows * b.rows);
  const left = rowsOf(a);
  const right = a === b ? left : rowsOf(b);
  for (let i = 0; i < a.rows; i++) {
    for (let j = a === b ? i : 0; j < b.rows; j++) {
      const pair = pairCovariance(left[i]!, right[j]!, options);
      const [value, derivative] = expectation(pair);
      const entry = (value + options.outputVariance * pair.inner * derivative) / a.rows;
      result[i * b.rows + j] = entry;
      if (a === b) result[j * b.rows + i] = entry;
    }
  }
  return result;
}
