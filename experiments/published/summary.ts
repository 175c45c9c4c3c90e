/** A sample of runs as the figures show it and the files keep it. */
export interface Summary {
  median: number;
  /** The band: 10 % of the runs lie below `low`, 10 % above `high`. */
  low: number;
  high: number;
  min: number;
  max: number;
  mean: number;
  /** Standard deviation of the sample. */
  deviation: number;
}

export function summary(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value / n, 0);
  const spread = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.1),
    high: quantile(sorted, 0.9),
    min: sorted[0] as number,
    max: sorted[n - 1] as number,
    mean,
    deviation: n > 1 ? Math.sqrt(spread / (n - 1)) : 0,
  };
}

/** Linear between the order statistics. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] as number) - below);
}

export interface Slope {
  slope: number;
  /** Half-width of the 95 % confidence interval, from the scatter about the line. */
  halfWidth: number;
}

/** Slope of log y against log x by least squares. */
export function logSlope(points: readonly { x: number; y: number }[]): Slope | undefined {
  const usable = points.filter(({ x, y }) => x > 0 && y > 0 && Number.isFinite(y));
  const n = usable.length;
  if (n < 3) return undefined;
  const u = usable.map(({ x }) => Math.log(x));
  const v = usable.map(({ y }) => Math.log(y));
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value / n, 0);
  const [mu, mv] = [mean(u), mean(v)];
  const uu = u.reduce((sum, value) => sum + (value - mu) ** 2, 0);
  const slope = u.reduce((sum, value, i) => sum + (value - mu) * ((v[i] as number) - mv), 0) / uu;
  const left = v.reduce((sum, value, i) => sum + (value - mv - slope * ((u[i] as number) - mu)) ** 2, 0);
  return { slope, halfWidth: student95(n - 2) * Math.sqrt(left / (n - 2) / uu) };
}

/** Two-sided 95 % point of Student's t, to 1 % from 3 degrees of freedom on (Hill's expansion in 1/n about 1.96). */
function student95(freedom: number): number {
  if (freedom <= 2) return freedom === 1 ? 12.71 : 4.303;
  const z = 1.959964;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}
