import { checkNumber, misuse } from "../core/checks.js";
import { pow } from "../elementary/scalar.js";
import { checkData, type Data } from "../model/data.js";
import { checkNetwork, type Network } from "../model/network.js";
import { onModel } from "../model/onModel.js";
import { derivativeBounds } from "./derivativeBounds.js";
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
 * gamma N^(1 - 2 beta) > kappa N^-beta holds from N = (kappa / gamma)^(1 / (1 - beta)) on: the regularizer vanishes with the width, the
 * residual blocks vanish faster.
 *
 * Statement  RSS (arXiv:2605.08352): positive definiteness of the regularized Hessian for wide networks; constants by the estimate above
 * Cost       M N
 *
 * @throws {TypeError} not a network, data of another kind
 * @throws {RangeError} gamma <= 0, data that do not fit, relu
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
  const bounds = derivativeBounds(network.activation);
  if (!bounds) misuse(RangeError, where, "network.activation", "an activation with a bounded second derivative", network.activation);
  const samples = checkData(where, network, data);
  const { width: N, outputs: K, beta } = network;
  let largest = 0;
  for (let i = 0; i < N; i++) {
    let square = 0;
    for (let k = 0; k < K; k++) square += network.C[k * N + i]! * network.C[k * N + i]!;
    largest = Math.max(largest, square);
  }
  const blockBound = onModel(network, samples, 1, (model, engine) => {
    const { space, inputs: d } = model;
    model.linearise();
    const r = engine.view(model.residual, space.length);
    const x = engine.view(space.x, (d + 1) * space.stride);
    const weight = space.weight === 0 ? undefined : engine.view(space.weight, space.samples);
    let kappa = 0;
    for (let m = 0; m < space.samples; m++) {
      let residual = 0;
      let point = 0;
      for (let k = 0; k < K; k++) residual += r[k * space.stride + m]! * r[k * space.stride + m]!;
      for (let j = 0; j <= d; j++) point += x[j * space.stride + m]! * x[j * space.stride + m]!;
      kappa += Math.sqrt(residual) * (weight?.[m] ?? 1) * (Math.sqrt(largest) * bounds.second * point + bounds.first * Math.sqrt(point));
    }
    return kappa / space.samples;
  });
  if (!Number.isFinite(blockBound)) misuse(RangeError, where, "data", "residuals within the range of float64", String(blockBound));
  const regularization = scaledRegularization(gamma, N, beta);
  return {
    regularization,
    margin: regularization - pow(N, -beta) * blockBound,
    blockBound,
    width: beta < 1 ? Math.max(1, pow(blockBound / gamma, 1 / (1 - beta))) : Infinity,
    assumptions: ["the residual and the largest output weight are no larger than here", "beta below 1", "gamma is scaled with the width"],
  };
}
