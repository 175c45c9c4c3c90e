import type { Engine } from "../engine/engine.js";
import type { Limits } from "./limits.js";
import type { BoundOperator } from "./operator.js";
import { safeScale } from "./powerOfTwo.js";

/** A bound operator that counts its products and keeps the squares of its entries representable. */
export interface CountedOperator {
  readonly n: number;
  readonly apply: BoundOperator;
  readonly products: number;
  /** Power of two by which every product is divided: chosen by the first that is not zero (see `safeScale`), 1 until then. */
  readonly scale: number;
  /** Why the next product may not begin; `vectorOperations` is what was spent besides products. */
  stopsBefore(limits: Limits, vectorOperations: number): "budget" | "aborted" | undefined;
}

/** With an infinite `limit` the products are left as they are. */
export function countedOperator(engine: Engine, n: number, apply: BoundOperator, operations: number, limit?: number): CountedOperator {
  let products = 0;
  let scale = 0;
  return {
    n,
    apply(x, out) {
      apply(x, out);
      products++;
      if (scale === 0 && engine.view(out, n).some(Boolean)) scale = safeScale(engine.view(out, n), limit);
      if (scale > 0 && scale !== 1) engine.routines.scale_f64(n, 1 / scale, out, out);
    },
    get products() {
      return products;
    },
    get scale() {
      return scale || 1;
    },
    stopsBefore(limits, vectorOperations) {
      if (limits.signal?.aborted) return "aborted";
      return (products + 1) * operations + vectorOperations > limits.operations ? "budget" : undefined;
    },
  };
}
