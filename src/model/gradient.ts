import { checkData, type Data } from "./data.js";
import { checkNetwork, type Network } from "./network.js";
import { oneNaN, onModel } from "./onModel.js";

/**
 * The gradient of the loss by the parameters.
 *
 *   grad L = J' r / M,    r = f - y row by row (with weights: rows of J and r times sqrt(M w_m / sum w))
 *
 * With a `scaling`, x and y are mapped by it first.
 *
 * Shapes   returns width * (inputs + 1 + outputs) numbers in the order of `flatten`: W, b, C
 * Cost     the loss and one backward sweep of M * width * (inputs + outputs) multiply-adds
 * Overflow entries beyond the range of float64 are infinite or NaN: finite parameters do not promise finite results
 *
 * @throws {TypeError} not a network, not data  @throws {RangeError} shapes that do not fit, no sample, a NaN or infinite entry, a weight not above 0
 *
 * @example
 * ```ts
 * import { createNetwork, gradient } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(1) };
 * gradient(network, { x: [1, 2], y: [0, 4] }); // => [-4, -2, 0]
 * ```
 */
export function gradient(network: Network, data: Data): Float64Array {
  checkNetwork("gradient", network);
  return onModel(network, checkData("gradient", network, data), 1, (model, engine) => {
    const out = engine.arena.f64(model.parameters);
    model.linearise();
    model.gradient(out);
    return oneNaN(engine.take(out, model.parameters));
  });
}
