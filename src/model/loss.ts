import { checkData, type Data } from "./data.js";
import { checkNetwork, type Network } from "./network.js";
import { onModel } from "./onModel.js";

/**
 * The loss: half the mean squared error, summed over the outputs.
 *
 *   L = 1/(2M) sum_m |f(x_m) - y_m|^2,    with weights   L = sum_m w_m |f(x_m) - y_m|^2 / (2 sum_m w_m)
 *
 * With a `scaling`, x and y are mapped by it first: the loss is in the network's own coordinates.
 *
 * Shapes   data.x: M x inputs; data.y: M x outputs; data.weights: M
 * Cost     as `predict`
 *
 * @returns the loss; Infinity or NaN when it overflows
 * @throws {TypeError} not a network, not data  @throws {RangeError} shapes that do not fit, no sample, a NaN or infinite entry, a weight not above 0
 *
 * @example
 * ```ts
 * import { createNetwork, loss } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), C: Float64Array.of(0) };
 * loss(network, { x: [0, 1], y: [1, 3] }); // => 2.5
 * ```
 */
export function loss(network: Network, data: Data): number {
  checkNetwork("loss", network);
  return onModel(network, checkData("loss", network, data), 0, (model) => model.forward());
}
