import { erf, gelu } from "../../../src/elementary/scalar.js";
import type { Activation } from "../../../src/model/network.js";
import { predict } from "../../../src/model/predict.js";
import { type Problem, rowFactors } from "./twin.js";

/** An activation's value and first two derivatives at z. */
type Derivatives = (z: number) => [number, number, number];

const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

const DERIVATIVES: Record<Activation, Derivatives> = {
  tanh: (z) => [Math.tanh(z), Math.cosh(z) ** -2, -2 * Math.tanh(z) * Math.cosh(z) ** -2],
  erf: (z) => {
    const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z);
    return [erf(z), slope, -2 * z * slope];
  },
  sin: (z) => [Math.sin(z), Math.cos(z), -Math.sin(z)],
  sigmoid: (z) => {
    const slope = sigmoid(z) * sigmoid(-z);
    return [sigmoid(z), slope, slope * (sigmoid(-z) - sigmoid(z))];
  },
  softplus: (z) => [Math.log1p(Math.exp(z)), sigmoid(z), sigmoid(z) * sigmoid(-z)],
  gelu: (z) => [gelu(z), (z === 0 ? 0.5 : gelu(z) / z) + z * density(z), (2 - z * z) * density(z)],
  relu: (z) => (z > 0 ? [z, 1, 0] : [0, 0, 0]),
};

/**
 * J and r with their rows' weights, and the loss's Hessian less J'J/M, dense, from derivatives of the outputs written out sample by sample: of
 * the library's sweeps only `predict`, so that a residual that is mere rounding is the same one.
 *
 *   S = (1/M) sum_m sum_k r_mk (d2 f_k(x_m) / d theta2),   f_k(x) = N^-beta sum_i C_ki a(w_i'x + b_i)
 */
export function plainHessian(problem: Problem) {
  const { inputs: d, width: N, outputs: K, beta, activation, W, b, C } = problem.network;
  const { x, y } = problem.data;
  const M = x.rows;
  const P = N * (d + 1 + K);
  const s = N ** -beta;
  const f = predict(problem.network, x).data;
  const J = new Float64Array(M * K * P);
  const r = new Float64Array(M * K);
  const S = new Float64Array(P * P);
  rowFactors(problem).forEach((rho, m) => {
    const along = [...x.data.subarray(m * d, (m + 1) * d), 1];
    const units = Array.from({ length: N }, (_, i) =>
      DERIVATIVES[activation](along.reduce((z, xj, j) => z + xj * (j < d ? W[i * d + j]! : b[i]!), 0)),
    );
    for (let k = 0; k < K; k++) {
      const row = m * K + k;
      r[row] = rho * (f[row]! - y.data[row]!);
      const pull = (rho * r[row]!) / M;
      units.forEach(([a, a1, a2], i) => {
        const c = C[k * N + i]!;
        const place = (j: number) => (j < d ? i * d + j : N * d + i);
        const out = N * (d + 1 + k) + i;
        J[row * P + out] = rho * s * a;
        along.forEach((xj, j) => {
          J[row * P + place(j)] = rho * s * c * a1 * xj;
          S[place(j) * P + out]! += pull * s * a1 * xj;
          S[out * P + place(j)]! += pull * s * a1 * xj;
          along.forEach((xl, l) => {
            S[place(j) * P + place(l)]! += pull * s * c * a2 * xj * xl;
          });
        });
      });
    }
  });
  return { J, r, S, M, P };
}
