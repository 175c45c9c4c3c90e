import { readFileSync } from "node:fs";
import type { Data, Network } from "../../src/index.js";

/** A recording of test/vectors. */
// biome-ignore lint/suspicious/noExplicitAny: recordings are plain JSON of many shapes
export function recording(name: string): any {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
}

interface Start {
  N: number;
  beta: number;
  W1: number[];
  b1: number[];
  W2: number[];
  x: number[];
  y: number[];
}

/** The tanh network with one input and one output that a recording starts from, and its data. */
export function startOf({ N, beta, W1, b1, W2, x, y }: Start): { network: Network; data: Data } {
  const network: Network = {
    inputs: 1,
    width: N,
    outputs: 1,
    activation: "tanh",
    beta,
    W: Float64Array.from(W1),
    b: Float64Array.from(b1),
    C: Float64Array.from(W2),
  };
  return { network, data: { x, y } };
}

/** |a - b| / |b| in the Euclidean norm. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`lengths differ: ${a.length} and ${b.length}`);
  let error = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    error += ((a[i] as number) - (b[i] as number)) ** 2;
    size += (b[i] as number) ** 2;
  }
  return Math.sqrt(error / size);
}
