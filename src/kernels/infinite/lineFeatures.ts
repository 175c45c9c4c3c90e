import type { Engine } from "../../engine/engine.js";
import { featureTile } from "./featureTile.js";
import type { CheckedInfiniteNtkOptions } from "./options.js";
import type { NormalRule } from "./quadrature.js";

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
  options: CheckedInfiniteNtkOptions,
  x: Float64Array,
  { nodes, weights }: NormalRule,
  use: (tile: number, rows: number) => void,
): void {
  const m = x.length;
  const n = nodes.length;
  const size = n * m;
  const tile = engine.arena.f64(3 * size);
  const slope = tile + 8 * size;
  const fill = featureTile(engine, options, nodes, m, tile, slope);
  const scale = Math.sqrt(options.inputVariance);
  const along = new Float64Array(m);
  const factors = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const w = scale * nodes[i]!;
    for (let k = 0; k < m; k++) along[k] = w * x[k]!;
    for (let j = 0; j < n; j++) factors[j] = Math.sqrt(weights[i]! * weights[j]!);
    fill(along, factors);
    const slopes = engine.view(slope, 2 * size);
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < m; k++) slopes[size + j * m + k] = slopes[j * m + k]! * x[k]!;
    }
    use(tile, 3 * n);
  }
}
