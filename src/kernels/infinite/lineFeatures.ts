import type { Engine } from "../../engine/engine.js";
import { ACTIVATIONS, type Activation } from "../../model/network.js";
import type { NormalRule } from "./quadrature.js";

/** Scales of the initial law: standard deviations of w and b, and sqrt(E c^2). */
export interface InitialScales {
  input: number;
  bias: number;
  output: number;
}

/**
 * Quadrature features of one-dimensional inputs: the plane of (w, b) is two-dimensional whatever the number of points, so one grid serves
 * every pair. For node (w_i, b_j) of weight p_i p_j, and each sample m with u = w_i x_m + b_j, the three columns
 *
 *   sqrt(p_i p_j) [ sigma(u),  v sigma'(u),  v sigma'(u) x_m ],      v = sqrt(E c^2)
 *
 * give M B*(x, x') as the sum of products over all nodes: B* = F'F / M. Called back tile by tile: one w_i, all b_j, the tile being
 * 3 nodes x M, row-major at `tile`: first all sigma rows, then sigma', then sigma' x.
 */
export function lineFeatures(
  engine: Engine,
  activation: Activation,
  x: Float64Array,
  rule: NormalRule,
  scales: InitialScales,
  use: (tile: number, rows: number) => void,
): void {
  const { nodes, weights } = rule;
  const n = nodes.length;
  const m = x.length;
  const code = ACTIVATIONS.indexOf(activation);
  const size = n * m;
  const tile = engine.arena.f64(3 * size);
  const u = engine.arena.f64(size);
  const first = tile + 8 * size;
  for (let i = 0; i < n; i++) {
    const w = scales.input * nodes[i]!;
    const point = engine.view(u, size);
    for (let j = 0; j < n; j++) {
      const b = scales.bias * nodes[j]!;
      for (let k = 0; k < m; k++) point[j * m + k] = w * x[k]! + b;
    }
    engine.routines.activation_f64(code, size, u, tile);
    engine.routines.activation_first_f64(code, size, u, tile, first);
    const features = engine.view(tile, 3 * size);
    for (let j = 0; j < n; j++) {
      const root = Math.sqrt(weights[i]! * weights[j]!);
      for (let k = 0; k < m; k++) {
        const at = j * m + k;
        features[at]! *= root;
        features[size + at]! *= root * scales.output;
        features[2 * size + at] = features[size + at]! * x[k]!;
      }
    }
    use(tile, 3 * n);
  }
}
