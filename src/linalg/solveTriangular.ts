import { checkBoolean, givenOptions, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { checkSquare } from "./checkSquare.js";
import { checkResult, putFinite } from "./finite.js";

export interface SolveTriangularOptions {
  /** T is upper triangular; else lower. */
  upper?: boolean;
  /** Solve with T' in place of T. */
  transpose?: boolean;
}

/**
 * Solves a triangular system for one or many right sides.
 *
 *   T X = B   or, with `transpose`,   T' X = B
 *
 * The other triangle of T is not used. Backward stable row by row: (T + E) x = b with |E| <= c n eps |T| entrywise.
 *
 * Source   Higham 2002, theorem 8.5
 * Shapes   T: n x n; B: n x k (a flat list is one column); X: n x k
 * Cost     n^2 k flops
 *
 * @example
 * ```ts
 * import { solveTriangular } from "nntk/linalg";
 * solveTriangular([[2, 0], [1, 4]], [2, 9]).data; // => [1, 2]
 * solveTriangular([[2, 1], [0, 4]], [4, 8], { upper: true }).data; // => [1, 2]
 * ```
 * @throws {TypeError} T or B is no matrix
 * @throws {RangeError} shapes that do not fit; a NaN or an infinity; a zero on the diagonal of T; a solution, or the reciprocal of an entry on
 *   the diagonal, beyond the range of float64
 */
export function solveTriangular(T: MatrixLike, B: MatrixLike, options?: SolveTriangularOptions): Matrix {
  const { upper = false, transpose = false } = givenOptions("solveTriangular", options, ["upper", "transpose"]);
  const fromEnd = checkBoolean("solveTriangular", "upper", upper) !== checkBoolean("solveTriangular", "transpose", transpose);
  return solveWith("solveTriangular", "T", T, B, ({ routines }, n, t, k, x, scratch) => {
    const sign = fromEnd ? -1 : 1;
    const [rowStep, columnStep] = transpose ? [sign, sign * n] : [sign * n, sign];
    const last = fromEnd && n > 0 ? n - 1 : 0;
    if (k === 1 && !upper) (transpose ? routines.trsm_lower_transposed_f64 : routines.trsm_lower_f64)(n, 1, t, n, x, 1, scratch);
    else routines.trsm_strided_f64(n, k, t + 8 * last * (n + 1), rowStep, columnStep, x + 8 * last * k, sign * k, 1, scratch);
  });
}

/** X from a triangular matrix and right sides, checked: `solve` works on the n x k matrix at x, with gemm's scratch. */
export function solveWith(
  where: string,
  name: string,
  T: MatrixLike,
  B: MatrixLike,
  solve: (engine: Engine, n: number, t: number, k: number, x: number, scratch: number) => void,
): Matrix {
  const { rows: n, data } = checkSquare(where, name, T);
  const b = checkRightSides(where, B, n, name);
  for (let i = 0; i < n; i++) {
    if (data[i * (n + 1)] === 0) wrongValue(where, name, "a diagonal without zeros", `0 at row ${i}`);
  }
  return withEngine((engine) => {
    const scratch = engine.arena.bytes(engine.routines.gemm_scratch_bytes());
    const t = putFinite(engine, where, name, data);
    const x = putFinite(engine, where, "B", b.data);
    solve(engine, n, t, b.cols, x, scratch);
    checkResult(engine, where, "X", x, n * b.cols);
    return makeMatrix(n, b.cols, engine.take(x, n * b.cols));
  });
}

/** B with n rows; its entries are not looked at. */
export function checkRightSides(where: string, B: unknown, n: number, of: string): Matrix {
  const b = checkMatrix(where, "B", B, false);
  if (b.rows !== n) wrongValue(where, "B", `${n} rows (rows of ${of})`, b.rows);
  return b;
}
