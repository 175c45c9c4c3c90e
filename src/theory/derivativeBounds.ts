import { erf, exp } from "../elementary/scalar.js";
import type { Activation } from "../model/network.js";

/** |sigma(0)|, A1 = sup |sigma'|, A2 = sup |sigma''|. Then |sigma(z)| <= value + first |z|. */
export interface DerivativeBounds {
  value: number;
  first: number;
  second: number;
}

/**
 * Suprema of an activation's derivatives, each attained where the next derivative vanishes:
 *
 *   tanh     1, 4 / (3 sqrt 3) at tanh z = 1 / sqrt 3            erf       2 / sqrt pi, (2 sqrt 2 / sqrt pi) e^(-1/2) at z = 1 / sqrt 2
 *   sin      1, 1                                                sigmoid   1/4, 1 / (6 sqrt 3)
 *   softplus 1, 1/4                                              gelu      Phi(sqrt 2) + sqrt 2 phi(sqrt 2), 2 phi(0)
 *
 * @returns undefined for relu, whose second derivative has no bound
 */
export function derivativeBounds(activation: Activation): DerivativeBounds | undefined {
  switch (activation) {
    case "tanh":
      return { value: 0, first: 1, second: 4 / (3 * Math.sqrt(3)) };
    case "erf":
      return { value: 0, first: 2 / Math.sqrt(Math.PI), second: 2 * Math.sqrt(2 / Math.PI) * exp(-0.5) };
    case "sin":
      return { value: 0, first: 1, second: 1 };
    case "sigmoid":
      return { value: 0.5, first: 0.25, second: 1 / (6 * Math.sqrt(3)) };
    case "softplus":
      return { value: Math.LN2, first: 1, second: 0.25 };
    case "gelu":
      return { value: 0, first: 0.5 * (1 + erf(1)) + exp(-1) / Math.sqrt(Math.PI), second: Math.sqrt(2 / Math.PI) };
    case "relu":
      return undefined;
  }
}
