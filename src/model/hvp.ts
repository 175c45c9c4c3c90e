import { checkVector } from "../core/checks.js";
import { checkData, type Data } from "./data.js";
import { checkNetwork, type Network, parameterCount } from "./network.js";
import { oneNaN, onModel } from "./onModel.js";

/**
 * The product of the loss's exact Hessian with a vector, without forming the matrix.
 *
 *   H v = J'J v / M + blockdiag(S_1..S_N) v           S_i: `residualBlocks`
 *
 * The residual part couples only the parameters of one unit. relu has sigma'' = 0. With weights, rows as in `gradient`; with a `scaling`,
 * x and y are mapped by it first. Many products at one point are cheaper by `hessianOperator`.
 *
 * Shapes   v and the result: width * (inputs + 1 + outputs) numbers in the order of `flatten`
 * Source   the split into Gauss-Newton and residual part; its block structure is that of a network with one hidden layer
 * Cost     the loss, the blocks and two sweeps of M * width * (inputs + outputs) multiply-adds
 * Overflow entries beyond the range of float64 are infinite or NaN: finite parameters do not promise finite results
 *
 * @throws {TypeError} not a network, data or list of numbers  @throws {RangeError} shapes that do not fit, no sample, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork, hvp } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(1) };
 * hvp(network, { x: [1, 2], y: [0, 4] }, [1, 0, 0]); // => [2.5, 1.5, -4]
 * ```
 */
export function hvp(network: Network, data: Data, v: ArrayLike<number>): Float64Array {
  return product("hvp", network, data, v);
}

/**
 * The product of the loss's Gauss-Newton matrix with a vector, without forming the matrix.
 *
 *   G v = J'J v / M
 *
 * With weights, rows as in `gradient`; with a `scaling`, x and y are mapped by it first. Many products at one point are cheaper by
 * `gaussNewtonOperator`.
 *
 * Shapes   v and the result: width * (inputs + 1 + outputs) numbers in the order of `flatten`
 * Cost     the activations and two sweeps of M * width * (inputs + outputs) multiply-adds
 * Overflow entries beyond the range of float64 are infinite or NaN: finite parameters do not promise finite results
 *
 * @throws {TypeError} not a network, data or list of numbers  @throws {RangeError} shapes that do not fit, no sample, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork, gnvp } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(1) };
 * gnvp(network, { x: [1, 2], y: [0, 4] }, [1, 0, 0]); // => [2.5, 1.5, 0]
 * ```
 */
export function gnvp(network: Network, data: Data, v: ArrayLike<number>): Float64Array {
  return product("gnvp", network, data, v);
}

function product(name: "hvp" | "gnvp", network: Network, data: Data, v: ArrayLike<number>): Float64Array {
  checkNetwork(name, network);
  const checked = checkData(name, network, data);
  const vector = checkVector(name, "v", v, parameterCount(network), "parameters of the network");
  return onModel(network, checked, name === "hvp" ? 2 : 1, (model, engine) => {
    const from = engine.put(vector);
    const out = engine.arena.f64(model.parameters);
    model.linearise();
    model[name](from, out);
    return oneNaN(engine.take(out, model.parameters));
  });
}
