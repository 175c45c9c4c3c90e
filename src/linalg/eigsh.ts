import { checkChoice, checkInteger, checkOptions, checkVector } from "../core/checks.js";
import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { type CountedOperator, countedOperator } from "./countedOperator.js";
import { allFinite } from "./finite.js";
import { endsOf, type Which } from "./lanczosEnds.js";
import { checkSeed } from "./lanczosQuadrature.js";
import { checkLimits, ITERATION_KEYS, type IterationOptions, type Limits } from "./limits.js";
import { checkSquareOperator, type LinearOperator } from "./operator.js";
import { orthonormalizeRows } from "./orthogonalize.js";
import { rotateRows } from "./rotateRows.js";
import { type Found, searchEnds } from "./searchEnds.js";
import { symmetricEigh } from "./symmetricEigh.js";

export interface EigshOptions extends IterationOptions {
  /** LA largest (default), SA smallest, LM largest in magnitude, BE half from each end (the odd one from the large end). */
  which?: Which;
  /** Of the random vectors; default 0. */
  seed?: number;
  /** First vector of the search; random when absent. */
  v0?: ArrayLike<number>;
}

export interface EigshResult {
  status: Status;
  /** Ascending. */
  values: Float64Array;
  /** n x k: column j belongs to values[j]. */
  vectors: Matrix;
  /** |A v - value v|, by definition when the status is `converged` or `max_iterations`, else as estimated by the recurrence. */
  residuals: Float64Array;
  /** Cycles: restarts of the basis. */
  iterations: number;
  /** Products with A. */
  products: number;
}

/**
 * k eigenvalues at the ends of the spectrum of a symmetric matrix or operator, with eigenvectors: thick-restart Lanczos with full
 * reorthogonalisation.
 *
 *   A V = V diag(values),  V'V = I
 *
 * A pair has converged when its residual |A v - value v| <= tolerance |A| (default 1e-10; |A| as far as seen). Pairs are looked at while the
 * basis grows, at sizes that follow from how fast they converge. A Krylov space holds one vector of every eigenspace, so the k pairs are then
 * locked and their complement is searched from a random vector: what it holds beyond the worst of them (another copy of a multiple
 * eigenvalue) is added, and the search ends when its best value is certain to be no better. No value comes twice unless its eigenspace has
 * that many dimensions; values closer than 2 tolerance |A| may stand for each other. Where m >= n, the basis is grown until it is the whole
 * space. Symmetry is not checked, but a result whose residuals, recomputed, are not what the recurrence said ends as `breakdown`.
 *
 * Source   Wu & Simon 2000 (thick restart); Daniel, Gragg, Kaufman & Stewart 1976 (reorthogonalisation)
 * Shapes   A: n x n; vectors: n x k
 * Cost     at most m - k products a cycle and O(n m) a product, m = max(2k + 1, k + 32) + min(96, 24576 / n), fewer where that exceeds
 *          n; m + 2 vectors of memory. `maxIterations` is 1000 cycles
 *
 * @returns status, values, vectors, residuals, iterations, products. Other statuses: `max_iterations`, `budget`, `aborted`, `nonfinite`
 *   (the best pairs so far, perhaps fewer than k), `breakdown`. Two calls with one seed agree bit for bit
 * @throws {TypeError} wrong kinds, unknown options, whatever a user's function throws
 * @throws {RangeError} A not square, k below 1 or above n, v0 of another length, entries that are not finite
 *
 * @example
 * ```ts
 * import { eigsh } from "nntk/linalg";
 * const laplacian = {
 *   rows: 100,
 *   cols: 100,
 *   apply(x: Float64Array, out: Float64Array) {
 *     for (let i = 0; i < 100; i++) out[i] = 2 * x[i]! - (x[i - 1] ?? 0) - (x[i + 1] ?? 0);
 *   },
 * };
 * const result = eigsh(laplacian, 2, { which: "SA" });
 * result.status; // => "converged"
 * result.values; // => [0.000967435416, 0.003868805733]
 * ```
 */
export function eigsh(A: MatrixLike | LinearOperator, k: number, options: EigshOptions = {}): EigshResult {
  const operator = checkSquareOperator("eigsh", "A", A);
  const n = operator.rows;
  checkInteger("eigsh", "k", k, 1, n);
  checkOptions("eigsh", "options", options, [...ITERATION_KEYS, "which", "seed", "v0"]);
  const limits = checkLimits("eigsh", options, 1e-10, 1000);
  const ends = endsOf(checkChoice("eigsh", "which", options.which ?? "LA", ["LA", "SA", "LM", "BE"]), k);
  const random = checkSeed("eigsh", options);
  const v0 = options.v0 === undefined ? undefined : checkVector("eigsh", "v0", options.v0, n, "rows of A");
  return withEngine((engine) => {
    const A = countedOperator(engine, "eigsh", operator, limits);
    return assemble(engine, A, searchEnds(engine, A, ends, limits, v0, random), limits);
  });
}

/**
 * Copies the result out. After a whole search the pairs are improved once more inside their own span (Rayleigh-Ritz), and the residuals
 * are those of the definition: k products.
 */
function assemble(engine: Engine, A: CountedOperator, found: Found, { tolerance }: Limits): EigshResult {
  const { n } = A;
  const { routines } = engine;
  const { basis, cycles } = found;
  let { status, pairs } = found;
  const k = pairs.length;
  const rows = basis.start;
  const row = (i: number) => rows + 8 * n * i;
  if (status === "converged" || status === "max_iterations") {
    orthonormalizeRows(engine, n, k, rows);
    const images = engine.arena.f64(k * n);
    const image = (i: number) => images + 8 * n * i;
    for (let i = 0; i < k; i++) A.apply(row(i), image(i));
    if (!allFinite(engine, k * n, images)) status = "nonfinite";
    else {
      const H = new Float64Array(k * k);
      for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) H[i * k + j] = routines.dot_f64(n, row(i), image(j));
      const { values, vectors } = symmetricEigh(engine, k, H);
      const y = engine.put(vectors);
      rotateRows(engine, n, rows, k, k, y);
      rotateRows(engine, n, images, k, k, y);
      pairs = Array.from(values, (value, index) => {
        const residual = Math.sqrt(routines.axpy_dot_f64(n, -value, row(index), image(index)));
        return { value, index, residual };
      });
      const believable = 10 * Math.max(tolerance, 16 * Number.EPSILON * Math.sqrt(n)) * basis.norm();
      if (status === "converged" && !pairs.every(({ residual }) => residual <= believable)) status = "breakdown";
    }
  }
  pairs.sort((a, b) => a.value - b.value);
  const vectors = makeMatrix(n, k);
  for (const [column, { index }] of pairs.entries()) {
    engine.view(row(index), n).forEach((entry, i) => {
      vectors.data[i * k + column] = entry;
    });
  }
  const list = (key: "value" | "residual") => Float64Array.from(pairs, (pair) => pair[key] * A.scale);
  return { status, values: list("value"), vectors, residuals: list("residual"), iterations: cycles, products: A.products };
}
