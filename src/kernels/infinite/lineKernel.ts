import type { Engine } from "../../engine/engine.js";
import { joined } from "../joined.js";
import { lineFeatures } from "./lineFeatures.js";
import type { CheckedInfiniteNtkOptions } from "./options.js";
import type { NormalRule } from "./quadrature.js";

/**
 * M1 B*(x1, x2) for one-dimensional inputs, M1 x M2: products of the quadrature's features, one tile after another. O(n^2) activations a
 * sample instead of a pair, n the nodes an axis.
 */
export function lineKernel(
  engine: Engine,
  options: CheckedInfiniteNtkOptions,
  x1: Float64Array,
  x2: Float64Array,
  rule: NormalRule,
): Float64Array {
  const { arena, routines } = engine;
  const same = x1 === x2;
  const [r, c] = [x1.length, x2.length];
  const x = same ? x1 : joined(x1, x2);
  const m = x.length;
  const out = arena.f64(r * c);
  const scratch = arena.bytes(routines.gemm_scratch_bytes());
  engine.view(out, r * c).fill(0);
  lineFeatures(engine, options, x, rule, (tile, rows) => {
    if (same) routines.syrk_f64(r, rows, 1, tile, 1, m, 1, out, c, scratch);
    else routines.gemm_f64(r, c, rows, 1, tile, 1, m, tile + 8 * r, m, 1, 1, out, c, scratch);
  });
  if (same) routines.copy_lower_to_upper_f64(r, out, c);
  return engine.take(out, r * c);
}
