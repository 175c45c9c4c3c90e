import { checkFinite } from "../core/checks.js";
import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { withEngine } from "../engine/pool.js";
import { checkSquare } from "./checkSquare.js";
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
  if (n > PLAIN) return compiled(n, data);
  const four = n === 4 ? ofFour(data) : undefined;
  return four ? { status: "ok", L: makeMatrix(n, n, four) } : plain(n, data);
}

function compiled(n: number, data: Float64Array): CholeskyResult {
  return withEngine((engine) => {
    const { routines, arena } = engine;
    const scratch = arena.bytes(routines.gemm_scratch_bytes());
    const a = putFinite(engine, "cholesky", "A", data);
    const pivot = routines.potrf_f64(n, a, n, scratch) >>> 0;
    if (pivot < n) return { status: "not_positive_definite", pivot };
    routines.clear_upper_f64(n, a, n);
    return { status: "ok", L: makeMatrix(n, n, engine.take(a, n * n)) };
  });
}

/**
 * The factor of order 4: pivots by products with their reciprocals, and only then their roots, so that none waits for another. Undefined
 * where the loop has to look: a pivot is not positive, or has no reciprocal, or an entry is not finite (or a sum of entries, which is harmless).
 */
function ofFour(a: Float64Array): Float64Array | undefined {
  const a10 = a[4] as number;
  const a20 = a[8] as number;
  const a30 = a[12] as number;
  const d0 = a[0] as number;
  const r0 = 1 / d0;
  const l10 = a10 * r0;
  const l20 = a20 * r0;
  const l30 = a30 * r0;
  const d1 = (a[5] as number) - a10 * l10;
  const a21 = (a[9] as number) - a20 * l10;
  const a31 = (a[13] as number) - a30 * l10;
  const r1 = 1 / d1;
  const l21 = a21 * r1;
  const l31 = a31 * r1;
  const d2 = (a[10] as number) - a20 * l20 - a21 * l21;
  const a32 = (a[14] as number) - a30 * l20 - a31 * l21;
  const l32 = a32 / d2;
  const d3 = (a[15] as number) - a30 * l30 - a31 * l31 - a32 * l32;
  const rest =
    (a[1] as number) + (a[2] as number) + (a[3] as number) + (a[6] as number) + (a[7] as number) + (a[11] as number) + d0 + d1 + d2 + d3;
  if (!(Math.min(d0, d1, d2, d3) > 0 && rest - rest === 0)) return undefined;
  const l = new Float64Array(16);
  const s0 = Math.sqrt(d0);
  const s1 = Math.sqrt(d1);
  const s2 = Math.sqrt(d2);
  l[0] = s0;
  l[4] = l10 * s0;
  l[5] = s1;
  l[8] = l20 * s0;
  l[9] = l21 * s1;
  l[10] = s2;
  l[12] = l30 * s0;
  l[13] = l31 * s1;
  l[14] = l32 * s2;
  l[15] = Math.sqrt(d3);
  return l;
}

/** Entry by entry, down the columns; what is taken from each goes in the order of potrf_f64, and pivots are divided by as reciprocals. */
function plain(n: number, data: Float64Array): CholeskyResult {
  const l = new Float64Array(n * n);
  let bad = 0; // NaN once an entry above the diagonal is not finite; below it, it spoils a pivot
  for (let j = 0, head = 0; j < n; j++, head += n) {
    let pivot = data[head + j] as number;
    for (let k = head; k < head + j; k++) pivot -= (l[k] as number) * (l[k] as number);
    if (!(pivot > 0 && pivot < Infinity)) {
      checkFinite("cholesky", "A.data", data);
      return { status: "not_positive_definite", pivot: j };
    }
    const d = Math.sqrt(pivot);
    const inverse = 1 / d;
    l[head + j] = d;
    for (let i = j + 1, row = head + n; i < n; i++, row += n) {
      const unused = data[head + i] as number;
      bad += unused - unused;
      let entry = data[row + j] as number;
      for (let k = 0; k < j; k++) entry -= (l[row + k] as number) * (l[head + k] as number);
      l[row + j] = entry * inverse;
    }
  }
  if (bad !== 0) checkFinite("cholesky", "A.data", data);
  return { status: "ok", L: makeMatrix(n, n, l) };
}
