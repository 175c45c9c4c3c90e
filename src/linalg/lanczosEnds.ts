import type { Pair } from "./lanczosBasis.js";

export type Which = "LA" | "SA" | "LM" | "BE";

/** One end of a spectrum: how it ranks values (larger is wanted more), how many it wants, and the rank that they have to exceed. */
export interface End {
  rank(value: number): number;
  count: number;
  worst: number;
}

const RANKS = { LA: (value: number) => value, SA: (value: number) => -value, LM: Math.abs };

/** LA the largest, SA the smallest, LM the largest in magnitude, BE both ends, the odd one from the large. */
export function endsOf(which: Which, k: number): End[] {
  const end = (which: keyof typeof RANKS, count: number) => ({ rank: RANKS[which], count, worst: -Infinity });
  if (which !== "BE") return [end(which, k)];
  return [end("LA", Math.ceil(k / 2)), end("SA", Math.floor(k / 2))].filter(({ count }) => count > 0);
}

/** How many of the smallest and of the largest values hold, whatever they are, what `select` chooses: by magnitude, either may. */
export function span(ends: readonly End[], extra = 0): [low: number, high: number] {
  const total = (side: number) => ends.reduce((sum, { rank, count }) => sum + (rank(side) > 0 ? count + extra : 0), 0);
  return [total(-1), total(1)];
}

/** The best count + `extra` of the pairs for every end, none twice, in their order. */
export function select(pairs: readonly Pair[], ends: readonly End[], extra = 0): Pair[] {
  const chosen = new Set<Pair>();
  for (const end of ends) {
    const others = pairs.filter((pair) => !chosen.has(pair));
    for (const pair of best(others, end, extra)) chosen.add(pair);
  }
  return pairs.filter((pair) => chosen.has(pair));
}

/** The best count + `extra` for one end, the best first. */
export function best(pairs: readonly Pair[], { rank, count }: End, extra = 0): Pair[] {
  return [...pairs].sort((a, b) => rank(b.value) - rank(a.value)).slice(0, count + extra);
}
