import type { Activation } from "../model/network.js";

/** What `fit` may choose. */
export interface Candidate {
  width: number;
  activation: Activation;
  /** Standard deviation of the initial input weights and biases. */
  inputScale: number;
}

/** Any part that the caller has fixed. */
export type Fixed = Partial<Candidate>;

/** The width that candidates are compared at, and the others that the best of them are tried at. */
export const WIDTH = 300;
export const OTHER_WIDTHS = [100, 1000] as const;

/** Input scales that are tried, about three a decade at first, denser where frequencies have to be met. */
const SCALES = [1, 3, 10, 30, 60, 100, 140, 200, 300, 500, 1000] as const;
/** Sine units with smaller scales hold nothing that tanh does not. */
const SINE_FROM = 3;
/** Scales that are tried of whatever data. */
const ALWAYS = 10;
/** Beyond this scale tanh units are steps. */
const STEPS_FROM = 100;

/**
 * The candidates at the first width, plainest first: tanh and then sine units, each by input scale. Scales end near the frequency that M
 * samples in d dimensions can tell apart, M^(1/d) in standardized units (and 3 are always tried). Relu is homogeneous: its scale is 1.
 */
export function firstCandidates(fixed: Fixed, samples: number, inputs: number): Candidate[] {
  const width = fixed.width ?? WIDTH;
  const activations: readonly Activation[] = fixed.activation === undefined ? ["tanh", "sin"] : [fixed.activation];
  return activations.flatMap((activation) => {
    if (fixed.inputScale !== undefined) return [{ width, activation, inputScale: fixed.inputScale }];
    const low = activation === "sin" && fixed.activation === undefined ? SINE_FROM : 1;
    const high = activation === "relu" ? 1 : activation === "sin" ? Infinity : STEPS_FROM;
    const scales = SCALES.filter((scale) => scale >= low && scale <= high && (scale <= ALWAYS || isResolved(scale, samples, inputs)));
    return scales.map((inputScale) => ({ width, activation, inputScale }));
  });
}

/** Whether scale^inputs <= samples. */
function isResolved(scale: number, samples: number, inputs: number): boolean {
  let product = 1;
  for (let j = 0; j < inputs && product <= samples; j++) product *= scale;
  return product <= samples;
}
