import type { Form } from "./newtonSystem.js";

/** What the cost of a step depends on: N, d, K. */
export interface Sizes {
  width: number;
  inputs: number;
  outputs: number;
}

/** Beyond this many multiply-adds the exact forms give way to a subset of the samples. */
const DEAR = 2e10;
/** Beyond this order a factor is too large to hold or to wait for. */
const LARGE = 4000;
/** Samples of the subset where the caller names none. */
export const SUBSET_ROWS = 500;
/** Parameters a unit beyond which blocks are not formed (memory N q^2, work N q^3): Gauss-Newton with the diagonal of |S_i| instead. */
export const LARGEST_BLOCK = 64;

/** Multiply-adds of one factor of the dual form over M samples: rank-k update and Cholesky. */
export function dualOperations({ width, inputs, outputs }: Sizes, samples: number): number {
  const n = samples * outputs;
  return (n * n * width * (inputs + 1 + outputs)) / 2 + (n * n * n) / 6;
}

/** Multiply-adds of one factor of the primal form: J'J by structure and Cholesky. */
export function primalOperations({ width, inputs: d, outputs }: Sizes, samples: number): number {
  const P = width * (d + 1 + outputs);
  return (samples * width * width * (d * d + 7 * d + 8)) / 4 + (P * P * P) / 6;
}

/** Multiply-adds of a step's system in the cheaper of its two exact forms. */
export function exactForm(sizes: Sizes, samples: number): "dual" | "primal" {
  return dualOperations(sizes, samples) <= primalOperations(sizes, samples) ? "dual" : "primal";
}

/**
 * The form that `solver: "auto"` and "structured" take: the exact one with the fewer multiply-adds, and a subset of the samples where that one
 * is beyond 2e10 of them or its matrix of order beyond 4000 (128 MB). Few samples are never thinned out: at any width they are the dual form.
 */
export function chooseForm(sizes: Sizes, samples: number): Form {
  const exact = exactForm(sizes, samples);
  if (samples <= SUBSET_ROWS) return exact;
  const order = exact === "dual" ? samples * sizes.outputs : sizes.width * (sizes.inputs + 1 + sizes.outputs);
  const operations = Math.min(dualOperations(sizes, samples), primalOperations(sizes, samples));
  return operations > DEAR || order > LARGE ? "subset" : exact;
}
