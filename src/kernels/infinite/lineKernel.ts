import type { Engine } from "../../engine/engine.js";
import type { Activation } from "../../model/network.js";
import { type InitialScales, lineFeatures } from "./lineFeatures.js";
import type { NormalRule } from "./quadrature.js";

/**
 * M1 B*(x1, x2) for one-dimensional inputs, M1 x M2: products of the quadrature's features, one tile after another. O(n^2) activations a
 * sample instead of a pair, n the nodes an axis.
 */
export function lineKernel(
  engine: Engine,
  activation: Activation,
  x1: Float64Array,
  x2: Float64Array,
  rule: NormalRule,
  scales: InitialScales,
): Float64Array {
  const { arena, routines } = engine;
  const same = x1 === x2;
  const [r, c] = [x1.length, x2.length];
  const m = same ? r : r + c;
  const x = new Float64Array(m);
  x.set(x1);
  if (!same) x.set(x2, r);
  const out = arena.f64(r * c);
  const scratch = arena.bytes(routines.gemm_scratch_bytes());
  engine.view(out, r * c).fill(0);
  lineFeatures(engine, activation, x, rule, scales, (tile, rows) => {
    if (same) routines.syrk_f64(r, rows, 1, tile, 1, m, 1, out, c, scratch);
    else routines.gemm_f64(r, c, rows, 1, tile, 1, m, tile + 8 * r, m, 1, 1, out, c, scratch);
  });
  if (same) routines.copy_lower_to_upper_f64(r, out, c);
  return engine.take(out, r * c);
}
