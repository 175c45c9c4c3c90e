// Ticks of logarithmic axes.

/** Powers of ten from at or below `low` to at or above `high`, every one or as few as fit `most`. */
export function decades(low: number, high: number, most: number): number[] {
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((to - from + 1) / most));
  const first = Math.ceil(from / every) * every;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / every) + 1) }, (_, i) => 10 ** (first + i * every));
}

/** The whole decades around what is shown. */
export function decadeRange(low: number, high: number): [number, number] {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.ceil(Math.log10(high) - 1e-9);
  return [10 ** from, 10 ** (to > from ? to : from + 1)];
}

/** 1, 2, 4, ... between two numbers. */
export function doublings(low: number, high: number): number[] {
  const from = Math.ceil(Math.log2(low) - 1e-9);
  const to = Math.floor(Math.log2(high) + 1e-9);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => 2 ** (from + i));
}
