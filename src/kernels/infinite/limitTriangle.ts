import type { Matrix } from "../../core/matrix.js";
import type { Engine } from "../../engine/engine.js";
import { gridTriangle } from "./gridTriangle.js";
import { lineTriangle } from "./lineTriangle.js";
import type { CheckedInfiniteNtkOptions } from "./options.js";

/** Lends the triangle R of the limit kernel's features, R'R / M = B*, where there are any: undefined for relu and for too many nodes. */
export function limitTriangle<T>(
  where: string,
  x: Matrix,
  options: CheckedInfiniteNtkOptions,
  use: (engine: Engine, r: number) => T,
): T | undefined {
  if (x.cols === 1 && options.activation !== "relu") return lineTriangle(where, x.data, options, use);
  return gridTriangle(where, x, options, use);
}
