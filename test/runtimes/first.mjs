// What a newcomer's program does first: a fit of 32 samples by 64 units to a loss of 1e-6. The same statements in every runtime.

const SAMPLES = 32;
const x = Array.from({ length: SAMPLES }, (_, i) => (2 * i) / (SAMPLES - 1) - 1);
const y = x.map((value) => 2 * value * (1 - value * value));

/** Fits, and refuses an answer that is none. */
export function firstFit({ fit }) {
  const { status, rmse } = fit({ x, y }, { width: 64, seed: 7, until: { loss: 1e-6 } });
  if (!(rmse < 1e-2)) throw new Error(`the first fit ended ${status} with an rmse of ${rmse}`);
}
