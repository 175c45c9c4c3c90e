import { checkVector } from "../core/checks.js";
import type { MatrixLike } from "../core/matrix.js";
import { checkInputs } from "./data.js";
import { checkNetwork, type Network, parameterCount } from "./network.js";
import { oneNaN, onModel } from "./onModel.js";

/**
 * The Jacobian of the outputs times a vector, J v: how the outputs change when the parameters move along v.
 *
 * J is that of `jacobian`: no weights; with a `scaling`, x is mapped and the outputs are the network's own.
 *
 * Shapes   x: M x inputs; v: width * (inputs + 1 + outputs) in the order of `flatten`; returns M * outputs, entry m * outputs + k
 * Cost     the activations and one sweep of M * width * (inputs + 2 outputs) multiply-adds
 * Overflow entries beyond the range of float64 are infinite or NaN: finite parameters do not promise finite results
 *
 * @throws {TypeError} not a network, matrix or list of numbers  @throws {RangeError} shapes that do not fit, no sample, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork, jvp } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(3) };
 * jvp(network, [1, 2], [1, 10, 5]); // => [33, 36]
 * ```
 */
export function jvp(network: Network, x: MatrixLike, v: ArrayLike<number>): Float64Array {
  checkNetwork("jvp", network);
  const samples = checkInputs("jvp", network, x);
  const vector = checkVector("jvp", "v", v, parameterCount(network), "parameters of the network");
  return onModel(network, { x: samples }, 0, (model, engine) => {
    const from = engine.put(vector);
    const out = engine.arena.f64(model.space.length);
    model.jvp(from, out);
    return oneNaN(model.space.takeRows(out));
  });
}

/**
 * The transposed Jacobian of the outputs times a vector, J' u: the gradient of sum u_(m,k) f_k(x_m).
 *
 * J is that of `jacobian`: no weights; with a `scaling`, x is mapped and the outputs are the network's own.
 *
 * Shapes   x: M x inputs; u: M * outputs, entry m * outputs + k; returns width * (inputs + 1 + outputs) in the order of `flatten`
 * Cost     the activations and one sweep of M * width * (inputs + 2 outputs) multiply-adds
 * Overflow entries beyond the range of float64 are infinite or NaN: finite parameters do not promise finite results
 *
 * @throws {TypeError} not a network, matrix or list of numbers  @throws {RangeError} shapes that do not fit, no sample, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork, vjp } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(3) };
 * vjp(network, [1, 2], [1, -1]); // => [-3, 0, 0]
 * ```
 */
export function vjp(network: Network, x: MatrixLike, u: ArrayLike<number>): Float64Array {
  checkNetwork("vjp", network);
  const samples = checkInputs("vjp", network, x);
  const rows = checkVector("vjp", "u", u, samples.rows * network.outputs, "samples x outputs");
  return onModel(network, { x: samples }, 0, (model, engine) => {
    const from = engine.arena.f64(model.space.length);
    const out = engine.arena.f64(model.parameters);
    model.space.setRows(rows, from);
    model.vjp(from, out);
    return oneNaN(engine.take(out, model.parameters));
  });
}
