/**
 * The regularizer's control in the published experiment: a failed attempt doubles it, an accepted step takes a fifth off.
 *
 * Source   Riedl, Spiliopoulos, Sirignano 2026, training comparison (Figures 3 and 5)
 */
export const PUBLISHED = { adaptive: "published", initial: 1e-8, attempts: 6, raise: 2, lower: 0.8, min: 1e-12, max: 100 } as const;

export function raised(gamma: number): number {
  return Math.min(PUBLISHED.raise * gamma, PUBLISHED.max);
}

export function lowered(gamma: number): number {
  return Math.max(PUBLISHED.lower * gamma, PUBLISHED.min);
}
