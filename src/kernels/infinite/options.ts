import { checkChoice, checkInteger, checkNumber, givenOptions } from "../../core/checks.js";
import { ACTIVATIONS, type Activation } from "../../model/network.js";

/** The initial law and the quadrature of an infinitely wide network. */
export interface InfiniteNtkOptions {
  /** default "tanh" */
  activation?: Activation;
  /** E c^2; default 1/3, that of c ~ U(-1, 1) */
  outputVariance?: number;
  /** Var w; default 1 */
  inputVariance?: number;
  /** Var b; default 1 */
  biasVariance?: number;
  /** quadrature nodes an axis; default: as many as rounding can tell */
  nodes?: number;
}

export type CheckedInfiniteNtkOptions = Required<Omit<InfiniteNtkOptions, "nodes">> & { nodes: number | undefined };

export function checkInfiniteOptions(where: string, options: InfiniteNtkOptions | undefined): CheckedInfiniteNtkOptions {
  const keys = ["activation", "outputVariance", "inputVariance", "biasVariance", "nodes"] as const;
  const { activation = "tanh", outputVariance = 1 / 3, inputVariance = 1, biasVariance = 1, nodes } = givenOptions(where, options, keys);
  return {
    activation: checkChoice(where, "activation", activation, ACTIVATIONS),
    outputVariance: checkNumber(where, "outputVariance", outputVariance, { low: 0 }),
    inputVariance: checkNumber(where, "inputVariance", inputVariance, { low: 0, exclusive: true }),
    biasVariance: checkNumber(where, "biasVariance", biasVariance, { low: 0 }),
    nodes: nodes === undefined ? undefined : checkInteger(where, "nodes", nodes, 2, 4096),
  };
}
