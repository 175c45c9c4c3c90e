import type { Matrix } from "../../core/matrix.js";
import type { Engine } from "../../engine/engine.js";
import { withEngine } from "../../engine/pool.js";
import { StreamingQr } from "../../linalg/tsqr.js";
import { largestVariance } from "./covariance.js";
import { gridTriangle, type Triangle } from "./gridTriangle.js";
import { lineFeatures } from "./lineFeatures.js";
import type { CheckedInfiniteNtkOptions } from "./options.js";
import { normalRule } from "./quadrature.js";

/**
 * Lends the triangle R, M x M, of the limit kernel's quadrature features: R'R / M = B* without B* having been formed.
 *
 * @returns undefined where there is none: for relu, whose kink no grid resolves, and where it would take too many nodes
 */
export function limitTriangle<T>(
  where: string,
  x: Matrix,
  options: CheckedInfiniteNtkOptions,
  use: (engine: Engine, r: number) => T,
): T | undefined {
  if (options.activation === "relu") return undefined;
  const write = x.cols === 1 ? lineTriangle(where, x, options) : gridTriangle(where, x, options);
  if (write === undefined) return undefined;
  return withEngine((engine) => {
    const r = engine.arena.f64(x.rows * x.rows);
    engine.scope(() => write(engine, r));
    return use(engine, r);
  });
}

function lineTriangle(where: string, x: Matrix, options: CheckedInfiniteNtkOptions): Triangle {
  const rule = normalRule(where, options, largestVariance(x, options));
  return (engine, r) => {
    const whole = new StreamingQr(engine, x.rows);
    lineFeatures(engine, options, x.data, rule, (tile, rows) => whole.push(rows, tile));
    whole.finish(r);
  };
}
