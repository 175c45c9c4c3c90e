import { type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { checkInputs } from "./data.js";
import { checkNetwork, type Network, type Scaling } from "./network.js";
import { oneNaN, onModel } from "./onModel.js";

/**
 * The network's outputs, one row a sample, in the user's units.
 *
 *   f_k(x) = width^-beta * sum_i C[k, i] * sigma(W[i, :] . x + b[i])
 *
 * A network with a `scaling` is given x mapped by it, and its outputs are mapped back.
 *
 * Shapes   x: samples x inputs (a flat list is one column); returns samples x outputs
 * Cost     samples * width * (inputs + outputs) multiply-adds and as many activations as samples * width
 * Overflow entries beyond the range of float64 are infinite or NaN: finite parameters do not promise finite results
 *
 * @throws {TypeError} not a network, not a matrix  @throws {RangeError} no sample, the wrong number of columns, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork, predict } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(2), b: Float64Array.of(0), C: Float64Array.of(1) };
 * predict(network, [0, 0.5]).data; // => [0, 0.76159415595576]
 * ```
 */
export function predict(network: Network, x: MatrixLike): Matrix {
  checkNetwork("predict", network);
  const inputs = checkInputs("predict", network, x);
  const { outputs, scaling } = network;
  const data = onModel(network, { x: inputs }, 0, (model) => {
    model.forward();
    return oneNaN(model.space.takeRows(model.residual));
  });
  const back = (value: number, k: number, { yScale, yMean }: Scaling) => value * (yScale[k] as number) + (yMean[k] as number);
  return makeMatrix(inputs.rows, outputs, scaling ? data.map((value, i) => back(value, i % outputs, scaling)) : data);
}
