import fc from "fast-check";
import { type Activation, createNetwork, type Data, flatten, type Matrix, type Network } from "../../src/index.js";
import { createRandom } from "../../src/random/index.js";

export const EPS = 2.220446049250313e-16;
export const ACTIVATIONS: Activation[] = ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu"];

/** A network and data for it, with two directions in parameter space and one in sample space. */
export interface Problem {
  network: Network;
  data: { x: Matrix; y: Matrix; weights?: Float64Array };
  u: Float64Array;
  v: Float64Array;
  rows: Float64Array;
}

/** Of a `randomProblem`: up to so many units and samples, every activation, with and without weights. */
export const sizes = (mostUnits: number, mostSamples: number) => ({
  width: fc.integer({ min: 1, max: mostUnits }),
  inputs: fc.integer({ min: 1, max: 5 }),
  outputs: fc.integer({ min: 1, max: 4 }),
  samples: fc.integer({ min: 1, max: mostSamples }),
  activation: fc.constantFrom(...ACTIVATIONS),
  weights: fc.boolean(),
  seed: fc.nat(1000),
});

/** Small shapes, and now and then one beyond a block of units (32) or of samples (128). */
const width = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: 30, max: 70 }) },
);
const samples = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 1, arbitrary: fc.integer({ min: 126, max: 133 }) },
);

export function problems(activation: Activation, { weighted }: { weighted?: boolean } = {}): fc.Arbitrary<Problem> {
  return fc
    .record({
      inputs: fc.integer({ min: 1, max: 4 }),
      outputs: fc.integer({ min: 1, max: 3 }),
      width,
      samples,
      beta: fc.double({ min: 0.501, max: 0.999, noNaN: true }),
      weighted: weighted === undefined ? fc.boolean() : fc.constant(weighted),
      seed: fc.nat(),
    })
    .map(({ inputs, outputs, width, samples, beta, weighted, seed }) => {
      const random = createRandom(seed);
      const network = createNetwork({ inputs, width, outputs, activation, beta, seed });
      const x = { rows: samples, cols: inputs, data: random.uniform(samples * inputs, -1, 1) };
      const y = { rows: samples, cols: outputs, data: random.normal(samples * outputs) };
      const data = weighted ? { x, y, weights: random.uniform(samples, 0.1, 3) } : { x, y };
      const P = flatten(network).length;
      return { network, data, u: random.normal(P), v: random.normal(P), rows: random.normal(samples * outputs) };
    });
}

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, ai, i) => sum + ai * (b[i] as number), 0);
export const norm = (a: ArrayLike<number>) => Math.sqrt(dot(a, a));

/** The rows' factors sqrt(M w_m / sum w), one a sample. */
export function rowFactors({ x, weights }: Problem["data"]): Float64Array {
  if (weights === undefined) return new Float64Array(x.rows).fill(1);
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => Math.sqrt((x.rows * w) / sum));
}

/** data with repeated rows instead of weights. */
export function repeatRows({ x, y }: Problem["data"], counts: readonly number[]): Data {
  const rows = counts.flatMap((count, m) => Array<number>(count).fill(m));
  const pick = ({ cols, data }: Matrix) => rows.map((m) => data.subarray(m * cols, (m + 1) * cols));
  return { x: pick(x), y: pick(y) };
}
