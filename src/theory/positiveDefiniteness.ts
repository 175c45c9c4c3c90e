import { checkNumber } from "../core/checks.js";
import { pow } from "../elementary/scalar.js";
import { checkRange } from "../kernels/checkRange.js";
import { checkData, type Data } from "../model/data.js";
import { checkNetwork, type Network } from "../model/network.js";
import { onModel } from "../model/onModel.js";
import { chain } from "./chain.js";
import { derivativeBounds } from "./derivativeBounds.js";
import { norm } from "./norm.js";
import { scaledRegularization } from "./scaledRegularization.js";

/** How far H + gamma^N I is from losing its positive definiteness, and the width from which it cannot. */
export interface PositiveDefinitenessMargin {
  /** gamma^N = gamma N^(1 - 2 beta) */
  regularization: number;
  /** gamma^N - s kappa: a lower bound on the smallest eigenvalue of H + gamma^N I; positive definite for certain when > 0 */
  margin: number;
  /** kappa: s kappa bounds every residual block's norm */
  blockBound: number;
  /** (kappa / gamma)^(1 / (1 - beta)): beyond this width the margin is positive, for the same residual and output weights */
  width: number;
  /** What has to hold for `width` to apply to other networks. */
  assumptions: string[];
}

/**
 * The width from which the regularized Hessian is positive definite.
 *
 *   H + gamma^N I = J'J / M + blockdiag(S_i) + gamma^N I  >=  gamma^N - max_i |S_i|,      |S_i| <= s kappa,   s = N^-beta,
 *   kappa = (1/M) sum_m [ |r_m| c_max A2 |x~_m|^2 + A1 |x~_m| |r_m| ],   c_max = max_i |c_i|, A1 = sup |sigma'|, A2 = sup |sigma''|
 *
 * Rounding is counted in kappa: |r_m| stands for |r_m| computed and a bound on its error, and the sum is enlarged by its own.
 *
 * gamma N^(1 - 2 beta) > kappa N^-beta holds from N = (kappa / gamma)^(1 / (1 - beta)) on: the regularizer vanishes with the width, the
 * residual blocks vanish faster.
 *
 * Statement  RSS (arXiv:2605.08352): positive definiteness of the regularized Hessian for wide networks; constants by the estimate above
 * Cost       that of a loss
 *
 * @throws {TypeError} not a network, data of another kind
 * @throws {RangeError} gamma <= 0, data that do not fit, relu, beta outside [1/2, 1], residuals that overflow
 *
 * @example
 * ```ts
 * import { createNetwork } from "nntk";
 * import { positiveDefinitenessMargin } from "nntk/theory";
 * const data = { x: [0, 0.5, 1], y: [0, 1, 0] };
 * positiveDefinitenessMargin(createNetwork({ inputs: 1, width: 50 }), data, 100).margin > 0; // => true
 * positiveDefinitenessMargin(createNetwork({ inputs: 1, width: 50 }), data, 1e-3).margin > 0; // => false
 * ```
 */
export function positiveDefinitenessMargin(network: Network, data: Data, gamma: number): PositiveDefinitenessMargin {
  const where = "positiveDefinitenessMargin";
  checkNetwork(where, network);
  checkNumber(where, "gamma", gamma, { low: 0, exclusive: true });
  const [value, first, second] = derivativeBounds(where, "network", network);
  checkNumber(where, "network.beta", network.beta, { low: 0.5, high: 1 });
  const samples = checkData(where, network, data);
  const { width: N, inputs: d, outputs: K, beta } = network;
  let largest = 0;
  let values = 0; // sum |c_i| and sum |c_i| |(w_i, b_i)|: how far the outputs can reach
  let slopes = 0;
  for (let i = 0; i < N; i++) {
    const c = norm(entries(network.C, i, N, K));
    const w = norm(Float64Array.of(...network.W.subarray(i * d, (i + 1) * d), network.b[i]!));
    largest = Math.max(largest, c);
    values += c;
    slopes += c * w;
  }
  const blockBound = onModel(network, samples, 1, (model, engine) => {
    const { space } = model;
    model.linearise();
    const r = engine.view(model.residual, space.length);
    const x = engine.view(space.x, (d + 1) * space.stride);
    let kappa = 0;
    for (const [m, factor] of engine.view(space.weight, space.samples).entries()) {
      const point = norm(entries(x, m, space.stride, d + 1));
      const reach = factor * model.scale * (value * values + first * slopes * point);
      const residual = norm(entries(r, m, space.stride, K)) * (1 + 4 * Number.EPSILON) + 4 * Number.EPSILON * chain(model) * reach;
      kappa += residual * factor * (largest * second * point * point + first * point);
    }
    return (kappa / space.samples) * (1 + 2 * Number.EPSILON * (space.samples + d + K + 16));
  });
  checkRange(where, "data", "residuals", [blockBound]);
  const regularization = scaledRegularization(gamma, N, beta);
  return {
    regularization,
    margin: regularization - pow(N, -beta) * blockBound,
    blockBound,
    width: beta < 1 ? Math.max(1, pow(blockBound / gamma, 1 / (1 - beta))) : Infinity,
    assumptions: ["the residual and the largest output weight are no larger than here", "beta below 1", "gamma is scaled with the width"],
  };
}

/** `count` entries of a list, `step` apart. */
function entries(list: Float64Array, start: number, step: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => list[start + k * step]!);
}
