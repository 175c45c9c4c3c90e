import { checkBoolean, givenOptions } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { type SpectralStatus, spectralStatus } from "./eigh.js";
import { putFinite } from "./finite.js";
import { SMALL, smallSvd } from "./smallSvd.js";

/** Singular values, descending, and the vectors as columns: column i of U and of V belongs to values[i]. */
export interface SvdResult {
  status: SpectralStatus;
  values: Float64Array;
  U?: Matrix;
  V?: Matrix;
}

/**
 * Singular value decomposition with high relative accuracy.
 *
 *   A = U diag(values) V',  U' U = V' V = I,  values descending and >= 0
 *
 * QR with column pivoting, QR of the triangle's transpose (n > 16), then one-sided Jacobi rotations; these alone for a few entries. For
 * A = B diag(d), m >= n (diag(d) B, m < n; square: where the grading shows, either), with any d, however far apart, the relative error of
 * EVERY singular value is a few n eps cond(B); methods that reduce A to bidiagonal form promise eps times the largest value only. d may span
 * 400 orders of magnitude. A rank that shows as exact zeros gives exact zeros.
 *
 * Source   Drmac & Veselic 2008, I and II; Demmel, Gu, Eisenstat, Slapnicar, Veselic & Drmac 1999
 * Shapes   A: m x n; k = min(m, n): values: k; U: m x k; V: n x k
 * Cost     2 m n^2 operations to reduce A to a triangle (m >= n), then 4 to 8 sweeps of 4 k^3 (values only) or 6 k^3 operations: about as long
 *          as three matrix products for graded A, ten otherwise; 5 k^2 + m n doubles of scratch
 *
 * @returns values, U and V (unless `vectors: false`) and status: "ok"; "nonfinite" when a value exceeds the largest double (it is then
 *   infinite); "max_iterations" when 40 sweeps did not do (not seen in practice)
 * @throws {TypeError} A is not a matrix, an unknown option  @throws {RangeError} A has an entry that is not finite
 *
 * @example
 * ```ts
 * import { svd } from "nntk/linalg";
 *
 * svd([[3, 0], [4, 5]], { vectors: false }).values; // => [6.7082, 2.2361]
 * svd([[1, 1e-20], [1, -1e-20]]).values; // => [1.414214, 1.414214e-20]
 * ```
 */
export function svd(A: MatrixLike, options: { vectors: false }): SvdResult;
export function svd(A: MatrixLike, options?: { vectors?: true }): SvdResult & { U: Matrix; V: Matrix };
export function svd(A: MatrixLike, options?: { vectors?: boolean }): SvdResult;
export function svd(A: MatrixLike, options?: { vectors?: boolean }): SvdResult {
  const { vectors = true } = givenOptions("svd", options, ["vectors"]);
  checkBoolean("svd", "options.vectors", vectors);
  const { rows, cols, data } = checkMatrix("svd", "A", A, false);
  // the routine takes a tall matrix by columns: that is what the rows of a wide one are, with U and V exchanged
  const wide = rows < cols || (rows === cols && rowsAreGraded(rows, data));
  const m = wide ? cols : rows;
  const n = wide ? rows : cols;
  const small = m * n > SMALL ? undefined : smallSvd(m, n, data, wide ? 1 : cols, wide ? cols : 1, vectors);
  const result = small ?? compiled(m, n, data, wide, vectors);
  return wide && vectors ? { ...result, U: result.V, V: result.U } : result;
}

/** Of the tall matrix of which `data` are the rows or, with `columnwise`, the columns. */
function compiled(m: number, n: number, data: Float64Array, columnwise: boolean, vectors: boolean): SvdResult {
  return withEngine((engine) => {
    const { arena } = engine;
    const a = putFinite(engine, "svd", "A", data);
    const s = arena.f64(n);
    const u = vectors ? arena.f64(m * n) : 0;
    const v = vectors ? arena.f64(n * n) : 0;
    const converged = decompose(engine, m, n, columnwise ? a : byColumns(engine, m, n, a), s, vectors, u, v);
    const status = spectralStatus(engine, converged, n, s);
    const values = engine.take(s, n);
    if (!vectors) return { status, values };
    return { status, values, U: makeMatrix(m, n, engine.take(u, m * n)), V: makeMatrix(n, n, engine.take(v, n * n)) };
  });
}

/**
 * Whether a square matrix looks like diag(d) B rather than B diag(d): with its columns scaled to one size, rows far smaller than others
 * remain, smaller than the columns that remain once the rows are scaled. Decides which way the routine's guarantee is turned.
 */
function rowsAreGraded(n: number, data: Float64Array): boolean {
  if (rowsAreAlike(n, data)) return false; // what nearly every matrix is, seen without a division
  const afterColumns = imbalance(n, data, 1, n);
  return afterColumns < 1e-4 && afterColumns < imbalance(n, data, n, 1);
}

/** Whether every row has an entry within 1e-4 of the matrix's largest: the rows remain so when columns are scaled up. */
function rowsAreAlike(n: number, data: Float64Array): boolean {
  let least = Infinity;
  let most = 0;
  for (let i = 0; i < n * n; i += n) {
    let row = 0;
    for (let j = i; j < i + n; j++) row = Math.max(row, Math.abs(data[j] as number));
    most = Math.max(most, row);
    least = Math.min(least, row);
  }
  return least >= 1e-4 * most;
}

/** Entry (i, j) at i * down + j * across. The columns scaled to largest entry 1: the least row's largest entry (rows of zeros apart). */
function imbalance(n: number, data: Float64Array, across: number, down: number): number {
  let least = 1;
  const size = new Float64Array(n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) size[j] = Math.max(size[j] as number, Math.abs(data[i * down + j * across] as number));
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++)
      if ((size[j] as number) > 0) row = Math.max(row, Math.abs(data[i * down + j * across] as number) / (size[j] as number));
    if (row > 0 && row < least) least = row;
  }
  return least;
}

/** A row-major m x n matrix by columns, in fresh memory. */
function byColumns(engine: Engine, m: number, n: number, a: number): number {
  const columns = engine.arena.f64(m * n);
  engine.routines.transpose_f64(m, n, a, n, 0, columns, m);
  return columns;
}

/** The routine on a tall matrix by columns, with scratch from the arena. Returns whether Jacobi converged. */
function decompose(engine: Engine, m: number, n: number, a: number, s: number, vectors: boolean, u: number, v: number): boolean {
  const { arena, routines } = engine;
  return Boolean(routines.svd_f64(m, n, a, s, vectors, u, v, arena.bytes(routines.svd_scratch_bytes(m, n, vectors) >>> 0)));
}

/**
 * The singular values, descending, of the n x n matrix at `r` (row-major, not changed), written to `values`: what follows a `StreamingQr`.
 * Scratch is taken from the arena and given back. Returns whether Jacobi converged.
 */
export function singularValuesIn(engine: Engine, n: number, r: number, values: number): boolean {
  return engine.scope(() => decompose(engine, n, n, byColumns(engine, n, n, r), values, false, 0, 0));
}
