import type { Engine } from "../engine/engine.js";
import type { BoundModel } from "../model/boundModel.js";

/** Units in memory at a time; a multiple of the model's blocks, a constant of the numeric contract. */
const TILE = 256;

/** Some units' part of J'. Addresses hold until the next tile. */
export interface JacobianTile {
  /** `rows` rows of model.space.length numbers, row-major, a row a parameter, unit by unit (w, b, c) */
  tile: number;
  rows: number;
  unit: number;
  units: number;
  /** their activations, units x model.space.stride */
  a: number;
}

/**
 * J' of a model by tiles of units (one column an output, zeros behind each column's samples), at the model's parameters. Activations are
 * taken once; the model need not be linearised before.
 */
export function jacobianTiles(engine: Engine, model: BoundModel, visit: (tile: JacobianTile) => void): void {
  const { width: N, inputs: d, outputs: K, unitParameters: q, space, scale } = model;
  const { arena, routines } = engine;
  const most = Math.min(TILE, Math.ceil(N / 32) * 32);
  const a = arena.f64(most * space.stride);
  const slope = arena.f64(most * space.stride);
  const tile = arena.f64(most * q * space.length);
  const basis = arena.f64(most * q * q);
  const weight = arena.f64(most * q);
  const identity = engine.view(basis, most * q * q).fill(0);
  for (let i = 0; i < most; i++) for (let j = 0; j < q; j++) identity[(i * q + j) * q + j] = 1;
  engine.view(weight, most * q).fill(1);
  const C = model.theta + 8 * N * (d + 1);
  for (let unit = 0; unit < N; unit += most) {
    const units = Math.min(most, N - unit);
    model.rows(unit, units, a, slope);
    routines.structured_rows_f64(units, space.stride, d, K, scale, a, slope, space.x, C + 8 * unit, N, basis, weight, false, tile);
    visit({ tile, rows: units * q, unit, units, a });
  }
}
