import type { Bound, Sweeps } from "./sweeps.js";
import { UNIT_BLOCK } from "./unitTable.js";

/** Sweeps of any network, from the four operations on blocks of rows: assembly/shallow_rows.ts. */
export function rowSweeps({ engine, network, space, table, theta }: Bound): Sweeps {
  const { copy_lower_to_upper_f64, shallow_combine_f64, shallow_dots_f64, shallow_pull_tanh_f64, shallow_times_f64 } = engine.routines;
  const { inputs: d, outputs: K, width: N } = network;
  const { stride } = space;
  const { e, z } = table;
  const q = d + 1 + K;
  const skip = 8 * N * (d + 1);
  return {
    forward(v, f) {
      table.eachSamples(({ unit, units, sample, samples }) => {
        const a = table.activations();
        table.affine(v, e);
        table.timesSlope(a);
        for (let first = 0; first < units; first += UNIT_BLOCK) {
          const count = Math.min(UNIT_BLOCK, units - first);
          const c = skip + 8 * (unit + first);
          const row = 8 * first * samples;
          shallow_combine_f64(count, samples, K, theta + c, N, e + row, f + 8 * sample, stride);
          shallow_combine_f64(count, samples, K, v + c, N, a + row, f + 8 * sample, stride);
        }
      });
    },

    backward(u, out) {
      table.eachSamples(({ unit, units, sample, samples }) => {
        const c = skip + 8 * unit;
        const b = out + 8 * (N * d + unit);
        const a = table.activations();
        const um = u + 8 * sample;
        const x = space.x + 8 * sample;
        if (K === 1 && table.tanh) shallow_pull_tanh_f64(units, samples, a, um, theta + c, e, b, out + c);
        else {
          table.pull(um);
          table.timesSlope(a);
          shallow_dots_f64(units, samples, 1, e, x + 8 * d * stride, stride, b, 1, 1);
          shallow_dots_f64(units, samples, K, a, um, stride, out + c, 1, N);
        }
        shallow_dots_f64(units, samples, d, e, x, stride, out + 8 * unit * d, d, 1);
      });
    },

    blocks(u, out) {
      table.eachSamples(({ unit, units, sample, samples }) => {
        const to = out + 8 * unit * q * q;
        const um = u + 8 * sample;
        const x = space.x + 8 * sample;
        const slope = table.pullSecond(um);
        // e o x~_j against x~_0 .. x~_j: the lower triangle of the (w, b) part
        for (let j = 0; j <= d; j++) {
          shallow_times_f64(units, samples, x + 8 * stride * j, 0, e, z);
          shallow_dots_f64(units, samples, j + 1, z, x, stride, to + 8 * q * j, q * q, 1);
        }
        // a' o u_k against X~: the rows of c
        for (let k = 0; k < K; k++) {
          shallow_times_f64(units, samples, um + 8 * stride * k, 0, slope, z);
          shallow_dots_f64(units, samples, d + 1, z, x, stride, to + 8 * q * (d + 1 + k), q * q, 1);
        }
        if (sample + samples < stride) return;
        for (let block = 0; block < units; block++) copy_lower_to_upper_f64(q, to + 8 * q * q * block, q);
      });
    },
  };
}
