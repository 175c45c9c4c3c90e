/** How gamma is controlled. Of an adaptive one: where it starts and may go, in units of tr(JJ')/M at the start of training. */
export interface Control {
  /** Whether gamma moves between its bounds from step to step; if not, it is `initial` for good. */
  adaptive: boolean;
  initial: number;
  min: number;
  max: number;
}

/** The mean number of steps is flat in these but for `min`, which is best at about the rounding of A. */
export const ADAPTIVE = { adaptive: true, initial: 1e-5, min: 1e-15, max: 1e3 } as const;

/** A factor that led to no decrease: gamma is raised by this before the next one. */
export const FAILED = 4;
const RAISE = 2;
const LOWER = 0.2;
const GOOD = 0.75;
const POOR = 0.25;

/**
 * The next gamma after an accepted step: raised where only a fraction of the step was taken or the gain was poor, lowered where the model kept
 * what it promised.
 */
export function adapted(gamma: number, fraction: number, gainRatio: number, smallest: number): number {
  if (fraction < 1 || gainRatio < POOR) return gamma * RAISE;
  return gainRatio > GOOD ? Math.max(gamma * LOWER, smallest) : gamma;
}
