import type { Engine } from "../engine/engine.js";
import type { BoundModel } from "../model/boundModel.js";
import { eachRows } from "../model/eachRows.js";

/** Units in memory at a time; a multiple of the model's blocks, a constant of the numeric contract. */
const TILE = 256;

/** Some units' activations and derivatives at a model's parameters. Addresses hold until the next tile. */
export interface UnitTile {
  unit: number;
  units: number;
  /** a_mi: units x model.space.stride, a row a unit */
  a: number;
  /** c_ik a'_mi: units x model.space.length, output by output */
  slopes: number;
}

/** Most units of a tile. */
export function tileUnits(model: BoundModel): number {
  return Math.min(TILE, Math.ceil(model.width / 32) * 32);
}

/**
 * Streams the units of a model bound for no derivatives (its table keeps nothing, so nothing need be linearised), one activation a unit and
 * sample. All of J' follows from a tile: its rows are, but for the factor s, slopes o x_l for each input, slopes for the biases, and a in
 * output k's columns for each output.
 */
export function unitTiles(engine: Engine, model: BoundModel, visit: (tile: UnitTile) => void): void {
  const { width: N, inputs: d, outputs: K, space, theta } = model;
  const { length, stride } = space;
  const most = tileUnits(model);
  const slopes = engine.arena.f64(most * length);
  const { routines } = engine;
  const C = theta + 8 * N * (d + 1);
  eachRows(model, most, (unit, units, a, slope) => {
    for (let k = 0; k < K; k++) {
      routines.shallow_scale_f64(units, stride, C + 8 * (k * N + unit), slope, slopes + 8 * k * stride, length);
    }
    visit({ unit, units, a, slopes });
  });
}
