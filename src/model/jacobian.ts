import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { checkInputs } from "./data.js";
import { eachRows } from "./eachRows.js";
import { checkNetwork, type Network } from "./network.js";
import { oneNaN, onModel } from "./onModel.js";

/** Units whose activations are copied out at once. */
const UNITS = 32;

/**
 * The Jacobian of the network's outputs by its parameters, as a matrix. `jvp` and `vjp` multiply by it without forming it.
 *
 *   J[(m,k), w_ij] = s c_ik a'_mi x_mj     J[(m,k), b_i] = s c_ik a'_mi     J[(m,k), c_il] = s a_mi [k = l]        s = width^-beta
 *
 * It is the network's own: no weights, and with a `scaling` x is mapped and the outputs are those before they are mapped back.
 *
 * Shapes   x: M x inputs; returns (M * outputs) x (width * (inputs + 1 + outputs)); row m * outputs + k; columns in the order of `flatten`
 * Cost     the size of the result
 * Overflow entries beyond the range of float64 are infinite or NaN: finite parameters do not promise finite results
 *
 * @throws {TypeError} not a network, not a matrix  @throws {RangeError} no sample, the wrong number of columns, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork, jacobian } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(3) };
 * jacobian(network, [1, 2]).data; // => [3, 3, 0, 6, 3, 0]
 * ```
 */
export function jacobian(network: Network, x: MatrixLike): Matrix {
  checkNetwork("jacobian", network);
  const samples = checkInputs("jacobian", network, x);
  return onModel(network, { x: samples }, 0, (model, engine) => {
    const { width: N, inputs: d, outputs: K, parameters: P, space, scale } = model;
    const { samples: M, stride } = space;
    const result = makeMatrix(M * K, P);
    const J = result.data;
    const X = engine.take(space.x, (d + 1) * stride);
    eachRows(model, UNITS, (first, units, a, slope) => {
      const A = engine.view(a, units * stride);
      const A1 = engine.view(slope, units * stride);
      for (let u = 0; u < units; u++) {
        const i = first + u;
        for (let m = 0; m < M; m++) {
          const am = scale * (A[u * stride + m] as number);
          const slopeM = scale * (A1[u * stride + m] as number);
          for (let k = 0; k < K; k++) {
            const row = (m * K + k) * P;
            const factor = slopeM * (network.C[k * N + i] as number);
            for (let j = 0; j < d; j++) J[row + i * d + j] = factor * (X[j * stride + m] as number);
            J[row + N * d + i] = factor;
            J[row + N * (d + 1 + k) + i] = am;
          }
        }
      }
    });
    oneNaN(J);
    return result;
  });
}
