import { checkInteger, checkNumber, checkVector, wrongValue } from "../core/checks.js";
import type { MatrixLike } from "../core/matrix.js";
import type { Status } from "../core/status.js";
import { exp } from "../elementary/scalar.js";
import { lanczosQuadrature, meanAndError, type QuadratureOptions, type Rule } from "./lanczosQuadrature.js";
import type { LinearOperator } from "./operator.js";

export interface SpectralDensityOptions extends QuadratureOptions {
  /** Lanczos steps a probe: details down to 1/steps of the spectrum's range are resolved. Default 80. */
  steps?: number;
  /** How many points, or the points themselves. Default 256, from 4 widths below the spectrum to 4 above. */
  grid?: number | ArrayLike<number>;
  /**
   * Standard deviation of the Gaussian put on every node. Default: the range of the nodes over `steps`, or the largest where they are one
   * point to rounding.
   */
  width?: number;
}

export interface SpectralDensity {
  status: Status;
  grid: Float64Array;
  /** Eigenvalues a unit of length at the grid's points, as a share of all: its integral is 1. */
  density: Float64Array;
  /** Standard error of each, from the scatter of the probes. */
  error: Float64Array;
  /** The quadrature itself: the mean of f over the spectrum is about sum weights[i] f(nodes[i]); the weights sum to 1. Ascending. */
  nodes: Float64Array;
  weights: Float64Array;
  width: number;
  products: number;
}

/** Widths below this part of the largest node are not told from its rounding. */
const ROUNDING = 64 * Number.EPSILON;

/**
 * The distribution of the eigenvalues of a symmetric matrix or operator by stochastic Lanczos quadrature.
 *
 *   phi(t) = 1/n sum_j delta(t - lambda_j)  ~  mean over probes of sum_i weights_i g(t - nodes_i),  g a Gaussian
 *
 * Every probe is a vector of random signs; `steps` Lanczos steps from it (with full reorthogonalisation) give a Gauss rule that is exact for
 * polynomials of degree 2 steps - 1. Symmetry is not checked.
 *
 * Source   Lin, Saad & Yang 2016; Ubaru, Chen & Saad 2017
 * Shapes   A: n x n; grid, density, error: as many as points; nodes, weights: at most probes * steps (defaults 10 and 80)
 * Cost     probes * steps products, and 2 steps n operations a product; steps + 3 vectors of memory
 *
 * @returns status, grid, density, error, nodes, weights, width, products. `budget`, `aborted`, `nonfinite`: of the probes finished by then
 *   (error is infinite for fewer than two). Two calls with one seed agree bit for bit
 * @throws {TypeError} wrong kinds, unknown options, whatever a user's function throws
 * @throws {RangeError} A not square, fewer than 2 probes, steps below 1, a width not above 0, entries that are not finite
 *
 * @example
 * ```ts
 * import { spectralDensity } from "nntk/linalg";
 * const { nodes, weights } = spectralDensity([[2, 0, 0], [0, 2, 0], [0, 0, 5]]);
 * nodes.reduce((sum, node, i) => sum + weights[i]! * node, 0); // => 3.0000
 * ```
 */
export function spectralDensity(A: MatrixLike | LinearOperator, options: SpectralDensityOptions = {}): SpectralDensity {
  const where = "spectralDensity";
  const { n, steps, run } = lanczosQuadrature(where, A, options, 80, "grid", "width");
  if (n === 0) wrongValue(where, "A", "at least one row", "0 x 0");
  const grid =
    typeof options.grid === "object" ? checkVector(where, "grid", options.grid) : checkInteger(where, "grid", options.grid ?? 256, 1);
  const width = options.width === undefined ? undefined : checkNumber(where, "width", options.width, { low: 0, exclusive: true });
  const { status, rules, products } = run();
  const smoothed = smooth(rules, steps, grid, width);
  // a spectrum within 1e-308 has a density beyond the largest double, a width of 1e308 a grid
  const finite = smoothed.density.every(Number.isFinite) && smoothed.grid.every(Number.isFinite);
  return { status: finite ? status : "nonfinite", ...smoothed, products };
}

function smooth(rules: Rule[], steps: number, grid: number | Float64Array, width: number | undefined) {
  const pairs = rules.flatMap(({ nodes, weights }) => Array.from(nodes, (node, i) => ({ node, weight: weights[i]! / rules.length })));
  pairs.sort((a, b) => a.node - b.node);
  const low = pairs[0]?.node ?? 0;
  const high = pairs.at(-1)?.node ?? 0;
  const size = Math.max(-low, high);
  // nodes that differ by rounding are one point: what lies between them is no density
  const sigma = width ?? ((high - low > ROUNDING * steps * size ? high - low : size) / steps || 1);
  const points = typeof grid === "number" ? equispaced(grid, low - 4 * sigma, high + 4 * sigma) : grid.slice();
  const estimates = Array.from(points, (t) => meanAndError(rules.map((rule) => gaussians(rule, t, sigma))));
  return {
    grid: points,
    density: Float64Array.from(estimates, ({ mean }) => mean),
    error: Float64Array.from(estimates, ({ error }) => error),
    nodes: Float64Array.from(pairs, ({ node }) => node),
    weights: Float64Array.from(pairs, ({ weight }) => weight),
    width: sigma,
  };
}

/** sum_i weights_i exp(-(t - nodes_i)^2 / (2 sigma^2)) / (sigma sqrt(2 pi)) */
function gaussians({ nodes, weights }: Rule, t: number, sigma: number): number {
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const u = (t - nodes[i]!) / sigma;
    if (Math.abs(u) < 9) sum += weights[i]! * exp(-0.5 * u * u);
  }
  return sum / (sigma * Math.sqrt(2 * Math.PI));
}

function equispaced(count: number, low: number, high: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (count === 1 ? (low + high) / 2 : low + ((high - low) * i) / (count - 1)));
}
