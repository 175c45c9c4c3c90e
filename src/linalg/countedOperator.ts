import type { Matrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import { type Limits, type Stop, stopsBefore } from "./limits.js";
import { operationsOf } from "./operations.js";
import { type BoundOperator, bindOperator, type LinearOperator } from "./operator.js";
import { safeScale } from "./powerOfTwo.js";

/** A bound operator that counts its products and keeps the squares of its entries representable. */
export interface CountedOperator {
  readonly n: number;
  readonly apply: BoundOperator;
  readonly products: number;
  /** Power of two by which every product is divided: chosen by the first that is not zero (see `safeScale`), 1 until then. */
  readonly scale: number;
  /** Why the next product may not begin; `vectorOperations` is what was spent besides products. */
  stopsBefore(vectorOperations: number): Stop | undefined;
}

/** The square operator A, called `name` in errors. With an infinite `range` (see `safeScale`) the products are left as they are. */
export function countedOperator(
  engine: Engine,
  where: string,
  A: Matrix | LinearOperator,
  limits: Limits,
  range?: number,
  name?: string,
): CountedOperator {
  const n = A.rows;
  const product = bindOperator(engine, where, A, name);
  let products = 0;
  let scale = 0;
  return {
    n,
    apply(x, out) {
      product(x, out);
      products++;
      if (scale === 0 && engine.view(out, n).some(Boolean)) scale = safeScale(engine.view(out, n), range);
      if (scale > 0 && scale !== 1) engine.routines.scale_f64(n, 1 / scale, out, out);
    },
    get products() {
      return products;
    },
    get scale() {
      return scale || 1;
    },
    stopsBefore: (vectorOperations) => stopsBefore(limits, (products + 1) * operationsOf(A) + vectorOperations),
  };
}
