import { sin } from "nntk/elementary";

/** The published one-step experiments (arXiv:2605.08352, Figures 1 and 2). */
export const BETA = 0.52;
export const POINTS = 16;
export const GAMMAS = Array.from({ length: 10 }, (_, i) => Number(`1e-${i + 1}`));
/** 10, 20, 50, ..., 1e6. */
export const WIDTHS = Array.from({ length: 16 }, (_, i) => ([1, 2, 5][i % 3] as number) * 10 ** (1 + Math.floor(i / 3)));
/** The width whose one network stands for the limit in the published figures. */
export const PROXY_WIDTH = 1_000_000;

export const X = Float64Array.from({ length: POINTS }, (_, i) => i / (POINTS - 1));

/** y = 2x + 0.4 sin(frequency pi x): frequency 5 in Figure 1, 20 in Figure 2. */
export function target(frequency: number, x: Float64Array = X): Float64Array {
  const wave = sin(x.map((value) => frequency * Math.PI * value));
  return x.map((value, m) => 2 * value + 0.4 * (wave[m] as number));
}

/** (|r| / |y|)^2 / (2M), the published relative loss. */
export function relativeLoss(residual: ArrayLike<number>, y: Float64Array): number {
  return squares(residual) / squares(y) / (2 * y.length);
}

function squares(v: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += (v[i] as number) ** 2;
  return sum;
}
