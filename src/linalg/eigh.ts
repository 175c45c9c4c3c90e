import { checkBoolean, checkFinite, givenOptions, wrongValue } from "../core/checks.js";
import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { checkSquare } from "./checkSquare.js";
import { allFinite } from "./finite.js";

/** A and its mirror image may differ by this much of the largest entry: what unordered summation of a symmetric matrix leaves. */
const ASYMMETRY = 1e-10;

/** How a spectral decomposition ended: `nonfinite` when a value exceeds the largest double, `max_iterations` has not been seen. */
export type SpectralStatus = "ok" | "max_iterations" | "nonfinite";

/** Eigenvalues, ascending, and unit eigenvectors: column j of `vectors` belongs to values[j]. */
export interface EighResult {
  status: SpectralStatus;
  values: Float64Array;
  vectors?: Matrix;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix.
 *
 *   A = Z diag(values) Z',  Z' Z = I,  values ascending
 *
 * A is scaled by a power of two, reduced to tridiagonal form by Householder reflectors, solved by divide and conquer (n > 32) or QL, and
 * transformed back by matrix products. |A Z - Z diag(values)| and |Z' Z - I| are a few n eps |A| and n eps, clusters and multiplicities
 * included; small eigenvalues carry an absolute error of that size (for high relative accuracy see `svd`).
 *
 * Source   Golub & Van Loan, chapter 8; Cuppen 1981; Gu & Eisenstat 1995
 * Shapes   A: n x n. The lower triangle is read; the upper may differ from it by 1e-10 of the largest entry. values: n; vectors: n x n,
 *          column j the eigenvector of values[j], its sign not specified
 * Cost     about 4.7 n^3 operations with vectors (fewer where eigenvalues cluster), 1.3 n^3 without; 6 n^2 doubles of scratch, n^2 without
 *
 * @returns values, vectors (unless `vectors: false`) and status: "ok"; "nonfinite" when an eigenvalue exceeds the largest double (it is
 *   then infinite); "max_iterations" when the QL iteration did not end (not seen in practice)
 * @throws {TypeError} A is not a matrix, an unknown option  @throws {RangeError} A is not square, not symmetric or not finite
 *
 * @example
 * ```ts
 * import { eigh } from "nntk/linalg";
 *
 * const { values, vectors } = eigh([[2, -1], [-1, 2]]);
 * values; // => [1.0000, 3.0000]
 * Math.abs(vectors.data[0]); // => 0.70710678
 * eigh([[2, -1], [-1, 2]], { vectors: false }).values; // => [1.0000, 3.0000]
 * ```
 */
export function eigh(A: MatrixLike, options: { vectors: false }): EighResult;
export function eigh(A: MatrixLike, options?: { vectors?: true }): EighResult & { vectors: Matrix };
export function eigh(A: MatrixLike, options?: { vectors?: boolean }): EighResult;
export function eigh(A: MatrixLike, options?: { vectors?: boolean }): EighResult {
  const { vectors = true } = givenOptions("eigh", options, ["vectors"]);
  checkBoolean("eigh", "options.vectors", vectors);
  const { rows: n, data } = checkSquare("eigh", "A", A);
  return withEngine((engine) => {
    const a = putSymmetric(engine, n, data);
    const w = engine.arena.f64(n);
    const status = spectralStatus(engine, eighIn(engine, n, a, w, vectors), n, w);
    const values = engine.take(w, n);
    return vectors ? { status, values, vectors: makeMatrix(n, n, engine.take(a, n * n)) } : { status, values };
  });
}

/**
 * The same between addresses: a (n x n, finite, its lower triangle read) is destroyed or, with vectors, overwritten by the eigenvectors as
 * columns; `values` gets n doubles. Scratch is taken from the arena and given back. Returns whether the iteration ended.
 */
export function eighIn(engine: Engine, n: number, a: number, values: number, wantVectors: boolean): boolean {
  const { arena, routines } = engine;
  return engine.scope(() => {
    const scratch = arena.bytes(routines.eigh_scratch_bytes(n, wantVectors) >>> 0);
    return routines.eigh_f64(n, a, values, wantVectors, scratch) >>> 0 === n;
  });
}

/** How an iteration ended that leaves n values there. */
export function spectralStatus(engine: Engine, converged: boolean, n: number, values: number): SpectralStatus {
  if (!converged) return "max_iterations";
  return allFinite(engine, n, values) ? "ok" : "nonfinite";
}

/** Copies an n x n matrix into the arena; throws at the first entry that is not finite, or that its mirror image contradicts. */
function putSymmetric(engine: Engine, n: number, data: Float64Array): number {
  const a = engine.put(data);
  const odd = engine.routines.first_asymmetric_f64(n, a, ASYMMETRY);
  if (odd === n * n) return a;
  checkFinite("eigh", "A.data", data);
  const i = Math.floor(odd / n);
  const j = odd % n;
  return wrongValue("eigh", "A", "a symmetric matrix", `${data[odd]} at (${i}, ${j}) and ${data[j * n + i]} at (${j}, ${i})`);
}
