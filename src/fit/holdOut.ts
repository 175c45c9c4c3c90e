import { type Matrix, makeMatrix } from "../core/matrix.js";
import type { CheckedData } from "../model/data.js";
import { createRandom } from "../random/createRandom.js";

/** What is held out of training to end it by. */
export interface ValidationOptions {
  /** The share of the samples, drawn at random. Default 0.2. */
  share?: number;
  /** Steps without a smaller held-out loss after which training ends. Default 5. */
  patience?: number;
}

/** A whole data set that was found to be sound. */
export type Samples = CheckedData & { readonly y: Matrix };

/** Two parts of a data set: what is trained on, and what is held out. */
export interface Parts {
  training: Samples;
  held: Samples;
}

/** A random share of the samples is held out, one at least and not all; both parts keep the order of the samples. */
export function holdOut(data: Samples, share: number, seed: number): Parts {
  const { rows } = data.x;
  const count = Math.min(rows - 1, Math.max(1, Math.round(share * rows)));
  const order = createRandom(seed).split().permutation(rows);
  return { training: takeRows(data, order.slice(count).sort()), held: takeRows(data, order.slice(0, count).sort()) };
}

/** The samples with these indices, copied. */
export function takeRows({ x, y, weights }: Samples, indices: Int32Array): Samples {
  const take = ({ cols, data }: Matrix) => {
    const out = makeMatrix(indices.length, cols);
    for (const [to, from] of indices.entries()) out.data.set(data.subarray(from * cols, (from + 1) * cols), to * cols);
    return out;
  };
  return { x: take(x), y: take(y), weights: weights && Float64Array.from(indices, (m) => weights[m] as number) };
}
