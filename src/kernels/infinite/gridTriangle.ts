import type { Matrix } from "../../core/matrix.js";
import type { Engine } from "../../engine/engine.js";
import { StreamingQr } from "../../linalg/tsqr.js";
import { featureTile } from "./featureTile.js";
import type { CheckedInfiniteNtkOptions } from "./options.js";
import { type NormalRule, normalRule, REACH } from "./quadrature.js";

/** Writes a triangle, in the scope of an engine. */
export type Triangle = (engine: Engine, r: number) => void;

/** Activations that a grid may cost: 2^30, some ten seconds. */
const MOST = 1_073_741_824;
/** Inputs beyond which even a single sample's grid is too large. */
const MOST_INPUTS = 4;
const ODD = ["tanh", "erf", "sin"];

/** One rule an axis of (w_1, ..., w_d, b): along one axis u = w . x + b is steep as that axis' own coordinate, at most `largest`. */
function axes(where: string, x: Matrix, options: CheckedInfiniteNtkOptions): NormalRule[] {
  const { inputVariance, biasVariance } = options;
  const largest = new Float64Array(x.cols);
  for (const [at, value] of x.data.entries()) largest[at % x.cols] = Math.max(largest[at % x.cols]!, value * value);
  const variances = [...largest.map((square) => inputVariance * square), biasVariance];
  return variances.map((variance) => normalRule(where, options, variance));
}

/**
 * The triangle R, M x M, of the quadrature features of points in the plane or in space.
 *
 * A node (w, b) of weight p gives the rows sqrt(p) sigma(u), v sqrt(p) sigma'(u) and, for each input l, v sqrt(p) sigma'(u) x_l, with u = w . x + b and
 * v = sqrt(E c^2). With the triangles R_A of all sigma rows and R_S of all sigma' rows, R is that of R_A, R_S, R_S X_1, ..., R_S X_d stacked.
 * The nodes (w, b) and (-w, -b) of an odd activation give the same rows but for signs, so half of them are visited; those whose input weights
 * lie further out than the axes reach are left out.
 *
 * @returns undefined where there is no grid: where it would cost more than MOST activations
 */
export function gridTriangle(where: string, x: Matrix, options: CheckedInfiniteNtkOptions): Triangle | undefined {
  if (x.rows === 0 || x.cols > MOST_INPUTS) return undefined;
  const rules = axes(where, x, options);
  if (rules.reduce((product, { nodes }) => product * nodes.length, x.rows) > MOST) return undefined;
  return (engine, r) => {
    const activations = new StreamingQr(engine, x.rows);
    const slopes = new StreamingQr(engine, x.rows);
    sweep(engine, x, options, rules, (rows, sigma, slope) => {
      activations.push(rows, sigma);
      slopes.push(rows, slope);
    });
    stack(engine, x, activations, slopes, r);
  };
}

/** Visits the input weights one after another, all b of each at once: two tiles of rows x M. */
function sweep(
  engine: Engine,
  { rows: m, cols: d, data }: Matrix,
  options: CheckedInfiniteNtkOptions,
  rules: readonly NormalRule[],
  visit: (rows: number, sigma: number, slope: number) => void,
): void {
  const { nodes, weights } = rules[d]!;
  const n = nodes.length;
  const sigma = engine.arena.f64(n * m);
  const slope = engine.arena.f64(n * m);
  const fill = featureTile(engine, options, nodes, m, sigma, slope);
  const roots = weights.map((weight) => Math.sqrt(weight));
  const factors = new Float64Array(n);
  const scale = Math.sqrt(options.inputVariance);
  const odd = ODD.includes(options.activation);
  /** The weights from one axis on, given what those before it make of |w|^2, of the product of their weights and of w . x. */
  const from = (axis: number, square: number, weight: number, along: Float64Array): void => {
    if (square > REACH * REACH) return;
    if (axis === d) {
      const root = Math.sqrt(weight);
      for (let j = 0; j < n; j++) factors[j] = root * roots[j]!;
      fill(along, factors);
      visit(n, sigma, slope);
      return;
    }
    for (const [i, z] of rules[axis]!.nodes.entries()) {
      // with an odd activation only w_1 <= 0 is visited, and what is not its own mirror image counts twice
      const mirrored = odd && axis === 0;
      if (mirrored && z > 0) return;
      const factor = (mirrored && z < 0 ? 2 : 1) * rules[axis]!.weights[i]!;
      const w = scale * z;
      from(
        axis + 1,
        square + z * z,
        weight * factor,
        along.map((u, k) => u + w * data[k * d + axis]!),
      );
    }
  };
  from(0, 0, 1, new Float64Array(m));
}

function stack(engine: Engine, x: Matrix, activations: StreamingQr, slopes: StreamingQr, r: number): void {
  const { rows: m, cols: d } = x;
  const triangle = engine.arena.f64(m * m);
  const rows = engine.arena.f64(m * m);
  const whole = new StreamingQr(engine, m);
  activations.finish(triangle);
  whole.push(m, triangle);
  slopes.finish(triangle);
  whole.push(m, triangle);
  for (let l = 0; l < d; l++) {
    const from = engine.view(triangle, m * m);
    const to = engine.view(rows, m * m);
    for (let at = 0; at < to.length; at++) to[at] = from[at]! * x.data[(at % m) * d + l]!;
    whole.push(m, rows);
  }
  whole.finish(r);
}
