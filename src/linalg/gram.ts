import { checkBoolean, checkFinite, givenOptions } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { withEngine } from "../engine/pool.js";
import { checkResult } from "./finite.js";

export interface GramOptions {
  /** A' A in place of A A'. */
  transpose?: boolean;
}

/**
 * Gram matrix by a symmetric rank-k update: half the work of `matmul`, and exactly symmetric.
 *
 *   G = A A'   or, with `transpose`,   G = A' A
 *
 * Every entry has the bits that `matmul` gives.
 *
 * Shapes   A: m x k; G: m x m (k x k with `transpose`)
 * Cost     m^2 k flops; 8 (mk + m^2) bytes and about 1 MB of scratch
 *
 * @example
 * ```ts
 * import { gram } from "nntk/linalg";
 * gram([[1, 2], [3, 4]]).data; // => [5, 11, 11, 25]
 * gram([[1, 2], [3, 4]], { transpose: true }).data; // => [10, 14, 14, 20]
 * ```
 * @throws {TypeError} A is no matrix
 * @throws {RangeError} a NaN or an infinity in A; a product beyond the range of float64
 */
export function gram(A: MatrixLike, options?: GramOptions): Matrix {
  const { rows, cols, data } = checkMatrix("gram", "A", A, false);
  const { transpose = false } = givenOptions("gram", options, ["transpose"]);
  const [m, k] = checkBoolean("gram", "transpose", transpose) ? [cols, rows] : [rows, cols];
  if (m * k === 0) {
    checkFinite("gram", "A.data", data);
    return makeMatrix(m, m);
  }
  return withEngine((engine) => {
    const { routines, arena } = engine;
    const scratch = arena.bytes(routines.gemm_scratch_bytes());
    const a = engine.put(data);
    const g = arena.f64(m * m);
    routines.syrk_f64(m, k, 1, a, transpose ? 1 : k, transpose ? m : 1, 0, g, m, scratch);
    routines.copy_lower_to_upper_f64(m, g, m);
    checkResult(engine, "gram", "G", g, m * m, { A: data });
    return makeMatrix(m, m, engine.take(g, m * m));
  });
}
