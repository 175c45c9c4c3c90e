import { checkBoolean, checkVector, givenOptions } from "../core/checks.js";
import { checkMatrix, type MatrixLike } from "../core/matrix.js";
import { withEngine } from "../engine/pool.js";
import { blame, checkResult } from "./finite.js";

export interface GemvOptions {
  /** A' x in place of A x. */
  transpose?: boolean;
}

/** Matrices of at most this many entries are multiplied here: the way into the engine and back costs more. The bits are the same. */
const PLAIN = 512;

/**
 * Matrix times vector.
 *
 *   y = A x   or, with `transpose`,   y = A' x
 *
 * Shapes   A: m x n; x: n, y: m (x: m, y: n with `transpose`)
 * Cost     2 m n flops, bound by reading A; a caller with many products of one matrix does better with `matmul`
 *
 * @example
 * ```ts
 * import { gemv } from "nntk/linalg";
 * gemv([[1, 2], [3, 4]], [5, 6]); // => [17, 39]
 * gemv([[1, 2], [3, 4]], [5, 6], { transpose: true }); // => [23, 34]
 * ```
 * @throws {TypeError} A is no matrix, x no list
 * @throws {RangeError} x of the wrong length; a NaN or an infinity in A or x; a product beyond the range of float64
 */
export function gemv(A: MatrixLike, x: ArrayLike<number>, options?: GemvOptions): Float64Array {
  const { rows, cols, data } = checkMatrix("gemv", "A", A, false);
  const { transpose = false } = givenOptions("gemv", options, ["transpose"]);
  const turned = checkBoolean("gemv", "transpose", transpose);
  const vector = checkVector("gemv", "x", x, turned ? rows : cols, turned ? "rows of A" : "columns of A");
  if (rows * cols <= PLAIN && !turned) return plain(rows, cols, data, vector);
  return withEngine((engine) => {
    const { routines, arena } = engine;
    const n = turned ? cols : rows;
    const a = engine.put(data);
    const v = engine.put(vector);
    const y = arena.f64(n);
    if (turned) routines.gemv_transposed_f64(rows, cols, a, cols, v, y);
    else routines.gemv_f64(rows, cols, a, cols, v, y);
    checkResult(engine, "gemv", "y", y, n, { A: data });
    return engine.take(y, n);
  });
}

/** In the order of gemv_f64: two chains a row, the last odd column after them. */
function plain(m: number, n: number, a: Float64Array, x: Float64Array): Float64Array {
  const y = new Float64Array(m);
  let bad = 0;
  for (let i = 0, p = 0; i < m; i++) {
    let even = 0;
    let odd = 0;
    let j = 0;
    for (; j + 1 < n; j += 2, p += 2) {
      even += (a[p] as number) * (x[j] as number);
      odd += (a[p + 1] as number) * (x[j + 1] as number);
    }
    let sum = even + odd;
    if (j < n) sum += (a[p++] as number) * (x[j] as number);
    bad += sum - sum;
    y[i] = sum;
  }
  if (bad !== 0) blame("gemv", "y", { A: a });
  return y;
}
