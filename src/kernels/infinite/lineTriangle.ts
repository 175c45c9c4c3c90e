import type { Engine } from "../../engine/engine.js";
import { withEngine } from "../../engine/pool.js";
import { StreamingQr } from "../../linalg/tsqr.js";
import { lineFeatures } from "./lineFeatures.js";
import { type CheckedInfiniteNtkOptions, initialScales } from "./options.js";
import { normalRule } from "./quadrature.js";

/** Lends the triangle R, M x M, of the quadrature features of a line's points: R'R / M = B* without B* having been formed. */
export function lineTriangle<T>(
  where: string,
  x: Float64Array,
  options: CheckedInfiniteNtkOptions,
  use: (engine: Engine, r: number) => T,
): T {
  const { activation, inputVariance, biasVariance, nodes } = options;
  const largest = x.reduce((a, b) => Math.max(a, b * b), 0);
  const rule = normalRule(where, activation, inputVariance * largest + biasVariance, nodes);
  return withEngine((engine) => {
    const triangle = new StreamingQr(engine, x.length);
    lineFeatures(engine, activation, x, rule, initialScales(options), (tile, rows) => triangle.push(rows, tile));
    const r = engine.arena.f64(x.length * x.length);
    triangle.finish(r);
    return use(engine, r);
  });
}
