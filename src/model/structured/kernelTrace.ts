import type { Engine } from "../../engine/engine.js";
import type { BoundModel } from "../boundModel.js";
import { eachRows } from "../eachRows.js";
import { weightedColumns } from "./tiles.js";

const UNITS = 128;

/**
 * tr(J J') / M at the linearised point: the natural unit of gamma.
 *
 *   s^2 / M sum_i [ |c_i|^2 sum_m a'_mi^2 |x~_m|^2 + K sum_m a_mi^2 ]
 */
export function kernelTrace(engine: Engine, model: BoundModel): number {
  const { width: N, inputs: d, outputs: K, space, scale, theta } = model;
  return engine.scope(() => {
    const x = weightedColumns(engine, model);
    let sum = 0;
    eachRows(model, UNITS, (unit, units, a, slope) => {
      sum += engine.routines.structured_trace_f64(units, space.stride, d, K, a, slope, x, theta + 8 * (N * (d + 1) + unit), N);
    });
    return (scale * scale * sum) / space.samples;
  });
}
