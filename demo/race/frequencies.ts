// What is left of the target, by frequency: spectral bias made visible.
//
//   residual r at the M points in the order of x;  a_k = sum_m r_m cos(pi k (m + 1/2) / M) sqrt(2) / M,  k = 1..M-1  (discrete cosine transform)
//
// so that sum_k a_k^2 = mean (r - mean r)^2. Wave k makes k/2 oscillations across the range. Points that are not evenly spaced count as if they were.
import { cos } from "nntk/elementary";
import { type Matrix, matmul } from "nntk/linalg";

/** Waves gathered into half octaves: the root of the sum of their squares. */
export class Frequencies {
  /** Oscillations across the range in the middle of each band. */
  readonly oscillations: number[] = [];
  private readonly edges: number[] = [];
  private readonly waves: Matrix;

  constructor(samples: number) {
    for (let octave = 1; octave < samples; octave *= 2)
      this.edges.push(octave, ...(octave > 1 && 1.5 * octave < samples ? [1.5 * octave] : []));
    this.edges.push(samples);
    for (let i = 0; i + 1 < this.edges.length; i++) {
      const [low, high] = [this.edges[i] as number, (this.edges[i + 1] as number) - 1];
      this.oscillations.push(Math.sqrt(low * Math.max(low, high)) / 2);
    }
    const data = Float64Array.from({ length: samples * samples }, (_, i) => {
      const [k, m] = [Math.floor(i / samples), i % samples];
      return (Math.PI * ((k * (2 * m + 1)) % (4 * samples))) / (2 * samples);
    });
    this.waves = { rows: samples, cols: samples, data: cos(data).map((value) => (value * Math.SQRT2) / samples) };
  }

  /** The amplitude in each band. */
  bands(residual: Float64Array): Float64Array {
    const amplitudes = matmul(this.waves, residual).data;
    return Float64Array.from(this.oscillations, (_, i) => {
      let square = 0;
      for (let k = this.edges[i] as number; k < (this.edges[i + 1] as number); k++) square += (amplitudes[k] as number) ** 2;
      return Math.sqrt(square);
    });
  }
}
