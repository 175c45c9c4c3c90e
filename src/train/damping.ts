/**
 * The regularizer's control in the published experiment: a failed attempt doubles it, an accepted step takes a fifth off.
 *
 * Source   Riedl, Spiliopoulos, Sirignano 2026, training comparison (Figures 3 and 5)
 */
export const PUBLISHED = { adaptive: "published", initial: 1e-8, min: 1e-12, max: 100 } as const;
export const ATTEMPTS = 6;
const RAISE = 2;
const LOWER = 0.8;

export function raised(gamma: number): number {
  return Math.min(RAISE * gamma, PUBLISHED.max);
}

export function lowered(gamma: number): number {
  return Math.max(LOWER * gamma, PUBLISHED.min);
}
