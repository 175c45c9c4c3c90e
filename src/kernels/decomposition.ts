import { checkNumber, isRecord, wrongKind, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import { checkRange } from "./checkRange.js";
import { checkEigenvalues } from "./spectrum.js";
import { squares } from "./squares.js";

/** A tangent kernel as B = Q diag(values) Q', its small eigenvalues right. */
export interface KernelDecomposition {
  /** n eigenvalues >= 0, descending */
  values: Float64Array;
  /** n x n, eigenvector j in column j */
  vectors: Matrix;
}

/**
 * (B + gamma I)^-1 b for a tangent kernel given by its decomposition: Q diag(1 / (lambda_j + gamma)) Q' b.
 *
 * With b = (y - f) / M this is the dual vector z of the regularized Newton step of the linearised model: the step is J' z, the outputs move
 * by M B z = NNTK (y - f). Through the eigenvalues, so that a gamma far below eps lambda_1 keeps its meaning.
 *
 * Shapes   kernel: n eigenvalues; b: n x c, the result too
 * Source   RSS (arXiv:2605.08352); the dual form of the step is Woodbury's identity
 * Cost     2 n^2 c multiply-adds
 *
 * @throws {TypeError} wrong kinds  @throws {RangeError} b with another number of rows, gamma <= 0
 *
 * @example
 * ```ts
 * import { solveRegularized } from "nntk/kernels";
 * const kernel = { values: Float64Array.of(3, 1), vectors: { rows: 2, cols: 2, data: Float64Array.of(1, 0, 0, 1) } };
 * solveRegularized(kernel, [1, 1], 1).data; // => [0.25, 0.5]
 * ```
 */
export function solveRegularized(kernel: KernelDecomposition, b: MatrixLike, gamma: number): Matrix {
  const where = "solveRegularized";
  const { values, vectors } = checkDecomposition(where, "kernel", kernel);
  const right = checkMatrix(where, "b", b);
  checkNumber(where, "gamma", gamma, { low: 0, exclusive: true });
  const n = values.length;
  const { cols } = right;
  if (right.rows !== n) wrongValue(where, "b", `${n} rows (eigenvalues of the kernel)`, right.rows);
  const result = makeMatrix(n, cols);
  const Q = vectors.data;
  for (let c = 0; c < cols; c++) {
    for (let j = 0; j < n; j++) {
      let weight = 0;
      for (let i = 0; i < n; i++) weight += Q[i * n + j]! * right.data[i * cols + c]!;
      weight /= values[j]! + gamma;
      for (let i = 0; i < n; i++) result.data[i * cols + c]! += weight * Q[i * n + j]!;
    }
  }
  checkRange(where, "b", "entries whose solution is", result.data);
  return result;
}

/** No entry of a unit vector is above 1; this much for what rounding, or another program, made of it. */
const LONGEST = 1.001;

/** Whether a value is meant as a decomposition and not as a matrix. */
export function isDecomposition(value: unknown): value is KernelDecomposition {
  return isRecord(value) && "vectors" in value;
}

export function checkDecomposition(where: string, name: string, value: KernelDecomposition): KernelDecomposition {
  if (!isDecomposition(value)) wrongKind(where, name, "a decomposition { values, vectors }", value);
  const values = checkEigenvalues(where, `${name}.values`, value.values);
  const vectors = checkMatrix(where, `${name}.vectors`, value.vectors);
  const n = values.length;
  if (vectors.rows !== n || vectors.cols !== n)
    wrongValue(where, `${name}.vectors`, `${n} x ${n} (eigenvalues of the kernel)`, `${vectors.rows} x ${vectors.cols}`);
  const long = vectors.data.findIndex((entry) => Math.abs(entry) > LONGEST);
  if (long >= 0) wrongValue(where, `${name}.vectors`, "orthonormal columns", `an entry of ${vectors.data[long]}`);
  return { values, vectors };
}

/**
 * B = F'F / M from the triangle R of F's columns (R'R = F'F): the right singular vectors of R, and its singular values squared.
 *
 * Shapes  r: length x length row-major; columns: which of its columns are meant, in the order wanted
 */
export function decompositionOf(
  engine: Engine,
  length: number,
  r: number,
  columns: readonly number[],
  samples: number,
): KernelDecomposition {
  const { arena, routines } = engine;
  const n = columns.length;
  const at = arena.f64(n * length);
  const s = arena.f64(n);
  const u = arena.f64(length * n);
  const v = arena.f64(n * n);
  const scratch = arena.bytes(routines.svd_scratch_bytes(length, n, true) >>> 0);
  const triangle = engine.view(r, length * length);
  const byColumns = engine.view(at, n * length);
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i < length; i++) byColumns[j * length + i] = triangle[i * length + column]!;
  }
  routines.svd_f64(length, n, at, s, true, u, v, scratch);
  return { values: squares(engine.view(s, n), samples), vectors: makeMatrix(n, n, engine.take(v, n * n)) };
}
