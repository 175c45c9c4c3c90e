import type { RitzPairs } from "./lanczosBasis.js";

export type Which = "LA" | "SA" | "LM" | "BE";

/** One end of a spectrum: how it ranks values (larger is wanted more) and how many it wants. */
export interface End {
  rank(value: number): number;
  count: number;
  /** Where its values stand in ascending order: at the front, at the back or, by magnitude, at both. */
  low: boolean;
  high: boolean;
}

/** LA the largest, SA the smallest, LM the largest in magnitude, BE both ends, the odd one from the large. */
export function endsOf(which: Which, k: number): End[] {
  const large = (count: number): End => ({ rank: (value) => value, count, low: false, high: true });
  const small = (count: number): End => ({ rank: (value) => -value, count, low: true, high: false });
  if (which === "LA") return [large(k)];
  if (which === "SA") return [small(k)];
  if (which === "LM") return [{ rank: Math.abs, count: k, low: true, high: true }];
  return [large(Math.ceil(k / 2)), small(Math.floor(k / 2))].filter((end) => end.count > 0);
}

/** How many of the smallest and of the largest values hold, whatever they are, what `select` chooses. */
export function span(ends: readonly End[], extra = 0): [low: number, high: number] {
  const sum = (side: "low" | "high") =>
    ends.reduce((total, end) => total + (end[side] ? end.count + Math.floor(extra / ends.length) : 0), 0);
  return [sum("low"), sum("high")];
}

/** Indices of the best `extra` + count values of every end, none twice, ascending. */
export function select(values: ArrayLike<number>, ends: readonly End[], extra = 0): number[] {
  const chosen = new Set<number>();
  for (const { rank, count } of ends) {
    let wanted = count + Math.floor(extra / ends.length);
    for (const index of ranked(values, rank)) {
      if (wanted === 0) break;
      if (chosen.has(index)) continue;
      chosen.add(index);
      wanted--;
    }
  }
  return [...chosen].sort((i, j) => i - j);
}

/** All indices, best first. */
function ranked(values: ArrayLike<number>, rank: End["rank"]): number[] {
  return Array.from({ length: values.length }, (_, i) => i).sort((i, j) => rank(values[j]!) - rank(values[i]!) || i - j);
}

/** Values with the norms of their residuals. */
export interface Pairs {
  values: ArrayLike<number>;
  residuals: ArrayLike<number>;
}

/** Indices of the wanted pairs when all of them have converged; none before. */
export function converged({ values, residuals }: RitzPairs, ends: readonly End[], target: number): number[] {
  const wanted = select(values, ends);
  const k = ends.reduce((sum, end) => sum + end.count, 0);
  return wanted.length === k && wanted.every((i) => residuals[i]! <= target) ? wanted : [];
}

/** Indices of converged pairs of the complement that are better than what is locked at some end, by more than the target. */
export function missing({ values, residuals }: RitzPairs, locked: Pairs, ends: readonly End[], target: number): number[] {
  const better = (value: number) => ends.some((end) => end.rank(value) > worstRank(locked, end) + 2 * target);
  return Array.from(values.keys()).filter((i) => residuals[i]! <= target && better(values[i]!));
}

/** How far a search has come at one end of the spectrum. */
export interface Progress {
  /** Residual of the last pair to wait for as a share of what it may be: 1 or less when it has come. */
  share: number;
  /** Whether the complement of the locked holds a value better than they by more than two targets. */
  better: boolean;
}

/**
 * Before anything is locked, the last wanted pair has to reach the target. Then the best of the complement: where it is no better than what is
 * locked, a residual of a tenth of the distance says that it will stay so. `pairs` hold that one pair, or several of which it is one.
 */
export function progress({ values, residuals }: RitzPairs, locked: Pairs | undefined, end: End, target: number): Progress {
  const distance = (i: number) => (locked ? worstRank(locked, end) - end.rank(values[i]!) : 0);
  const chosen = select(values, [{ ...end, count: locked ? 1 : end.count }]);
  return {
    share: Math.max(...chosen.map((i) => residuals[i]! / Math.max(target, distance(i) / 10, Number.MIN_VALUE))),
    better: chosen.some((i) => distance(i) < -2 * target),
  };
}

function worstRank({ values }: Pairs, { rank, count }: End): number {
  return rank(values[ranked(values, rank)[count - 1]!]!);
}
