import type { RitzPairs } from "./lanczosBasis.js";

export type Which = "LA" | "SA" | "LM" | "BE";

/** One end of a spectrum: how it ranks values (larger is wanted more) and how many it wants. */
export interface End {
  rank(value: number): number;
  count: number;
}

/** LA the largest, SA the smallest, LM the largest in magnitude, BE both ends, the odd one from the large. */
export function endsOf(which: Which, k: number): End[] {
  const large = (value: number) => value;
  const small = (value: number) => -value;
  if (which === "LA") return [{ rank: large, count: k }];
  if (which === "SA") return [{ rank: small, count: k }];
  if (which === "LM") return [{ rank: Math.abs, count: k }];
  return [
    { rank: large, count: Math.ceil(k / 2) },
    { rank: small, count: Math.floor(k / 2) },
  ].filter((end) => end.count > 0);
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

/**
 * Whether the complement of the locked pairs holds nothing better at this end: its best value is not better by more than the target, and
 * its residual, at most a tenth of the distance or the target, says that it will stay so.
 */
export function confirmed({ values, residuals }: RitzPairs, locked: Pairs, end: End, target: number): boolean {
  const best = ranked(values, end.rank)[0]!;
  const distance = worstRank(locked, end) - end.rank(values[best]!);
  return distance >= -2 * target && residuals[best]! <= Math.max(target, distance / 10);
}

function worstRank({ values }: Pairs, { rank, count }: End): number {
  return rank(values[ranked(values, rank)[count - 1]!]!);
}
