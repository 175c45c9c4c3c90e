import type { Matrix } from "../core/matrix.js";
import type { Scaling } from "../model/network.js";

/** The map under which each column of x and y has mean 0 and mean square 1; weights regarded. A constant column is shifted only, to exactly 0. */
export function standardize(x: Matrix, y: Matrix, weights?: Float64Array): Scaling {
  const [xMean, xScale] = columnMoments(x, weights);
  const [yMean, yScale] = columnMoments(y, weights);
  return { xMean, xScale, yMean, yScale };
}

/** The columns of a matrix that hold one value throughout. */
export function constantColumns(matrix: Matrix): number[] {
  return Array.from({ length: matrix.cols }, (_, j) => j).filter((j) => isConstant(columnOf(matrix, j)));
}

function columnOf({ rows, cols, data }: Matrix, j: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, m) => data[m * cols + j] as number);
}

function isConstant(column: Float64Array): boolean {
  return column.every((value) => value === column[0]);
}

/** Means and standard deviations of the columns, in two passes and relative to the largest entry, so that squares do not overflow. */
function columnMoments(matrix: Matrix, weights: Float64Array = new Float64Array(matrix.rows).fill(1)): [Float64Array, Float64Array] {
  const mean = new Float64Array(matrix.cols);
  const scale = new Float64Array(matrix.cols).fill(1);
  const largest = weights.reduce((a, b) => Math.max(a, b));
  const w = weights.map((weight) => weight / largest);
  const total = w.reduce((sum, weight) => sum + weight, 0);
  for (let j = 0; j < matrix.cols; j++) {
    const column = columnOf(matrix, j);
    const unit = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (unit === 0) continue;
    if (isConstant(column)) {
      mean[j] = column[0] as number;
      continue;
    }
    const center = w.reduce((sum, weight, m) => sum + weight * ((column[m] as number) / unit), 0) / total;
    const off = column.map((value) => value / unit - center);
    const deviation = Math.sqrt(w.reduce((sum, weight, m) => sum + weight * (off[m] as number) * (off[m] as number), 0) / total);
    mean[j] = center * unit;
    if (deviation > ROUNDING) scale[j] = Math.max(deviation * unit, Number.MIN_VALUE);
  }
  return [mean, scale];
}

/** A column whose deviation is below this part of its largest entry is constant up to rounding. */
const ROUNDING = 1e-14;
