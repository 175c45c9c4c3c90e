import type { Network } from "../model/network.js";
import type { TrainResult } from "../train/records.js";
import type { Choice } from "./choose.js";

/** Growth of the median output weight that is an alarm where the loss no longer falls. */
const EXPLODED = 100;
/** Steps over which the loss has to have fallen, and by what factor, not to count as stalled. */
const WINDOW = 10;
const STALLED = 0.9;
/** An expected error, in deviations of the targets, that is hardly better than their mean. */
const POOR = 0.9;

/** What the caller ought to know of a fit, as sentences. */
export function warningsOf(start: Network, result: TrainResult, choice: Choice): string[] {
  const warnings: string[] = [];
  const growth = median(result.network.C) / median(start.C);
  if (growth > EXPLODED && isStalled(result)) {
    warnings.push(
      `The output weights have grown ${Math.round(growth)}-fold while the loss stalls: the target has frequencies that the units do not. ` +
        "Try a larger inputScale, sine units, or more width.",
    );
  }
  const error = choice.tried.find(({ ridge }) => ridge === choice.ridge)?.error;
  if (error !== undefined && error > POOR) {
    warnings.push("No candidate is expected to predict much better than the targets' mean: x may say little about y.");
  }
  return warnings;
}

function isStalled({ status, history }: TrainResult): boolean {
  const last = history.at(-1);
  const earlier = history.at(-1 - WINDOW);
  return status !== "converged" && last !== undefined && earlier !== undefined && last.loss > STALLED * earlier.loss;
}

function median(values: Float64Array): number {
  return values.map(Math.abs).sort()[Math.floor(values.length / 2)] as number;
}
