import { checkFinite, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { withEngine } from "../engine/pool.js";
import { putFinite } from "./finite.js";

/** L: the factor, zeros above its diagonal. pivot: the index of the first pivot that is not positive. `status` says which of them is there. */
export type CholeskyResult =
  | { status: "ok"; L: Matrix; pivot?: undefined }
  | { status: "not_positive_definite"; pivot: number; L?: undefined };

/** Matrices of at most this order are factored here: the way into the engine and back costs more. The bits are the same. */
const PLAIN = 10;

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
  if (n <= PLAIN) return plain(n, data);
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

/** In the order of potrf_f64: columns from the left taken away one after the other, pivots divided by as reciprocals. */
function plain(n: number, data: Float64Array): CholeskyResult {
  const l = new Float64Array(n * n);
  let bad = 0; // NaN once an entry is not finite
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < n; j++, at++) {
      const entry = data[at] as number;
      bad += entry - entry;
      if (j <= i) l[at] = entry;
    }
  }
  if (bad !== 0) checkFinite("cholesky", "A.data", data);
  for (let s = 0, head = 0; s < n; s++, head += n) {
    const pivot = l[head + s] as number;
    if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) return { status: "not_positive_definite", pivot: s };
    const d = Math.sqrt(pivot);
    const inverse = 1 / d;
    l[head + s] = d;
    for (let r = s + 1, row = head + n; r < n; r++, row += n) {
      const t = (l[row + s] as number) * inverse;
      l[row + s] = t;
      for (let q = s + 1, other = head + n + s; q <= r; q++, other += n) l[row + q] = (l[row + q] as number) - t * (l[other] as number);
    }
  }
  return { status: "ok", L: makeMatrix(n, n, l) };
}

/** A square matrix; its entries are not looked at. */
export function checkSquare(where: string, name: string, value: unknown): Matrix {
  const matrix = checkMatrix(where, name, value, false);
  if (matrix.rows !== matrix.cols) wrongValue(where, name, "a square matrix", `${matrix.rows} x ${matrix.cols}`);
  return matrix;
}
