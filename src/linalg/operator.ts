import type { Engine } from "../engine/engine.js";

/**
 * A linear map given by its product: out = A x. `apply` must fill `out` (rows entries) from `x` (cols entries), must not keep either,
 * and may call this library. Both are ordinary Float64Arrays that are reused from call to call.
 */
export interface LinearOperator {
  rows: number;
  cols: number;
  apply(x: Float64Array, out: Float64Array): void;
  /** out = A' x, for the algorithms that need it. */
  applyTransposed?(x: Float64Array, out: Float64Array): void;
}

/** A product between addresses: out = A x with x and out in the engine's memory. */
export type BoundOperator = (x: number, out: number) => void;

/** The key under which our own operators offer a product that never leaves WebAssembly. Not exported from any entry. */
export const BIND: unique symbol = Symbol("nntk.bind");

/** One of our own operators: `[BIND]` puts its state into the engine's arena (for the length of the borrowed scope). */
export interface CompiledOperator extends LinearOperator {
  [BIND](engine: Engine): BoundOperator;
}
