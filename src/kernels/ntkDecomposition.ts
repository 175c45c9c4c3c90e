import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { checkInputs } from "../model/data.js";
import { checkNetwork, type Network } from "../model/network.js";
import { onModel } from "../model/onModel.js";
import { checkKernel } from "./checkRange.js";
import { decompositionOf, type KernelDecomposition } from "./decomposition.js";
import { jacobianTriangle } from "./jacobianTriangle.js";

/** The empirical tangent kernel decomposed, and what the same sweep gives beside it. */
export interface NtkDecomposition extends KernelDecomposition {
  /** M x K: the network's outputs at x, in its own coordinates */
  outputs: Matrix;
}

/**
 * The empirical tangent kernel of a network as B = Q diag(lambda) Q', its small eigenvalues right: `ntkSpectrum` with the vectors.
 *
 * One sweep over the network gives all that a step of the linearised model takes, for as many regularizers and targets as wanted:
 * `nntk(kernel, gamma)` is the NNTK, `solveRegularized(kernel, (y - f) / M, gamma)` the step's dual vector, `unitMoves` what it does to the units.
 *
 * Shapes   x: M x d; n = M K, row (m, k) of the vectors at m K + k
 * Accuracy eigenvalues as in `ntkSpectrum`; NNTK and outputs after a step to c eps sqrt(lambda_1 / gamma), which is also what float64 determines
 * Source   Demmel, Grigori, Hoemmen & Langou 2012 (QR of tall matrices); Drmac & Veselic 2008 (Jacobi); RSS (arXiv:2605.08352) for the kernel
 * Cost     as `ntkSpectrum`, and 12 (M K)^3 operations for the vectors
 *
 * @throws {TypeError} not a network, a matrix of another kind
 * @throws {RangeError} no sample, a number of columns that is not the network's, non-finite entries
 *
 * @example
 * ```ts
 * import { createNetwork } from "nntk";
 * import { ntkDecomposition } from "nntk/kernels";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(3) };
 * ntkDecomposition(network, [0, 1]).values; // => [11.781, 1.719]
 * ntkDecomposition(network, [0, 1]).outputs.data; // => [0, 0]
 * ```
 */
export function ntkDecomposition(network: Network, x: MatrixLike): NtkDecomposition {
  const where = "ntkDecomposition";
  checkNetwork(where, network);
  const samples = checkInputs(where, network, x);
  return onModel(network, { x: samples }, 0, (model, engine) => {
    const { outputs: K, space } = model;
    const { length, stride } = space;
    const { r, f } = jacobianTriangle(engine, model);
    checkKernel(where, engine.view(r, length * length));
    const columns = Array.from({ length: samples.rows * K }, (_, row) => (row % K) * stride + Math.floor(row / K));
    const outputs = makeMatrix(samples.rows, K, space.takeRows(f));
    const decomposition = decompositionOf(engine, length, r, columns, samples.rows);
    checkKernel(where, decomposition.values);
    return { ...decomposition, outputs };
  });
}
