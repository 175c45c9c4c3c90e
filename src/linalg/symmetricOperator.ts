import { checkVector, wrongKind, wrongValue } from "../core/checks.js";
import { isFloat64Array } from "../core/typedArrays.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { BIND, type BoundOperator, type CompiledOperator } from "./operator.js";

/**
 * A symmetric operator of our own: who extends it says how its state is bound to an engine. From outside it is an ordinary
 * `LinearOperator` whose every product binds anew; the library's own algorithms bind it once.
 */
export abstract class SymmetricOperator implements CompiledOperator {
  readonly cols: number;
  // set by the constructor: a method by that name would keep the class, and all it uses, in every bundle
  declare readonly [BIND]: (engine: Engine) => BoundOperator;

  protected constructor(
    readonly rows: number,
    /** Of one product, what `bind` computes once not counted. */
    readonly operations: number,
  ) {
    this.cols = rows;
    Object.defineProperty(this, BIND, { value: (engine: Engine) => this.bind(engine) }); // not enumerable: copies are plain data
  }

  /** Puts what the products need into the engine's arena, for as long as it is borrowed. */
  protected abstract bind(engine: Engine): BoundOperator;

  apply(x: Float64Array, out: Float64Array): void {
    const from = checkVector("apply", "x", x, this.cols, "columns of the operator");
    if (!isFloat64Array(out)) wrongKind("apply", "out", "a Float64Array", out);
    if (out.length !== this.rows) wrongValue("apply", "out", `length ${this.rows} (rows of the operator)`, out.length);
    withEngine((engine) => {
      const product = this[BIND](engine);
      const v = engine.put(from);
      const result = engine.arena.f64(this.rows);
      product(v, result);
      out.set(engine.view(result, this.rows));
    });
  }

  applyTransposed(x: Float64Array, out: Float64Array): void {
    this.apply(x, out);
  }
}
