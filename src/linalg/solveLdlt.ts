import { checkVector, isRecord, wrongKind, wrongValue } from "../core/checks.js";
import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { withEngine } from "../engine/pool.js";
import { checkSquare } from "./checkSquare.js";
import { checkResult, putFinite } from "./finite.js";
import type { LdltResult } from "./ldlt.js";
import { checkRightSides } from "./solveTriangular.js";

/**
 * Solves A X = B from the factors of `ldlt`, for one or many right sides.
 *
 *   X = P' L^-T D^-1 L^-1 P B
 *
 * Source   Higham 2002, theorem 11.3
 * Shapes   factors: of an n x n matrix; B: n x k (a flat list is one column); X: n x k
 * Cost     2 n^2 k flops
 *
 * @example
 * ```ts
 * import { ldlt, solveLdlt } from "nntk/linalg";
 * solveLdlt(ldlt([[0, 2], [2, 0]]), [2, 4]).data; // => [2, 1]
 * ```
 * @throws {TypeError} B is no matrix
 * @throws {RangeError} shapes that do not fit; a NaN or an infinity in B; a pivot that is exactly 0 (A is singular: see `inertia`); a solution
 *   beyond the range of float64
 */
export function solveLdlt(factors: LdltResult, B: MatrixLike): Matrix {
  const where = "solveLdlt";
  if (!isRecord(factors)) wrongKind(where, "factors", "what ldlt returned", factors);
  const L = checkSquare(where, "factors.L", factors.L);
  const n = L.rows;
  const diagonal = checkVector(where, "factors.diagonal", factors.diagonal, n, "order of L");
  const offDiagonal = checkVector(where, "factors.offDiagonal", factors.offDiagonal, n, "order of L");
  const permutation = checkPermutation(where, "factors.permutation", factors.permutation, n);
  const { cols: k, data } = checkRightSides(where, B, n, "A");
  if (offDiagonal[n - 1]) wrongValue(where, "factors.offDiagonal", "0 at its end", offDiagonal[n - 1]);
  for (let i = 0; i < n; i++) {
    if (offDiagonal[i] !== 0) i++;
    else if (diagonal[i] === 0) wrongValue(where, "factors", "those of a nonsingular matrix", `the pivot 0 at ${i}`);
  }
  return withEngine((engine) => {
    const { routines, arena } = engine;
    const l = putFinite(engine, where, "factors.L", L.data);
    const d = engine.put(diagonal);
    const e = engine.put(offDiagonal);
    const b = putFinite(engine, where, "B", data);
    const x = arena.f64(n * k);
    const swaps = arena.i32(n);
    const scratch = arena.bytes(routines.gemm_scratch_bytes());
    engine.viewI32(swaps, n).forEach((_, i, none) => {
      none[i] = i;
    });
    const [from, to] = [engine.view(b, n * k), engine.view(x, n * k)];
    permutation.forEach((p, i) => {
      to.set(from.subarray(p * k, (p + 1) * k), i * k);
    });
    routines.ldlt_solve_f64(n, k, l, n, d, e, swaps, x, k, scratch);
    checkResult(engine, where, "X", x, n * k);
    permutation.forEach((p, i) => {
      from.set(to.subarray(i * k, (i + 1) * k), p * k);
    });
    return makeMatrix(n, k, engine.take(b, n * k));
  });
}

/** Every index from 0 to n-1 once. */
function checkPermutation(where: string, name: string, value: unknown, n: number): Float64Array {
  const order = checkVector(where, name, value, n, "order of L");
  const seen = new Uint8Array(n);
  const odd = order.findIndex((p) => seen[p]!++ !== 0); // of what is no index, seen[p] is NaN
  return odd < 0 ? order : wrongValue(where, `${name}[${odd}]`, `each index below ${n} once`, order[odd]);
}
