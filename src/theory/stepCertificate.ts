import { wrongValue } from "../core/checks.js";
import { checkRange } from "../kernels/checkRange.js";
import { checkData, type Data } from "../model/data.js";
import { checkNetwork, joinParameters, type Network } from "../model/network.js";
import { onModel } from "../model/onModel.js";
import { chain } from "./chain.js";
import { derivativeBounds } from "./derivativeBounds.js";
import { norm } from "./norm.js";

/** A proved bound on what one step did to the residual. */
export interface StepCertificate {
  /** |r + J v| / |r|, v = after - before: what the linear model promised (0 where r = 0) */
  contraction: number;
  /** norm of the bound on the Taylor remainder, sample by sample */
  remainder: number;
  /** what rounding in the two residuals, in J v and in the remainder's sum can add */
  rounding: number;
  /** |r + J v| + remainder + rounding */
  bound: number;
  /** |r| before and |r_new| after */
  before: number;
  after: number;
  /** |r_new| <= bound: a theorem, so always true; false means a defect */
  holds: boolean;
  /** bound < |r|: the certificate proves that the step decreased the residual */
  informative: boolean;
}

/**
 * A certificate for a step of any method:  |r_new| <= |r + J v| + remainder,  v = theta_after - theta_before.
 *
 * Derivation. With zeta_mi = v_w,i . x_m + v_b,i the output changes by s sum_i [ (c_ik + v_c,ik) sigma(z_mi + zeta_mi) - c_ik sigma(z_mi) ].
 * Taylor with the integral remainder gives |sigma(z + zeta) - sigma(z) - sigma'(z) zeta| <= A2 zeta^2 / 2 and |sigma(z + zeta) - sigma(z)|
 * <= A1 |zeta|. Taking J v = s sum_i [ c_ik sigma'(z_mi) zeta_mi + v_c,ik sigma(z_mi) ] away leaves
 *
 *   |r_new - (r + J v)|_mk <= s sum_i [ |c_ik| A2 zeta_mi^2 / 2 + A1 |zeta_mi| |v_c,ik| ],   A1 = sup |sigma'|, A2 = sup |sigma''|.
 *
 * `remainder` is the Euclidean norm of the right-hand side over (m, k), rows weighted as the residual's are; `rounding` bounds the
 * floating-point error of the three vectors, eps times the longest chain of additions times the sizes added, and of the remainder's own sum.
 *
 * Norms      Euclidean over all M K residuals, so L = |r|^2 / (2 M)
 * Statement  Taylor's theorem; with |r + J v| <= q |r| from `newtonRate` it is the convergence bound for the network as it is
 * Cost       M N (d + K)
 *
 * @throws {TypeError} not a network, data of another kind
 * @throws {RangeError} networks of different shape, activation, beta or scaling; data that do not fit; relu, whose second derivative has no
 *   bound
 *
 * @example
 * ```ts
 * import { createNetwork, createTrainer } from "nntk";
 * import { stepCertificate } from "nntk/theory";
 * const data = { x: [0, 0.5, 1], y: [0, 1, 0] };
 * const before = createNetwork({ inputs: 1, width: 50, seed: 1 });
 * const trainer = createTrainer(before, data, { method: "gradient-descent", learningRate: 0.5 });
 * trainer.step();
 * stepCertificate(before, trainer.network(), data).holds; // => true
 * ```
 */
export function stepCertificate(before: Network, after: Network, data: Data): StepCertificate {
  const where = "stepCertificate";
  checkNetwork(where, before);
  checkNetwork(where, after);
  for (const field of ["inputs", "width", "outputs", "activation", "beta"] as const) {
    if (before[field] !== after[field]) wrongValue(where, `after.${field}`, `${before[field]} (as before)`, after[field]);
  }
  if (listed(before) !== listed(after)) wrongValue(where, "after.scaling", "that of before", "another");
  const [value, first, second] = derivativeBounds(where, "before", before);
  const samples = checkData(where, before, data);
  const start = joinParameters(before);
  const end = joinParameters(after);
  const v = end.map((to, i) => to - start[i]!);
  return onModel(before, samples, 1, (model, engine) => {
    const { space, outputs: K, width: N, inputs: d, scale } = model;
    const { length, stride } = space;
    const image = engine.arena.f64(length);
    const moved = engine.arena.f64(length);
    model.linearise();
    model.jvp(engine.put(v), image);
    model.forward(engine.put(end), moved);
    const r = engine.view(model.residual, length);
    const promised = norm(engine.view(image, length).map((change, i) => change + r[i]!));
    const residual = norm(r);
    const reached = norm(engine.view(moved, length));
    const x = engine.view(space.x, (d + 1) * stride);
    const size = new Float64Array(length);
    const error = new Float64Array(length);
    for (const [m, weight] of engine.view(space.weight, space.samples).entries()) {
      const factor = scale * weight;
      for (let i = 0; i < N; i++) {
        let zeta = v[N * d + i]!;
        let reach = Math.abs(end[N * d + i]!) + Math.abs(start[N * d + i]!);
        for (let j = 0; j < d; j++) {
          const at = i * d + j;
          const point = x[j * stride + m]!;
          zeta += v[at]! * point;
          reach += (Math.abs(end[at]!) + Math.abs(start[at]!)) * Math.abs(point);
        }
        zeta = Math.abs(zeta) + 4 * (d + 2) * Number.EPSILON * reach;
        for (let k = 0; k < K; k++) {
          const c = (d + 1 + k) * N + i;
          const at = k * stride + m;
          size[at]! += factor * (Math.abs(start[c]!) * second * zeta * zeta * 0.5 + first * zeta * Math.abs(v[c]!));
          error[at]! += factor * (Math.abs(start[c]!) + Math.abs(end[c]!)) * (value + first * reach);
        }
      }
    }
    const remainder = norm(size);
    const targets = Math.sqrt(2 * space.samples) * (residual + reached);
    const rounding = 4 * Number.EPSILON * (chain(model) * norm(error) + targets) + Number.EPSILON * (N + 16) * remainder;
    const bound = promised + remainder + rounding;
    checkRange(where, "data", "residuals and derivatives", [bound + residual + reached]);
    return {
      contraction: residual > 0 ? promised / residual : promised > 0 ? Infinity : 0,
      remainder,
      rounding,
      bound,
      before: residual,
      after: reached,
      holds: reached <= bound,
      informative: bound < residual,
    };
  });
}

/** The scaling as text, undefined where there is none. */
function listed({ scaling }: Network): string | undefined {
  return scaling && String([scaling.xMean, scaling.xScale, scaling.yMean, scaling.yScale]);
}
