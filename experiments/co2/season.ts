import { qr, solveTriangular } from "nntk/linalg";
import type { Series } from "./record.js";

/** Degree of the trend that is fitted beside the season. */
const TREND = 3;

/** The amplitude of the yearly wave in a series: least squares on a cubic trend, cos 2 pi t and sin 2 pi t. */
export function seasonOf({ x, y }: Series): number {
  const from = x[0] as number;
  const span = (x.at(-1) as number) - from;
  const rows = x.map((t) => {
    const trend = Array.from({ length: TREND + 1 }, (_, power) => ((t - from) / span) ** power);
    return [...trend, Math.cos(2 * Math.PI * t), Math.sin(2 * Math.PI * t)];
  });
  const { Q, R } = qr(rows);
  const right = Array.from({ length: R.cols }, (_, j) => y.reduce((sum, value, m) => sum + (Q.data[m * Q.cols + j] as number) * value, 0));
  const solution = solveTriangular(R, right, { upper: true });
  return Math.hypot(solution.data[TREND + 1] as number, solution.data[TREND + 2] as number);
}
