import type { Engine } from "../engine/engine.js";
import type { CheckedData } from "./data.js";
import type { Scaling } from "./network.js";

/**
 * A data set in linear memory, in the network's coordinates, column by column: `stride` numbers a column, the samples first, then zeros up to
 * a multiple of 4. A vector of sample space - outputs, residuals, J v - has the same form: one column an output, zeros behind each.
 */
export class SampleSpace {
  readonly samples: number;
  readonly stride: number;
  /** Numbers in a vector of sample space: outputs * stride. */
  readonly length: number;
  /** Columns in all: X~, targets and weights, one after another. */
  private readonly columns: number;
  /** Address of X~: inputs + 1 columns, the last of ones. */
  readonly x: number;
  /** Address of the targets, a vector of sample space: zeros where none were given. */
  private readonly y: number;
  /** Weights were given. */
  readonly weighted: boolean;
  /** Address of the rows' factors sqrt(M w_m / sum w): ones where no weights were given. */
  readonly weight: number;

  constructor(
    private readonly engine: Engine,
    private readonly outputs: number,
    { x, y, weights }: CheckedData,
    scaling: Scaling | undefined,
  ) {
    this.samples = x.rows;
    this.stride = Math.ceil(x.rows / 4) * 4;
    this.length = outputs * this.stride;
    this.columns = x.cols + 1 + outputs + 1;
    this.x = engine.arena.f64(this.columns * this.stride);
    const ones = this.x + 8 * x.cols * this.stride;
    this.y = ones + 8 * this.stride;
    this.weight = this.y + 8 * this.length;
    this.weighted = weights !== undefined;
    engine.view(this.x, this.columns * this.stride).fill(0);
    this.setRows(x.data, this.x, x.cols, scaling?.xMean, scaling?.xScale);
    engine.view(ones, this.samples).fill(1);
    if (y) this.setRows(y.data, this.y, outputs, scaling?.yMean, scaling?.yScale);
    engine.view(this.weight, this.samples).set(weights ? rowFactors(weights) : engine.view(ones, this.samples));
  }

  /** Takes the rows' inputs, targets and factors from another space, sample by sample. */
  takeColumns(from: SampleSpace, indices: Int32Array): void {
    const { engine, stride, samples } = this;
    for (let column = 0; column < this.columns; column++) {
      const source = engine.view(from.x + 8 * column * from.stride, from.samples);
      const target = engine.view(this.x + 8 * column * stride, samples);
      for (let m = 0; m < samples; m++) target[m] = source[indices[m] as number] as number;
    }
  }

  /** out := weight o (factor * u - y) (the targets only where `residual` is true), and zeros behind the samples; out may be u. */
  weigh(u: number, factor: number, out: number, residual = false): void {
    const { engine, samples, stride, outputs } = this;
    const from = engine.view(u, this.length);
    const to = engine.view(out, this.length);
    const targets = engine.view(this.y, this.length);
    const weight = engine.view(this.weight, samples);
    for (let k = 0; k < outputs; k++) {
      const start = k * stride;
      for (let m = 0; m < samples; m++) {
        const value = factor * (from[start + m] as number);
        to[start + m] = (residual ? value - (targets[start + m] as number) : value) * (weight[m] as number);
      }
      to.fill(0, start + samples, start + stride);
    }
  }

  /** Copies a vector of sample space out as rows: samples x outputs. */
  takeRows(v: number): Float64Array {
    const { engine, samples, stride, outputs } = this;
    const values = engine.view(v, this.length);
    const rows = new Float64Array(samples * outputs);
    for (let k = 0; k < outputs; k++) {
      for (let m = 0; m < samples; m++) rows[m * outputs + k] = values[k * stride + m] as number;
    }
    return rows;
  }

  /** Copies rows (samples x cols), mapped, into as many columns, zeros behind the samples. */
  setRows(rows: Float64Array, columns: number, cols = this.outputs, mean?: Float64Array, scale?: Float64Array): void {
    const { engine, samples, stride } = this;
    const values = engine.view(columns, cols * stride).fill(0);
    for (let j = 0; j < cols; j++) {
      const shift = mean?.[j] ?? 0;
      const unit = scale?.[j] ?? 1;
      for (let m = 0; m < samples; m++) values[j * stride + m] = ((rows[m * cols + j] as number) - shift) / unit;
    }
  }
}

/** sqrt(M w_m / sum w); exactly 1 for equal weights. */
export function rowFactors(weights: Float64Array): Float64Array {
  // relative to the largest weight, so that neither the sum nor a product can overflow
  const largest = weights.reduce((a, b) => Math.max(a, b));
  const sum = weights.reduce((total, weight) => total + weight / largest, 0);
  return weights.map((weight) => Math.sqrt((weight / largest) * (weights.length / sum)));
}
