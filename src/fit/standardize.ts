import type { Matrix } from "../core/matrix.js";
import type { Scaling } from "../model/network.js";

/** The map under which each column of x and y has mean 0 and mean square 1; weights regarded. A constant column is shifted only, to exactly 0. */
export function standardize(x: Matrix, y: Matrix, weights?: Float64Array): Scaling {
  const [xMean, xScale] = columnMoments(x, weights);
  const [yMean, yScale] = columnMoments(y, weights);
  return { xMean, xScale, yMean, yScale };
}

/** The columns of a matrix that hold one value throughout. */
export function constantColumns({ rows, cols, data }: Matrix): number[] {
  return Array.from({ length: cols }, (_, j) => j).filter((j) => isConstant((m) => data[m * cols + j] as number, rows));
}

function isConstant(at: (m: number) => number, rows: number): boolean {
  for (let m = 1; m < rows; m++) if (at(m) !== at(0)) return false;
  return true;
}

/** Means and standard deviations of the columns, in two passes and relative to the largest entry, so that squares do not overflow. */
function columnMoments({ rows, cols, data }: Matrix, weights?: Float64Array): [Float64Array, Float64Array] {
  const mean = new Float64Array(cols);
  const scale = new Float64Array(cols).fill(1);
  const largest = weights?.reduce((a, b) => Math.max(a, b)) ?? 1;
  const weight = (m: number) => (weights?.[m] ?? 1) / largest;
  let total = 0;
  for (let m = 0; m < rows; m++) total += weight(m);
  for (let j = 0; j < cols; j++) {
    const at = (m: number) => data[m * cols + j] as number;
    let unit = 0;
    for (let m = 0; m < rows; m++) unit = Math.max(unit, Math.abs(at(m)));
    if (unit === 0) continue;
    if (isConstant(at, rows)) {
      mean[j] = at(0);
      continue;
    }
    let first = 0;
    for (let m = 0; m < rows; m++) first += weight(m) * (at(m) / unit);
    const center = first / total;
    let second = 0;
    for (let m = 0; m < rows; m++) second += weight(m) * (at(m) / unit - center) * (at(m) / unit - center);
    const deviation = Math.sqrt(second / total);
    mean[j] = center * unit;
    if (deviation > ROUNDING) scale[j] = Math.max(deviation * unit, Number.MIN_VALUE);
  }
  return [mean, scale];
}

/** A column whose deviation is below this part of its largest entry is constant up to rounding. */
const ROUNDING = 1e-14;
