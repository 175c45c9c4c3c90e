import type { Matrix, MatrixLike } from "../core/matrix.js";
import { solveWith } from "./solveTriangular.js";

/**
 * Solves A X = B from the Cholesky factor of A, for one or many right sides.
 *
 *   L L' X = B
 *
 * Backward stable: (A + E) x = b with |E| <= c n eps |A|.
 *
 * Source   Higham 2002, theorem 10.4
 * Shapes   L: n x n as `cholesky` returns it (its upper triangle is not used); B: n x k (a flat list is one column); X: n x k
 * Cost     2 n^2 k flops
 *
 * @example
 * ```ts
 * import { cholesky, solveCholesky } from "nntk/linalg";
 * const { L } = cholesky([[4, 2], [2, 5]]);
 * L && solveCholesky(L, [8, 12]).data; // => [1, 2]
 * ```
 * @throws {TypeError} L or B is no matrix
 * @throws {RangeError} shapes that do not fit; a NaN or an infinity; a zero on the diagonal of L; a solution, or the reciprocal of an entry on
 *   the diagonal, beyond the range of float64
 */
export function solveCholesky(L: MatrixLike, B: MatrixLike): Matrix {
  return solveWith("solveCholesky", "L", L, B, ({ routines }, n, l, k, x, scratch) => {
    routines.trsm_lower_f64(n, k, l, n, x, k, scratch);
    routines.trsm_lower_transposed_f64(n, k, l, n, x, k, scratch);
  });
}
