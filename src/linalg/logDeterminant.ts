import type { MatrixLike } from "../core/matrix.js";
import type { Status } from "../core/status.js";
import { log } from "../elementary/scalar.js";
import { lanczosQuadrature, meanAndError, type QuadratureOptions, type Rule } from "./lanczosQuadrature.js";
import type { LinearOperator } from "./operator.js";

export interface LogDeterminantOptions extends QuadratureOptions {
  /** Lanczos steps a probe. Default 50; about sqrt(condition) log(1/accuracy) / 4 are needed. */
  steps?: number;
}

export interface LogDeterminant {
  status: Status;
  /** log det A; absent when no estimate exists. */
  value?: number;
  /** Standard error, from the scatter of the probes. */
  error: number;
  /** How far the quadrature itself may be off: the change of the estimate over the last fifth of the steps. */
  truncation: number;
  products: number;
}

/** What rounding may make of the zero of a singular matrix, over the largest Ritz value; 7 eps seen. */
const ROUNDING = 16 * Number.EPSILON;

/**
 * log det A = tr log A of a symmetric positive definite matrix or operator, by stochastic Lanczos quadrature.
 *
 *   tr log A  ~  n mean over probes of sum_i weights_i log(nodes_i)
 *
 * Two errors are reported apart: `error`, of the probes (falls with the square root of their number), and `truncation`, of the steps
 * (falls exponentially; the estimate comes down from above). For a matrix whose factor fits in memory, `cholesky` is exact. Symmetry is
 * not checked.
 *
 * Source   Bai, Fahey & Golub 1996; Ubaru, Chen & Saad 2017
 * Shapes   A: n x n
 * Cost     probes * steps products (defaults 10 and 50), and 2 steps n operations a product; steps + 3 vectors of memory
 *
 * @returns status, value, error, truncation, products. `not_positive_definite` when a Ritz value, hence an eigenvalue, is not positive, or is
 *   below 16 eps of the largest, where rounding hides its sign: there is no value then; `budget`, `aborted`, `nonfinite`: from the probes
 *   finished by then (no value when there is none)
 * @throws {TypeError} wrong kinds, unknown options, whatever a user's function throws
 * @throws {RangeError} A not square, fewer than 2 probes, steps below 1, entries that are not finite
 *
 * @example
 * ```ts
 * import { logDeterminant } from "nntk/linalg";
 * const scaling = { rows: 1000, cols: 1000, apply: (x: Float64Array, out: Float64Array) => void out.set(x.map((v) => 2 * v)) };
 * logDeterminant(scaling).value; // => 693.14718
 * logDeterminant([[1, 2], [2, 1]]).status; // => "not_positive_definite"
 * ```
 */
export function logDeterminant(A: MatrixLike | LinearOperator, options: LogDeterminantOptions = {}): LogDeterminant {
  const { n, run } = lanczosQuadrature("logDeterminant", A, options, 50);
  if (n === 0) return { status: "converged", value: 0, error: 0, truncation: 0, products: 0 };
  const { status, rules, products } = run();
  const none = { error: Infinity, truncation: Infinity, products };
  const positive = rules.every(({ nodes }) => nodes.every((node) => node > ROUNDING * nodes.at(-1)!));
  if (!positive) return { status: "not_positive_definite", ...none };
  if (rules.length === 0) return { status, ...none };
  const { mean, error } = meanAndError(rules.map(logarithm));
  const { mean: coarse } = meanAndError(rules.map((rule) => logarithm(rule.coarse)));
  return { status, value: n * mean, error: n * error, truncation: n * Math.abs(mean - coarse), products };
}

function logarithm({ nodes, weights }: Rule): number {
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) sum += weights[i]! * log(nodes[i]!);
  return sum;
}
