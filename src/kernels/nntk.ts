import { checkNumber } from "../core/checks.js";
import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { matmul } from "../linalg/matmul.js";
import type { KernelDecomposition } from "./decomposition.js";
import { kernelModes } from "./kernelModes.js";
import { share } from "./share.js";
import { checkSpectrum } from "./spectrum.js";

/**
 * The Newton neural tangent kernel of a tangent kernel B:  NNTK = B (gamma I + B)^-1 = Q diag(lambda_j / (lambda_j + gamma)) Q'.
 *
 * Under regularized Newton the outputs of the linearised model follow f <- f + eta NNTK (y - f), where gradient descent has B itself:
 * its eigenvalues lie in [lambda_min/(lambda_min + gamma), 1] however small those of B are.
 *
 * Shapes   B: n x n symmetric positive semidefinite, or its decomposition (`ntkDecomposition`, `infiniteNtkDecomposition`); the result is n x n
 * Source   RSS (arXiv:2605.08352); finite width goes with gamma^N = `scaledRegularization(gamma, width, beta)`
 * Accuracy absolute, c n eps lambda_1 / gamma from the entries of B, which do not resolve eigenvalues below n eps lambda_1;
 *          c n eps sqrt(lambda_1 / gamma) from a decomposition. For the spectrum alone take `nntkSpectrum(ntkSpectrum(...), gamma)`.
 * Cost     one eigen-decomposition and one product
 *
 * @throws {TypeError} wrong kinds
 * @throws {RangeError} not square, not symmetric, not positive semidefinite (beyond rounding), non-finite entries, gamma <= 0
 *
 * @example
 * ```ts
 * import { nntk } from "nntk/kernels";
 * nntk([[3, 0], [0, 1]], 1).data; // => [0.75, 0, 0, 0.5]
 * ```
 */
export function nntk(B: MatrixLike | KernelDecomposition, gamma: number): Matrix {
  const where = "nntk";
  checkNumber(where, "gamma", gamma, { low: 0, exclusive: true });
  const { values, vectors } = kernelModes(where, B);
  return assemble(values, vectors, gamma);
}

/** Q diag(lambda_j / (lambda_j + gamma)) Q', symmetric to the bit. */
function assemble(values: Float64Array, vectors: Matrix, gamma: number): Matrix {
  const n = values.length;
  const modes = values.map((lambda) => share(lambda, gamma));
  const scaled = makeMatrix(
    n,
    n,
    vectors.data.map((entry, at) => entry * (modes[at % n] as number)),
  );
  const result = matmul(scaled, vectors, { transposeB: true });
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) result.data[j * n + i] = result.data[i * n + j] as number;
  return result;
}

/**
 * Eigenvalues of the NNTK from those of the tangent kernel:  lambda_j / (lambda_j + gamma), in the order given.
 *
 * In [0, 1]; 1 only by rounding, where lambda_j > gamma / eps.
 *
 * Shapes   spectrum: n eigenvalues >= 0, in any order
 * Source   RSS (arXiv:2605.08352)
 *
 * @throws {TypeError} wrong kinds  @throws {RangeError} a negative or non-finite eigenvalue, none at all, gamma <= 0
 *
 * @example
 * ```ts
 * import { nntkSpectrum } from "nntk/kernels";
 * nntkSpectrum([1, 1e-3, 1e-6], 1e-3); // => [0.999001, 0.5, 0.000999]
 * ```
 */
export function nntkSpectrum(spectrum: ArrayLike<number>, gamma: number): Float64Array {
  const where = "nntkSpectrum";
  const lambda = checkSpectrum(where, spectrum);
  checkNumber(where, "gamma", gamma, { low: 0, exclusive: true });
  return lambda.map((value) => share(value, gamma));
}
