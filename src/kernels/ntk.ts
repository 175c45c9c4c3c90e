import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { checkInputs } from "../model/data.js";
import { checkNetwork, type Network } from "../model/network.js";
import { onModel } from "../model/onModel.js";
import { checkKernel } from "./checkRange.js";
import { joined } from "./joined.js";
import { tangentGram } from "./tangentGram.js";

/**
 * The empirical neural tangent kernel of a network, in the published normalisation.
 *
 *   B = J(x1) J(x1)' / M1,      cross kernel  J(x1) J(x2)' / M1
 *
 * The factor N^(-2 beta) of the network's own scale is inside: N^(2 beta - 1) B converges to `infiniteNtk` as the width grows. J is that of
 * `jacobian`: unweighted, in the network's own coordinates where it has a `scaling`.
 *
 * Shapes   x1: M1 x d, x2: M2 x d; the result is M1 K x M2 K, row (m, k) at m K + k
 * Source   Jacot, Gabriel & Hongler 2018; RSS (arXiv:2605.08352) for the normalisation
 * Cost     M1 M2 N (1 + K (K + 1) / 2) multiply-adds, half of it for the square kernel; the Jacobian is never formed and the units are
 *          streamed, so the memory does not grow with the width
 * Accuracy eigenvalues below n eps lambda_1 are not resolved by these entries: take `ntkSpectrum` for those
 *
 * @throws {TypeError} not a network, a matrix of another kind
 * @throws {RangeError} no sample, a number of columns that is not the network's, non-finite entries, a kernel that overflows
 *
 * @example
 * ```ts
 * import { createNetwork } from "nntk";
 * import { ntk } from "nntk/kernels";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(3) };
 * ntk(network, [1, 2]).data; // => [9, 13.5, 13.5, 22.5]
 * ```
 */
export function ntk(network: Network, x1: MatrixLike, x2?: MatrixLike): Matrix {
  const where = "ntk";
  checkNetwork(where, network);
  const { rows, cols, data } = checkInputs(where, network, x1, "x1");
  const second = x2 === undefined ? undefined : checkInputs(where, network, x2, "x2");
  const x = second ? makeMatrix(rows + second.rows, cols, joined(data, second.data)) : makeMatrix(rows, cols, data);
  const sums = onModel(network, { x }, 0, (model, engine) => tangentGram(engine, model, rows));
  const kernel = sums.map((entry) => entry / rows);
  return makeMatrix(rows * network.outputs, (second?.rows ?? rows) * network.outputs, checkKernel(where, kernel));
}
