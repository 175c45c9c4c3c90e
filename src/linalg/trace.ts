import { checkInteger, checkOptions } from "../core/checks.js";
import type { MatrixLike } from "../core/matrix.js";
import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import type { Random } from "../random/index.js";
import { type CountedOperator, countedOperator } from "./countedOperator.js";
import { checkSeed, meanAndError, randomSigns } from "./lanczosQuadrature.js";
import { checkLimits, type IterationOptions } from "./limits.js";
import { checkSquareOperator, type LinearOperator } from "./operator.js";
import { orthogonalizeOperations } from "./orthogonalize.js";

export interface TraceOptions extends Pick<IterationOptions, "operations" | "signal"> {
  /** Products with A to spend, at least 6: a third each on the sketch, on its part of the trace and on the rest. Default 96. */
  products?: number;
  /** Of the random vectors; default 0. */
  seed?: number;
}

export interface TraceResult {
  status: Status;
  /** tr A; absent when no estimate exists. */
  value?: number;
  /** Standard error, from the scatter of the vectors spent on the rest; 0 when the trace was summed entry by entry. */
  error: number;
  products: number;
}

/**
 * Trace of a square matrix or operator by Hutch++: exact on the range of a sketch, Hutchinson's estimator on the rest.
 *
 *   Q = orth(A S);  tr A = tr Q'AQ + tr (I - QQ') A (I - QQ')  ~  tr Q'AQ + mean over g of h'Ah,  h = (I - QQ') g
 *
 * S and the g are random signs. The relative error falls as 1/products (for A positive semidefinite; Hutchinson alone: its square root),
 * and much faster where the eigenvalues decay. With no more rows than products the trace is summed from the n unit vectors, exactly.
 *
 * Source   Meyer, Musco, Musco & Woodruff 2021, algorithm 1
 * Shapes   A: n x n, symmetric or not
 * Cost     `products` products, 4 n (products/3)^2 operations besides; products/3 + 3 vectors of memory
 *
 * @returns status, value, error, products. `budget`, `aborted`, `nonfinite`: no value, unless two of the last third's vectors were finished
 * @throws {TypeError} wrong kinds, unknown options, whatever a user's function throws
 * @throws {RangeError} A not square, fewer than 6 products, entries that are not finite
 *
 * @example
 * ```ts
 * import { trace } from "nntk/linalg";
 * trace([[1, 7], [0, 2]]).value; // => 3.0000
 * const decaying = { rows: 500, cols: 500, apply: (x: Float64Array, out: Float64Array) => void out.set(x.map((v, i) => v / (i + 1) ** 3)) };
 * trace(decaying).value; // => 1.202
 * ```
 */
export function trace(A: MatrixLike | LinearOperator, options: TraceOptions = {}): TraceResult {
  const operator = checkSquareOperator("trace", "A", A);
  const n = operator.rows;
  checkOptions("trace", "options", options, ["products", "seed", "operations", "signal"]);
  const products = checkInteger("trace", "products", options.products ?? 96, 6);
  const random = checkSeed("trace", options);
  const limits = checkLimits("trace", options, 0, 0);
  return withEngine((engine) => {
    const whole = n <= products;
    const counted = countedOperator(engine, "trace", operator, limits, whole ? Infinity : undefined);
    const { status, value, error } = whole ? sumDiagonal(engine, counted) : hutchPlusPlus(engine, counted, products, random);
    const none = { error: Infinity, products: counted.products };
    if (value === undefined) return { status, ...none };
    if (!Number.isFinite(value * counted.scale)) return { status: "nonfinite", ...none };
    return { status, value: value * counted.scale, error: error * counted.scale, products: counted.products };
  });
}

type Estimate = Omit<TraceResult, "products">;

function sumDiagonal(engine: Engine, A: CountedOperator): Estimate {
  const { n } = A;
  const unit = engine.arena.f64(n);
  const image = engine.arena.f64(n);
  let value = 0;
  for (let i = 0; i < n; i++) {
    const stop = A.stopsBefore(0);
    if (stop) return { status: stop, error: Infinity };
    engine.view(unit, n).fill(0)[i] = 1;
    A.apply(unit, image);
    value += engine.view(image, n)[i]!;
  }
  return { status: "converged", value, error: 0 };
}

function hutchPlusPlus(engine: Engine, A: CountedOperator, products: number, random: Random): Estimate {
  const { n } = A;
  const { arena, routines } = engine;
  const sketch = Math.floor(products / 3);
  const Q = arena.f64(sketch * n);
  const scratch = arena.f64(n + sketch);
  const g = arena.f64(n);
  const image = arena.f64(n);
  let rank = 0;
  let spent = 0;
  let inside = 0;
  const rest: number[] = [];
  const end = (status: Status): Estimate => {
    const { mean, error } = meanAndError(rest);
    return rest.length < 2 ? { status, error: Infinity } : { status, value: inside + mean, error };
  };
  /** Makes the vector orthogonal to the sketch; returns the norm of what is left. */
  const project = (row: number): number => {
    spent += orthogonalizeOperations(n, rank);
    return routines.orthogonalize_f64(n, rank, Q, row, scratch);
  };
  for (let i = 0; i < sketch; i++) {
    const stop = A.stopsBefore(spent);
    if (stop) return end(stop);
    engine.view(g, n).set(randomSigns(random, n));
    const row = Q + 8 * n * rank;
    A.apply(g, row);
    const before = Math.sqrt(routines.dot_f64(n, row, row));
    if (!Number.isFinite(before)) return end("nonfinite");
    const left = project(row);
    if (left > 1e-13 * before) {
      routines.scale_f64(n, 1 / left, row, row);
      rank++;
    }
  }
  for (let i = 0; i < rank; i++) {
    const stop = A.stopsBefore(spent);
    if (stop) return end(stop);
    A.apply(Q + 8 * n * i, image);
    inside += routines.dot_f64(n, Q + 8 * n * i, image);
  }
  for (let i = 2 * sketch; i < products; i++) {
    const stop = A.stopsBefore(spent);
    if (stop) return end(stop);
    engine.view(g, n).set(randomSigns(random, n));
    project(g);
    A.apply(g, image);
    const term = routines.dot_f64(n, g, image);
    if (!Number.isFinite(term)) return end("nonfinite");
    rest.push(term);
  }
  return end("converged");
}
