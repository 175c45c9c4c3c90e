import type { Matrix } from "../../core/matrix.js";
import type { Engine } from "../../engine/engine.js";
import { withEngine } from "../../engine/pool.js";
import { StreamingQr } from "../../linalg/tsqr.js";
import { ACTIVATIONS } from "../../model/network.js";
import { type CheckedInfiniteNtkOptions, initialScales } from "./options.js";
import { type NormalRule, normalRule, REACH } from "./quadrature.js";

/** Activations that a grid may cost: 2^30, some ten seconds. */
const MOST = 1_073_741_824;
/** Inputs beyond which even a single sample's grid is too large. */
const MOST_INPUTS = 4;
const ODD = ["tanh", "erf", "sin"];

/** One rule an axis of (w_1, ..., w_d, b): along one axis u = w . x + b is steep as that axis' own coordinate, at most `largest`. */
function axes(where: string, x: Matrix, options: CheckedInfiniteNtkOptions): NormalRule[] {
  const { activation, inputVariance, biasVariance, nodes } = options;
  const largest = new Float64Array(x.cols);
  for (const [at, value] of x.data.entries()) largest[at % x.cols] = Math.max(largest[at % x.cols]!, value * value);
  const variances = [...largest.map((square) => inputVariance * square), biasVariance];
  return variances.map((variance) => normalRule(where, activation, variance, nodes));
}

/**
 * Lends the triangle R, M x M, of the quadrature features of points in the plane or in space: R'R / M = B* without B* having been formed.
 *
 * A node (w, b) of weight p gives the rows sqrt(p) sigma(u), v sqrt(p) sigma'(u) and, for each input l, v sqrt(p) sigma'(u) x_l, with u = w . x + b and
 * v = sqrt(E c^2). With the triangles R_A of all sigma rows and R_S of all sigma' rows, R is that of R_A, R_S, R_S X_1, ..., R_S X_d stacked.
 * The nodes (w, b) and (-w, -b) of an odd activation give the same rows but for signs, so half of them are visited; those whose input weights
 * lie further out than the axes reach are left out.
 *
 * @returns undefined where there is no grid: for relu, whose kink none resolves, and where it would cost more than MOST activations
 */
export function gridTriangle<T>(
  where: string,
  x: Matrix,
  options: CheckedInfiniteNtkOptions,
  use: (engine: Engine, r: number) => T,
): T | undefined {
  if (options.activation === "relu" || x.rows === 0 || x.cols > MOST_INPUTS) return undefined;
  const rules = axes(where, x, options);
  if (rules.reduce((product, { nodes }) => product * nodes.length, x.rows) > MOST) return undefined;
  return withEngine((engine) => {
    const m = x.rows;
    const r = engine.arena.f64(m * m);
    engine.scope(() => {
      const activations = new StreamingQr(engine, m);
      const slopes = new StreamingQr(engine, m);
      sweep(engine, x, options, rules, (rows, sigma, slope) => {
        activations.push(rows, sigma);
        slopes.push(rows, slope);
      });
      stack(engine, x, activations, slopes, r);
    });
    return use(engine, r);
  });
}

/** Visits the input weights one after another, all b of each at once: two tiles of rows x M. */
function sweep(
  engine: Engine,
  x: Matrix,
  options: CheckedInfiniteNtkOptions,
  rules: readonly NormalRule[],
  visit: (rows: number, sigma: number, slope: number) => void,
): void {
  const { rows: m, cols: d } = x;
  const { activation } = options;
  const scales = initialScales(options);
  const code = ACTIVATIONS.indexOf(activation);
  const odd = ODD.includes(activation);
  const bias = rules[d]!;
  const n = bias.nodes.length;
  const size = n * m;
  const u = engine.arena.f64(size);
  const sigma = engine.arena.f64(size);
  const slope = engine.arena.f64(size);
  const roots = bias.weights.map((weight) => Math.sqrt(weight));
  const along = new Float64Array(m);
  const { activation_f64, activation_first_f64 } = engine.routines;

  const tile = (weight: number): void => {
    const root = Math.sqrt(weight);
    const point = engine.view(u, size);
    for (let j = 0; j < n; j++) {
      const b = scales.bias * bias.nodes[j]!;
      for (let k = 0; k < m; k++) point[j * m + k] = along[k]! + b;
    }
    activation_f64(code, size, u, sigma);
    activation_first_f64(code, size, u, sigma, slope);
    const a = engine.view(sigma, size);
    const s = engine.view(slope, size);
    for (let j = 0; j < n; j++) {
      const factor = root * roots[j]!;
      for (let k = j * m; k < (j + 1) * m; k++) {
        a[k]! *= factor;
        s[k]! *= factor * scales.output;
      }
    }
    visit(n, sigma, slope);
  };

  const index = new Int32Array(d);
  for (;;) {
    let weight = 1;
    let square = 0;
    for (let l = 0; l < d; l++) {
      weight *= rules[l]!.weights[index[l]!]!;
      square += rules[l]!.nodes[index[l]!]! * rules[l]!.nodes[index[l]!]!;
    }
    // with an odd activation only w_1 <= 0 is visited, and what is not its own mirror image counts twice
    const first = rules[0]!.nodes[index[0]!]!;
    if (odd && first < 0) weight *= 2;
    if (square <= REACH * REACH && !(odd && first > 0)) {
      along.fill(0);
      for (let l = 0; l < d; l++) {
        const w = scales.input * rules[l]!.nodes[index[l]!]!;
        for (let k = 0; k < m; k++) along[k]! += w * x.data[k * d + l]!;
      }
      tile(weight);
    }
    let axis = d - 1;
    while (axis >= 0 && ++index[axis]! === rules[axis]!.nodes.length) index[axis--] = 0;
    if (axis < 0) return;
  }
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
