const BARS = "▁▂▃▄▅▆▇█";

/**
 * A loss curve in `width` characters: the logarithm of the step runs from left to right, the height is the logarithm of the loss between
 * `low` and `high`.
 */
export function sparkline(step: readonly number[], loss: readonly number[], width: number, low: number, high: number): string {
  const end = Math.log((step.at(-1) ?? 0) + 1);
  const span = Math.log(high / low);
  let text = "";
  let i = 0;
  for (let column = 1; column <= width; column++) {
    while (i + 1 < step.length && Math.log((step[i + 1] as number) + 1) <= (end * column) / width + 1e-9) i++;
    const height = span > 0 ? Math.log((loss[i] as number) / low) / span : 1;
    text += BARS[Math.max(0, Math.min(BARS.length - 1, Math.round(height * (BARS.length - 1))))];
  }
  return text;
}
