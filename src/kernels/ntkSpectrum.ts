import type { MatrixLike } from "../core/matrix.js";
import { singularValuesIn } from "../linalg/svd.js";
import { checkInputs } from "../model/data.js";
import { checkNetwork, type Network } from "../model/network.js";
import { onModel } from "../model/onModel.js";
import { checkKernel } from "./checkRange.js";
import { jacobianTriangle } from "./jacobianTriangle.js";
import { squares } from "./squares.js";

/**
 * Eigenvalues of the empirical tangent kernel B = J J'/M, with their small ones right.
 *
 *   lambda_j = sigma_j(J)^2 / M
 *
 * from singular values of J, never from the formed kernel: J' is streamed in tiles of units through Householder QRs, and one-sided Jacobi
 * finds the singular values of the triangle. |d lambda / lambda| <= c eps sqrt(lambda_1 / lambda): 1e-7 at 3e-22 of lambda_1, 2e-4 at 4e-29,
 * below that nothing. Never negative. (An eigenvalue of 1.5e-21 beside 0.5 comes out of the formed kernel as -7e-16.)
 *
 * Shapes   x: M x d; M K eigenvalues, descending
 * Source   Demmel, Grigori, Hoemmen & Langou 2012 (QR of tall matrices); Drmac & Veselic 2008 (Jacobi); RSS (arXiv:2605.08352) for the kernel
 * Cost     2 width M^2 (K^2 + 1) operations and one activation a unit and sample; memory of one tile, so the width is not bounded by it
 *
 * @throws {TypeError} not a network, a matrix of another kind
 * @throws {RangeError} no sample, a number of columns that is not the network's, non-finite entries, a kernel that overflows
 *
 * @example
 * ```ts
 * import { createNetwork } from "nntk";
 * import { ntkSpectrum } from "nntk/kernels";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(3) };
 * ntkSpectrum(network, [0, 1]); // => [11.781, 1.719]
 * ```
 */
export function ntkSpectrum(network: Network, x: MatrixLike): Float64Array {
  const where = "ntkSpectrum";
  checkNetwork(where, network);
  const samples = checkInputs(where, network, x);
  return onModel(network, { x: samples }, 0, (model, engine) => {
    const { length } = model.space;
    const { r } = jacobianTriangle(engine, model);
    const values = engine.arena.f64(length);
    checkKernel(where, engine.view(r, length * length));
    singularValuesIn(engine, length, r, values);
    // the zeros behind each column's samples are columns of zeros, and come last
    return checkKernel(where, squares(engine.view(values, samples.rows * network.outputs), samples.rows));
  });
}
