import type { Engine } from "../../engine/engine.js";
import { ACTIVATIONS } from "../../model/network.js";
import type { CheckedInfiniteNtkOptions } from "./options.js";

/**
 * Tiles of quadrature features, all nodes b of the bias under one input weight w. For each, given w . x_m of the M samples and a factor a node,
 * the tile gets with u = w . x_m + b_j the rows
 *
 *   factor_j sigma(u) at `sigma`,   factor_j v sigma'(u) at `slope`,   v = sqrt(E c^2);     nodes x M each
 */
export function featureTile(
  engine: Engine,
  { activation, biasVariance, outputVariance }: CheckedInfiniteNtkOptions,
  nodes: Float64Array,
  m: number,
  sigma: number,
  slope: number,
): (along: Float64Array, factors: Float64Array) => void {
  const n = nodes.length;
  const size = n * m;
  const { arena, routines } = engine;
  const u = arena.f64(size);
  const scales = arena.f64(2 * n);
  const code = ACTIVATIONS.indexOf(activation);
  const bias = nodes.map((node) => Math.sqrt(biasVariance) * node);
  const output = Math.sqrt(outputVariance);
  return (along, factors) => {
    const point = engine.view(u, size);
    const scale = engine.view(scales, 2 * n);
    for (let j = 0; j < n; j++) {
      const b = bias[j]!;
      for (let k = 0; k < m; k++) point[j * m + k] = along[k]! + b;
      scale[j] = factors[j]!;
      scale[n + j] = factors[j]! * output;
    }
    routines.elementary_f64(code, size, u, sigma);
    routines.activation_first_f64(code, size, u, sigma, slope);
    routines.shallow_scale_f64(n, m, scales, sigma, sigma, m);
    routines.shallow_scale_f64(n, m, scales + 8 * n, slope, slope, m);
  };
}
