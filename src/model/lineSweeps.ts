import type { Bound, Sweeps } from "./sweeps.js";

/** Sweeps of tanh networks with one input and one output, fused: assembly/shallow_line.ts. */
export function lineSweeps({ engine, network, space, table, theta }: Bound): Sweeps {
  const { line_jvp_f64, line_vjp_f64, line_blocks_f64 } = engine.routines;
  const row = 8 * network.width;
  const C = theta + 2 * row;
  return {
    forward(v, f) {
      table.eachSamples(({ unit, units, sample, samples }) => {
        const w = v + 8 * unit;
        const x = space.x + 8 * sample;
        line_jvp_f64(units, samples, table.activations(), x, C + 8 * unit, w, w + row, w + 2 * row, f + 8 * sample);
      });
    },

    backward(u, out) {
      table.eachSamples(({ unit, units, sample, samples }) => {
        const w = out + 8 * unit;
        const x = space.x + 8 * sample;
        line_vjp_f64(units, samples, table.activations(), x, u + 8 * sample, C + 8 * unit, w, w + row, w + 2 * row);
      });
    },

    blocks(u, out) {
      table.eachSamples(({ unit, units, sample, samples }) => {
        const x = space.x + 8 * sample;
        line_blocks_f64(units, samples, table.activations(), x, u + 8 * sample, C + 8 * unit, out + 72 * unit);
      });
    },
  };
}
