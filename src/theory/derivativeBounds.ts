import { wrongValue } from "../core/checks.js";
import { erf, exp } from "../elementary/scalar.js";
import type { Network } from "../model/network.js";

/** [|sigma(0)|, A1, A2], A1 = sup |sigma'|, A2 = sup |sigma''|. Then |sigma(z)| <= |sigma(0)| + A1 |z|. */
export type DerivativeBounds = readonly [value: number, first: number, second: number];

/**
 * Suprema of an activation's derivatives, each attained where the next derivative vanishes:
 *
 *   tanh     1, 4 / (3 sqrt 3) at tanh z = 1 / sqrt 3            erf       2 / sqrt pi, (2 sqrt 2 / sqrt pi) e^(-1/2) at z = 1 / sqrt 2
 *   sin      1, 1                                                sigmoid   1/4, 1 / (6 sqrt 3)
 *   softplus 1, 1/4                                              gelu      Phi(sqrt 2) + sqrt 2 phi(sqrt 2), 2 phi(0)
 *
 * @throws {RangeError} relu, whose second derivative has no bound
 */
export function derivativeBounds(where: string, name: string, { activation }: Network): DerivativeBounds {
  switch (activation) {
    case "tanh":
      return [0, 1, 4 / (3 * Math.sqrt(3))];
    case "erf":
      return [0, 2 / Math.sqrt(Math.PI), 2 * Math.sqrt(2 / Math.PI) * exp(-0.5)];
    case "sin":
      return [0, 1, 1];
    case "sigmoid":
      return [0.5, 0.25, 1 / (6 * Math.sqrt(3))];
    case "softplus":
      return [Math.LN2, 1, 0.25];
    case "gelu":
      return [0, 0.5 * (1 + erf(1)) + exp(-1) / Math.sqrt(Math.PI), Math.sqrt(2 / Math.PI)];
    case "relu":
      return wrongValue(where, `${name}.activation`, "an activation with a bounded second derivative", activation);
  }
}
