import { median } from "./median.js";

export interface BandPoint {
  series: string;
  x: number;
  low: number;
  middle: number;
  high: number;
}

const POINTS = 160;

/**
 * Several curves as one: at each x the median and the extremes. A single curve keeps its own points; several are read as steps (the last
 * value at or before x; a run that ended keeps its last value) on points evenly spaced in log x. What is not above 0 has no logarithm and
 * is left out.
 */
export function bands(curves: readonly { x: number[]; y: number[] }[], series: string): BandPoint[] {
  if (curves.length === 1) {
    const { x, y } = curves[0] as { x: number[]; y: number[] };
    const points = x.map((value, i) => ({ series, x: value, low: y[i] as number, middle: y[i] as number, high: y[i] as number }));
    return points.filter((point) => point.x > 0 && point.middle > 0);
  }
  const positive = curves.flatMap((curve) => curve.x.filter((x) => x > 0));
  if (positive.length === 0) return [];
  const low = Math.log(Math.max(...curves.map((curve) => curve.x.find((x) => x > 0) ?? 0)));
  const high = Math.log(Math.max(...positive));
  return Array.from({ length: POINTS }, (_, i) => {
    const x = Math.exp(low + ((high - low) * i) / (POINTS - 1));
    const values = curves.map((curve) => valueAt(curve, x * (1 + 1e-12))).filter((value) => value > 0);
    return { series, x, low: Math.min(...values), middle: median(values), high: Math.max(...values) };
  }).filter((point) => point.middle > 0);
}

function valueAt({ x, y }: { x: number[]; y: number[] }, at: number): number {
  let i = 0;
  while (i + 1 < x.length && (x[i + 1] as number) <= at) i++;
  return y[i] as number;
}
