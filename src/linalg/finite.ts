import { checkFinite, wrongValue } from "../core/checks.js";
import type { Engine } from "../engine/engine.js";

// Two ways of keeping NaN and infinity out, both at a small fraction of the work they guard.

/** Whether the n values at `pointer` are finite. */
export function allFinite(engine: Engine, n: number, pointer: number): boolean {
  return engine.routines.first_nonfinite_f64(n, pointer) === n;
}

/** Copies the data of the matrix called `name` into the arena; throws at the first entry that is NaN or infinite. */
export function putFinite(engine: Engine, where: string, name: string, values: Float64Array): number {
  const pointer = engine.put(values);
  if (!allFinite(engine, values.length, pointer)) checkFinite(where, `${name}.data`, values);
  return pointer;
}

/**
 * For sums of products, in which a NaN or an infinity of the operands always reaches the result: looks at the result (n values at
 * `pointer`) and, only where that is not finite, for the operand to blame. Finite operands whose result is beyond the doubles are a
 * RangeError too: no infinity or NaN is handed out.
 */
export function checkResult(engine: Engine, where: string, result: string, pointer: number, n: number, operands: Operands = {}): void {
  if (!allFinite(engine, n, pointer)) blame(where, result, operands);
}

/** Throws the error of `checkResult`. */
export function blame(where: string, result: string, operands: Operands): never {
  for (const [name, values] of Object.entries(operands)) checkFinite(where, `${name}.data`, values);
  return wrongValue(where, result, "entries within the range of float64", "an overflow");
}

/** The data of matrices by their names. */
type Operands = Record<string, Float64Array>;
