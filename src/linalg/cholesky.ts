import { misuse } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { FactorStatus } from "../core/status.js";
import { withEngine } from "../engine/pool.js";
import { putFinite } from "./finite.js";

export interface CholeskyResult {
  status: FactorStatus;
  /** The factor, zeros above its diagonal; absent unless `status` is "ok". */
  L?: Matrix;
  /** Index of the first pivot that is not positive; absent when `status` is "ok". */
  pivot?: number;
}

/**
 * Cholesky factorization of a symmetric positive definite matrix.
 *
 *   A = L L',  L lower triangular with positive diagonal
 *
 * Backward stable: |A - L L'| <= c n eps |A|. A matrix that is not positive definite to rounding is an outcome, not an error: its leading
 * block of order `pivot` is positive definite, the next one is not. Nothing is ever added to the diagonal.
 *
 * Source   recursion: Gustavson 1997; stability: Higham 2002, theorem 10.3
 * Shapes   A: n x n, of which only the lower triangle is used; L: n x n
 * Cost     n^3/3 flops; 8 n^2 bytes and about 1 MB of scratch
 *
 * @example
 * ```ts
 * import { cholesky } from "nntk/linalg";
 * cholesky([[4, 2], [2, 5]]).L?.data; // => [2, 0, 1, 2]
 * cholesky([[1, 2], [2, 1]]); // => { status: "not_positive_definite", pivot: 1 }
 * ```
 * @throws {TypeError} A is no matrix  @throws {RangeError} A is not square; a NaN or an infinity anywhere in A
 */
export function cholesky(A: MatrixLike): CholeskyResult {
  const { rows: n, data } = checkSquare("cholesky", "A", A);
  return withEngine((engine) => {
    const { routines, arena } = engine;
    const scratch = arena.bytes(routines.gemm_scratch_bytes());
    const a = putFinite(engine, "cholesky", "A.data", data);
    const pivot = routines.potrf_f64(n, a, n, scratch) >>> 0;
    if (pivot < n) return { status: "not_positive_definite", pivot };
    routines.clear_upper_f64(n, a, n);
    return { status: "ok", L: makeMatrix(n, n, engine.take(a, n * n)) };
  });
}

/** A square matrix; its entries are not looked at. */
export function checkSquare(where: string, name: string, value: unknown): Matrix {
  const matrix = checkMatrix(where, name, value, false);
  if (matrix.rows !== matrix.cols) misuse(RangeError, where, name, "a square matrix", `${matrix.rows} x ${matrix.cols}`);
  return matrix;
}
