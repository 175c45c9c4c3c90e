import type { Network } from "../model/network.js";
import { predict } from "../model/predict.js";
import { createTrainer } from "../train/createTrainer.js";
import type { TrainResult } from "../train/records.js";
import type { TrainerOptions } from "../train/trainerOptions.js";
import type { Choice } from "./choose.js";
import type { Samples } from "./holdOut.js";
import { tangentRidge } from "./tangentRidge.js";

/** Steps over all samples from the network that was best on those held out. */
const CLOSING = 2;
/** How near a network comes to the ridge mean: its mean square distance in units of the noise's variance; and in how many steps at most. */
const NEAR = 1e-4;
const STEPS = 50;

/** The network that was best on the held-out samples, brought on by all of them. */
export function closeBest(best: Network, all: Samples, options: TrainerOptions): TrainResult {
  return createTrainer(best, all, options).run({ maxSteps: CLOSING });
}

/**
 * A network whose outputs are the tangent ridge mean of all samples: the start, trained to what the mean says at the samples in the
 * targets' place. Those are smooth and free of noise, so that a few steps reach them, to a hundredth of the noise, and what is between the
 * samples follows.
 *
 * @returns undefined where they are not reached
 */
export function trainToRidge(
  start: Network,
  all: Samples,
  options: TrainerOptions,
  { ridge = 0, noise = 0 }: Choice,
): TrainResult | undefined {
  const added = tangentRidge(start, all, ridge)?.(all.x);
  if (!added?.every(Number.isFinite)) return undefined;
  const y = predict(start, all.x);
  y.data.set(y.data.map((value, i) => value + (added[i] as number)));
  const until = { loss: (NEAR * start.outputs * noise * noise) / 2 };
  const result = createTrainer(start, { ...all, y }, options).run({ maxSteps: STEPS, until });
  return result.status === "converged" ? result : undefined;
}
