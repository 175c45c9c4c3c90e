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
  /** Address of X~: inputs + 1 columns, the last of ones. */
  readonly x: number;
  /** Address of the targets, or 0: none were given, and targets of zero are meant. */
  private readonly y: number;
  /** Address of the rows' factors sqrt(M w_m / sum w), or 0: no weights were given. */
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
    this.x = this.putColumns(x.data, x.cols, x.cols + 1, scaling?.xMean, scaling?.xScale);
    engine.view(this.x + 8 * x.cols * this.stride, this.samples).fill(1);
    this.y = y === undefined ? 0 : this.putColumns(y.data, outputs, outputs, scaling?.yMean, scaling?.yScale);
    this.weight = weights === undefined ? 0 : engine.put(rowFactors(weights));
  }

  /** The columns of a row-major array, mapped, in columns of `stride` numbers; space for `total` columns, all else zero. */
  private putColumns(rows: Float64Array, cols: number, total: number, mean?: Float64Array, scale?: Float64Array): number {
    const { engine, samples, stride } = this;
    const pointer = engine.arena.f64(total * stride);
    const columns = engine.view(pointer, total * stride).fill(0);
    for (let j = 0; j < cols; j++) {
      const shift = mean?.[j] ?? 0;
      const unit = scale?.[j] ?? 1;
      for (let m = 0; m < samples; m++) columns[j * stride + m] = ((rows[m * cols + j] as number) - shift) / unit;
    }
    return pointer;
  }

  /** Takes the rows' inputs, targets and factors from another space, sample by sample. */
  takeColumns(from: SampleSpace, indices: Int32Array, inputs: number): void {
    const { engine, stride, samples } = this;
    const gather = (source: number, target: number) => {
      const rows = engine.view(source, from.samples);
      const out = engine.view(target, samples);
      for (let m = 0; m < out.length; m++) out[m] = rows[indices[m] as number] as number;
    };
    for (let j = 0; j < inputs; j++) gather(from.x + 8 * j * from.stride, this.x + 8 * j * stride);
    for (let k = 0; k < this.outputs; k++) gather(from.y + 8 * k * from.stride, this.y + 8 * k * stride);
    if (this.weight !== 0) gather(from.weight, this.weight);
  }

  /** v := factor * weight o v - y (the targets only where `residual` is true), and zeros behind the samples. */
  finish(v: number, factor: number, residual: boolean): void {
    const { engine, samples, stride, outputs } = this;
    const values = engine.view(v, this.length);
    const targets = residual && this.y !== 0 ? engine.view(this.y, this.length) : undefined;
    const weight = this.weight === 0 ? undefined : engine.view(this.weight, samples);
    for (let k = 0; k < outputs; k++) {
      const start = k * stride;
      for (let m = 0; m < samples; m++) {
        let value = factor * (values[start + m] as number);
        if (targets !== undefined) value -= targets[start + m] as number;
        if (weight !== undefined) value *= weight[m] as number;
        values[start + m] = value;
      }
      values.fill(0, start + samples, start + stride);
    }
  }

  /** out := factor * weight o u. */
  weigh(u: number, factor: number, out: number): void {
    const { engine, samples, stride, outputs } = this;
    const from = engine.view(u, this.length);
    const to = engine.view(out, this.length).fill(0);
    const weight = this.weight === 0 ? undefined : engine.view(this.weight, samples);
    for (let k = 0; k < outputs; k++) {
      const start = k * stride;
      for (let m = 0; m < samples; m++) {
        const value = factor * (from[start + m] as number);
        to[start + m] = weight === undefined ? value : value * (weight[m] as number);
      }
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

  /** Copies rows (samples x outputs) into a vector of sample space. */
  setRows(rows: Float64Array, v: number): void {
    const { engine, samples, stride, outputs } = this;
    const values = engine.view(v, this.length).fill(0);
    for (let k = 0; k < outputs; k++) {
      for (let m = 0; m < samples; m++) values[k * stride + m] = rows[m * outputs + k] as number;
    }
  }
}

/** sqrt(M w_m / sum w); exactly 1 for equal weights. */
function rowFactors(weights: Float64Array): Float64Array {
  // relative to the largest weight, so that neither the sum nor a product can overflow
  const largest = weights.reduce((a, b) => Math.max(a, b));
  const sum = weights.reduce((total, weight) => total + weight / largest, 0);
  return weights.map((weight) => Math.sqrt((weight / largest) * (weights.length / sum)));
}
