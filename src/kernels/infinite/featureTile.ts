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
  const size = nodes.length * m;
  const u = engine.arena.f64(size);
  const code = ACTIVATIONS.indexOf(activation);
  const bias = nodes.map((node) => Math.sqrt(biasVariance) * node);
  const output = Math.sqrt(outputVariance);
  return (along, factors) => {
    const point = engine.view(u, size);
    for (let j = 0; j < bias.length; j++) {
      for (let k = 0; k < m; k++) point[j * m + k] = along[k]! + bias[j]!;
    }
    engine.routines.elementary_f64(code, size, u, sigma);
    engine.routines.activation_first_f64(code, size, u, sigma, slope);
    const a = engine.view(sigma, size);
    const s = engine.view(slope, size);
    for (let j = 0; j < bias.length; j++) {
      const factor = factors[j]!;
      for (let at = j * m; at < (j + 1) * m; at++) {
        a[at]! *= factor;
        s[at]! *= factor * output;
      }
    }
  };
}
