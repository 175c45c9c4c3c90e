import { checkNumber } from "../core/checks.js";
import { checkData, type Data } from "./data.js";
import { checkNetwork, type Network } from "./network.js";
import { onModel } from "./onModel.js";
import { EigenvalueCounter } from "./structured/eigenvalueCounter.js";

/** Numbers of eigenvalues of H - shift I by sign; "zero" is to within `tolerance`. */
export interface HessianInertia {
  negative: number;
  zero: number;
  positive: number;
  tolerance: number;
}

/**
 * Exact numbers of negative, zero and positive eigenvalues of H - shift I, H the Hessian of the loss - without any of its eigenvalues.
 *
 *   neg(H - t I) = sum_i neg(S_i - t I) - neg(A_t),   A_t = M I + J (S - t I)^-1 J',   S_i the residual blocks
 *
 * Zero is bracketed: `negative` counts below shift - tolerance, `positive` above shift + tolerance, with tolerance = 8 eps |H| and for |H| the
 * bound tr(JJ')/M + max |S_i|. So "is H + gamma I positive definite" is `inertia(network, data, -gamma).negative === 0`.
 *
 * Source   Haynsworth 1968 (additivity of inertia); the signs of A_t: Bunch & Kaufman 1977
 * Cost     two factors of the cheaper exact form, (MK)^2 P / 2 + (MK)^3 / 6 or M N^2 (d^2 + 7d + 8) / 4 + P^3 / 6 multiply-adds each
 *
 * @throws {TypeError} not a network, not data  @throws {RangeError} shapes that do not fit, no sample, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork, inertia } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(1) };
 * inertia(network, { x: [1], y: [0.5] }); // => { negative: 1, zero: 1, positive: 1 }
 * ```
 */
export function inertia(network: Network, data: Data, shift = 0): HessianInertia {
  const where = "inertia";
  checkNetwork(where, network);
  checkNumber(where, "shift", shift);
  return onModel(network, checkData(where, network, data), 1, (model, engine) => {
    model.linearise();
    const counter = new EigenvalueCounter(engine, model, where);
    const { tolerance } = counter;
    const negative = counter.below(shift - tolerance);
    const upTo = Math.max(negative, counter.below(shift + tolerance));
    return { negative, zero: upTo - negative, positive: model.parameters - upTo, tolerance };
  });
}
