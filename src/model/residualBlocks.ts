import { checkData, type Data } from "./data.js";
import { checkNetwork, type Network } from "./network.js";
import { oneNaN, onModel } from "./onModel.js";

/**
 * The Hessian less its Gauss-Newton part: one small symmetric matrix a unit, over the unit's own parameters (w, b, c).
 *
 *   S_i = (s/M) [ X~' diag(rho_i o a''_i) X~ ,  X~' diag(a'_i) R ;  (.)' , 0 ]       rho_i = R c_i,  X~ = (X, 1),  s = width^-beta
 *
 * R is the residual f - y, M x outputs; with weights w_m its rows carry M w_m / sum w. With a `scaling`, x and y are mapped by it first.
 *
 * Shapes   returns width * q * q numbers, q = inputs + 1 + outputs: block i is row-major from i * q * q on
 * Cost     the loss and M * width * ((d+1)(d+2)/2 + K(d+1)) multiply-adds
 * Overflow entries beyond the range of float64 are infinite or NaN: finite parameters do not promise finite results
 *
 * @throws {TypeError} not a network, not data  @throws {RangeError} shapes that do not fit, no sample, a NaN or infinite entry, a weight not above 0
 *
 * @example
 * ```ts
 * import { createNetwork, residualBlocks } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(1) };
 * residualBlocks(network, { x: [1, 2], y: [0, 4] }); // => [0, 0, -4, 0, 0, -2, -4, -2, 0]
 * ```
 */
export function residualBlocks(network: Network, data: Data): Float64Array {
  checkNetwork("residualBlocks", network);
  return onModel(network, checkData("residualBlocks", network, data), 1, (model, engine) => {
    const length = model.width * model.unitParameters * model.unitParameters;
    const out = engine.arena.f64(length);
    model.linearise();
    model.residualBlocks(out);
    return oneNaN(engine.take(out, length));
  });
}
