import { checkFunction, checkInteger, checkNumber, wrongKind } from "../core/checks.js";
import { checkMatrix, type Matrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import { square } from "./checkSquare.js";
import { putFinite } from "./finite.js";

/**
 * A linear map given by its product: out = A x. `apply` fills `out` (rows entries) from `x` (cols entries). Both are ordinary
 * Float64Arrays, reused from call to call: keep neither. `out` arrives as zeros, so a product may be accumulated entry by entry, and an
 * entry that is not written is zero; a product that is returned instead is a TypeError. `apply` may call this library. What it throws
 * reaches the caller as it is; a NaN or an infinity it writes ends the computation with the status `nonfinite`.
 */
export interface LinearOperator {
  rows: number;
  cols: number;
  apply(x: Float64Array, out: Float64Array): void;
  /** out = A' x, for the algorithms that need it. */
  applyTransposed?(x: Float64Array, out: Float64Array): void;
  /** Floating-point operations of one product, for budgets; 2 rows cols when absent. */
  operations?: number;
}

/** A product between addresses: out = A x with x and out in the engine's memory; they do not overlap. */
export type BoundOperator = (x: number, out: number) => void;

/** The key under which our own operators offer a product that never leaves the engine. Not exported from any entry. */
export const BIND: unique symbol = Symbol("nntk.bind");

/** One of our own operators: `[BIND]` puts its state into the engine's arena (for the length of the borrowed scope). */
export interface CompiledOperator extends LinearOperator {
  [BIND](engine: Engine): BoundOperator;
}

/**
 * Reads a matrix or an operator: lists become a matrix record, an operator's shape and kinds are checked. Entries are not looked at yet
 * (`bindOperator` does, once they are copied in), and symmetry never is.
 */
function checkOperator(where: string, name: string, value: unknown): Matrix | LinearOperator {
  if (typeof value !== "object" || value === null || !("apply" in value)) return checkMatrix(where, name, value, false);
  const operator = value as LinearOperator;
  checkInteger(where, `${name}.rows`, operator.rows);
  checkInteger(where, `${name}.cols`, operator.cols);
  checkFunction(where, `${name}.apply`, operator.apply);
  if (operator.operations !== undefined) checkNumber(where, `${name}.operations`, operator.operations, { low: 0 });
  return operator;
}

/** A + shift I, between the same addresses. */
export function shifted(engine: Engine, n: number, apply: BoundOperator, shift: number): BoundOperator {
  if (shift === 0) return apply;
  return (x, out) => {
    apply(x, out);
    engine.routines.axpy_f64(n, shift, x, out);
  };
}

/** As `checkOperator`, for an operator that has to be square; `order`, when given, is the number of rows it must have. */
export function checkSquareOperator(where: string, name: string, value: unknown, order?: number): Matrix | LinearOperator {
  return square(where, name, checkOperator(where, name, value), order);
}

/**
 * The product of A, checked before, between addresses of one engine, for as long as the arena's present scope. A matrix is copied in once
 * and multiplied by the dense routine; one of our own operators stays inside; a user's operator gets copies of the vectors, never the
 * memory itself.
 *
 * @throws {RangeError} a matrix entry that is NaN or infinite
 */
export function bindOperator(engine: Engine, where: string, A: Matrix | LinearOperator, name = "A"): BoundOperator {
  const { rows, cols } = A;
  if (BIND in A) return (A as CompiledOperator)[BIND](engine);
  if ("apply" in A) return bindFunction(engine, where, name, A);
  const a = putFinite(engine, where, name, A.data);
  return (x, out) => engine.routines.gemv_f64(rows, cols, a, cols, x, out);
}

function bindFunction(engine: Engine, where: string, name: string, operator: LinearOperator): BoundOperator {
  const { rows, cols } = operator;
  const input = new Float64Array(cols);
  const output = new Float64Array(rows);
  return (x, out) => {
    input.set(engine.view(x, cols));
    output.fill(0);
    const returned: unknown = operator.apply(input, output);
    if (typeof returned === "object" && returned !== null && returned !== output)
      wrongKind(where, `${name}.apply`, "to write into its second argument and return nothing", returned);
    engine.view(out, rows).set(output);
  };
}
