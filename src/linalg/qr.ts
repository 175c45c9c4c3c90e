import { checkBoolean, givenOptions } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { withEngine } from "../engine/pool.js";
import { allFinite, putFinite } from "./finite.js";

/** Q: m x k with orthonormal columns, R: k x n upper triangular, k = min(m, n); with pivoting also the order of the columns. */
export interface QrResult {
  /** `nonfinite`: an entry of R exceeds the largest double and is infinite. */
  status: "ok" | "nonfinite";
  Q: Matrix;
  R: Matrix;
  /** Column j of Q R is column permutation[j] of A. */
  permutation?: Int32Array;
}

/**
 * QR factorization by Householder reflectors.
 *
 *   A = Q R,  or with `pivoting`  A P = Q R,  |R[0][0]| >= |R[1][1]| >= ...,  Q' Q = I
 *
 * Each column of A - Q R (of A P - Q R) is a few m eps times the norm of that column, so columns of very different size keep their
 * figures. Without pivoting the work is done by blocks, in matrix products; with pivoting column by column. The diagonal of R may
 * have either sign.
 *
 * Source   Golub & Van Loan, sections 5.2 and 5.4; norms for the pivots: Drmac & Bujanovic 2008
 * Shapes   A: m x n; Q: m x k; R: k x n; k = min(m, n), any of them 0
 * Cost     2 n^2 (m - n/3) operations for R and as many for Q (m >= n); 2 m n doubles of scratch
 *
 * @throws {TypeError} A is not a matrix, an unknown option  @throws {RangeError} A has an entry that is not finite
 *
 * @example
 * ```ts
 * import { qr } from "nntk/linalg";
 *
 * const { R } = qr([[3, 1], [4, 2]]);
 * Math.abs(R.data[0]); // => 5.0000
 * qr([[1, 3], [2, 4]], { pivoting: true }).permutation; // => [1, 0]
 * ```
 */
export function qr(A: MatrixLike, options: { pivoting: true }): QrResult & { permutation: Int32Array };
export function qr(A: MatrixLike, options?: { pivoting?: boolean }): QrResult;
export function qr(A: MatrixLike, options?: { pivoting?: boolean }): QrResult {
  const { pivoting = false } = givenOptions("qr", options, ["pivoting"]);
  checkBoolean("qr", "options.pivoting", pivoting);
  const { rows: m, cols: n, data } = checkMatrix("qr", "A", A, false);
  const k = Math.min(m, n);
  return withEngine((engine) => {
    const { arena, routines } = engine;
    const a = putFinite(engine, "qr", "A", data);
    const [q, r] = [arena.f64(m * k), arena.f64(k * n)];
    const order = pivoting ? arena.i32(n) : 0;
    routines.qr_thin_f64(m, n, a, q, r, order, arena.bytes(routines.qr_thin_scratch_bytes(m, n) >>> 0));
    const status = allFinite(engine, k * n, r) ? "ok" : "nonfinite";
    const Q = makeMatrix(m, k, engine.take(q, m * k));
    const R = makeMatrix(k, n, engine.take(r, k * n));
    return pivoting ? { status, Q, R, permutation: engine.viewI32(order, n).slice() } : { status, Q, R };
  });
}
