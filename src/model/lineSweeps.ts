import type { Bound, Sweeps } from "./sweeps.js";

/** Sweeps of tanh networks with one input and one output, fused: assembly/shallow_line.ts. */
export class LineSweeps implements Sweeps {
  constructor(private readonly bound: Bound) {}

  forward(v: number, f: number): void {
    const { engine, network, space, table, theta } = this.bound;
    const row = 8 * network.width;
    table.eachSamples(({ unit, units, sample, samples }) => {
      const w = v + 8 * unit;
      const c = theta + 2 * row + 8 * unit;
      const x = space.x + 8 * sample;
      engine.routines.line_jvp_f64(units, samples, table.activations(), x, c, w, w + row, w + 2 * row, f + 8 * sample);
    });
  }

  backward(u: number, out: number): void {
    const { engine, network, space, table, theta } = this.bound;
    const row = 8 * network.width;
    table.eachSamples(({ unit, units, sample, samples }) => {
      const w = out + 8 * unit;
      const c = theta + 2 * row + 8 * unit;
      const x = space.x + 8 * sample;
      engine.routines.line_vjp_f64(units, samples, table.activations(), x, u + 8 * sample, c, w, w + row, w + 2 * row);
    });
  }

  blocks(u: number, out: number): void {
    const { engine, network, space, table, theta } = this.bound;
    table.eachSamples(({ unit, units, sample, samples }) => {
      const c = theta + 8 * (2 * network.width + unit);
      engine.routines.line_blocks_f64(units, samples, table.activations(), space.x + 8 * sample, u + 8 * sample, c, out + 72 * unit);
    });
  }
}
