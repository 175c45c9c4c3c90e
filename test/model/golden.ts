import type { Network } from "../../src/index.js";
import { recording } from "./recorded.js";

const numbers = (list: string[]) => list.map(Number);

/** The 3-unit network with 2 inputs recorded in 50 digits, and its data. */
export function goldenNetwork() {
  const { c, W, b, X, y, beta } = recording("golden_tanh");
  const network: Network = {
    inputs: 2,
    width: 3,
    outputs: 1,
    activation: "tanh",
    beta: Number(beta),
    W: Float64Array.from(numbers(W.flat())),
    b: Float64Array.from(numbers(b)),
    C: Float64Array.from(numbers(c)),
  };
  return { network, data: { x: (X as string[][]).map(numbers), y: numbers(y) } };
}
