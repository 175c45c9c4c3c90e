import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { checkSquare } from "./checkSquare.js";
import { checkResult, putFinite } from "./finite.js";

/** Numbers of eigenvalues below, at and above zero; "at" is to within `tolerance`. */
export interface Inertia {
  negative: number;
  zero: number;
  positive: number;
  tolerance: number;
}

export interface LdltResult {
  status: "ok";
  /** Unit lower triangular, zeros above the diagonal. */
  L: Matrix;
  /** The diagonal of D. */
  diagonal: Float64Array;
  /** offDiagonal[k] = D[k + 1, k]: not 0 where a block of order 2 begins at k. As long as the diagonal; the last is 0. */
  offDiagonal: Float64Array;
  /** Row i of P A P' is row permutation[i] of A. */
  permutation: Int32Array;
  inertia: Inertia;
}

/**
 * Symmetric indefinite factorization with Bunch-Kaufman pivoting in its bounded ("rook") form, and the inertia of A.
 *
 *   P A P' = L D L',   (P A P')[i, j] = A[permutation[i], permutation[j]]
 *
 * L is unit lower triangular with |L[i, j]| <= 2.79, D block diagonal with blocks of order 1 and 2. Singular matrices, the zero matrix
 * included, are factored like others. By Sylvester's law D has the inertia of A + E with |E| of the order of eps |A|. Eigenvalues within
 * `tolerance` = 8 eps |A| (greatest row sum) count as zero; where a small pivot leaves that in doubt they are counted by two more
 * factorizations, of A + tolerance I and A - tolerance I.
 *
 * Source   Bunch & Kaufman 1977; bounded form: Ashcraft, Grimes & Lewis 1998; stability: Higham 2002, section 11.1
 * Shapes   A: n x n, of which only the lower triangle is used
 * Cost     n^3/3 flops (three times that where zero is bracketed) and a pivot search of O(n^2) as a rule; 8 n^2 bytes and about 1 MB of scratch
 *
 * @example
 * ```ts
 * import { ldlt } from "nntk/linalg";
 * const { inertia, diagonal } = ldlt([[0, 1], [1, 0]]);
 * inertia; // => { negative: 1, zero: 0, positive: 1 }
 * diagonal; // => [0, 0]
 * ldlt([[1, 1], [1, 1]]).inertia.zero; // => 1
 * ```
 * @throws {TypeError} A is no matrix
 * @throws {RangeError} A is not square; a NaN or an infinity anywhere in A; factors beyond the range of float64
 */
export function ldlt(A: MatrixLike): LdltResult {
  const { rows: n, data } = checkSquare("ldlt", "A", A);
  return withEngine((engine) => {
    const { routines, arena } = engine;
    const a = putFinite(engine, "ldlt", "A", data);
    const d = arena.f64(n);
    const e = arena.f64(n);
    const swaps = arena.i32(n);
    const scratch = arena.bytes(routines.ldlt_scratch_bytes(n));
    const factor = () => {
      routines.ldlt_f64(n, a, n, d, e, swaps, scratch);
      return signsOf(n, engine.view(d, n), engine.view(e, n));
    };
    const signs = factor();
    routines.clear_upper_f64(n, a, n);
    for (const [p, length] of [[a, n * n], [d, n], [e, n]] as const) checkResult(engine, "ldlt", "L and D", p, length); // biome-ignore format: a list
    const L = makeMatrix(n, n, engine.take(a, n * n));
    const diagonal = engine.take(d, n);
    const offDiagonal = engine.take(e, n);
    const permutation = permutationOf(engine, n, swaps);
    const below = (shift: number) => {
      const shifted = engine.view(a, n * n);
      shifted.set(data);
      for (let i = 0; i < n; i++) shifted[i * (n + 1)]! += shift;
      return factor().negative;
    };
    return { status: "ok", L, diagonal, offDiagonal, permutation, inertia: inertiaOf(n, toleranceOf(n, data), signs, below) };
  });
}

/**
 * Counts the eigenvalues of A by sign. D has A's inertia, but a pivot of D may be far larger than the eigenvalue behind it; so where one is
 * small enough to be in doubt, zero is bracketed: negative = count below -tolerance, positive = count above tolerance. `below` counts the
 * negative eigenvalues of A + shift I.
 */
function inertiaOf(n: number, tolerance: number, { negative, smallest }: Signs, below: (shift: number) => number): Inertia {
  let upTo = negative;
  if (!(smallest > 8 * n * n * tolerance)) [negative, upTo] = tolerance > 0 ? [below(tolerance), below(-tolerance)] : [0, n];
  return { negative, zero: upTo - negative, positive: n - upTo, tolerance };
}

interface Signs {
  negative: number;
  smallest: number;
}

/** Number of negative eigenvalues of D, and the least modulus of any. A block of order 2 has one of each sign. */
function signsOf(n: number, d: Float64Array, e: Float64Array): Signs {
  let negative = 0;
  let smallest = Infinity;
  for (let k = 0; k < n; k++) {
    const a = d[k] as number;
    const b = e[k] as number;
    if (b === 0) {
      if (a < 0) negative++;
      smallest = Math.min(smallest, Math.abs(a));
    } else {
      const c = d[++k] as number;
      const f = Math.max(Math.abs(a), Math.abs(b), Math.abs(c));
      negative++;
      smallest = Math.min(smallest, Math.abs(b) * (Math.abs(b) / f) - Math.abs(a) * (Math.abs(c) / f)); // at most |det| / largest
    }
  }
  return { negative, smallest };
}

/**
 * 8 eps times the largest sum of moduli in a row of the symmetric matrix of which `data` holds the lower triangle, which is at least its
 * largest eigenvalue; 0 for the zero matrix only. The factor comes first, so that no sum overflows.
 */
function toleranceOf(n: number, data: Float64Array): number {
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0, p = i * n; j <= i; j++, p++) {
      const size = Math.abs(data[p] as number);
      const t = 8 * Number.EPSILON * size || Math.min(size, Number.MIN_VALUE);
      sums[i]! += t;
      if (j < i) sums[j]! += t;
    }
  }
  return sums.reduce((most, sum) => Math.max(most, sum), 0);
}

/** The interchanges k <-> swaps[k], made in turn on 0 .. n-1. */
function permutationOf(engine: Engine, n: number, swaps: number): Int32Array {
  const permutation = Int32Array.from({ length: n }, (_, i) => i);
  engine.viewI32(swaps, n).forEach((p, k) => {
    const t = permutation[k] as number;
    permutation[k] = permutation[p] as number;
    permutation[p] = t;
  });
  return permutation;
}
