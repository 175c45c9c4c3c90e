import type { Engine } from "../../engine/engine.js";
import type { BoundModel } from "../boundModel.js";
import type { UnitBlocks } from "./unitBlocks.js";

/** Columns of the Jacobian that one rank-k update takes at a time, about: a constant of the numeric contract. */
const COLUMNS = 512;
/** Units a tile is a multiple of: the model's own blocks. */
const UNITS = 32;

/**
 * target (n x n, lower triangle, n = space.length) += J D^-1 J', by tiles of units in ascending order, the negative part of D^-1 by itself. A tile
 * is J~' = D^-1/2 in the eigenbases of the blocks times J', a row for each of them: so memory is one tile at any width. Blocks that were deferred
 * are taken on the way.
 */
export function addTiles(engine: Engine, model: BoundModel, blocks: UnitBlocks, target: number): void {
  const { width: N, inputs: d, outputs: K, unitParameters: q, space, scale } = model;
  const { structured_rows_f64, syrk_f64, gemm_scratch_bytes } = engine.routines;
  const { length: n, stride } = space;
  const C = model.theta + 8 * N * (d + 1);
  const most = Math.min(Math.ceil(N / UNITS), Math.max(1, Math.floor(COLUMNS / q / UNITS))) * UNITS;
  engine.scope(() => {
    const x = weightedColumns(engine, model);
    const a = engine.arena.f64(most * stride);
    const slope = engine.arena.f64(most * stride);
    const t = engine.arena.f64(most * q * n);
    const scratch = engine.arena.bytes(gemm_scratch_bytes());
    for (let unit = 0; unit < N; unit += most) {
      const units = Math.min(most, N - unit);
      model.rows(unit, units, a, slope, 0, stride, blocks.deferred ? blocks.basis : 0);
      if (blocks.deferred) blocks.catchUp(unit, units);
      const basis = blocks.basis === 0 ? 0 : blocks.basis + 8 * unit * q * q;
      const weight = blocks.weight + 8 * unit * q;
      for (const sign of blocks.curvature === "full" ? [1, -1] : [1]) {
        const rows = structured_rows_f64(units, stride, d, K, scale, a, slope, x, C + 8 * unit, N, basis, weight, sign < 0, t) >>> 0;
        syrk_f64(n, rows, sign, t, 1, n, 1, target, n, scratch);
      }
    }
  });
}

/** Address of X~ with its rows multiplied by the samples' factors: in fresh memory, or the model's own where there are no weights. */
export function weightedColumns(engine: Engine, { space, inputs }: BoundModel): number {
  if (!space.weighted) return space.x;
  const x = engine.arena.f64((inputs + 1) * space.stride);
  const columns = engine.view(x, (inputs + 1) * space.stride);
  columns.set(engine.view(space.x, columns.length));
  const weight = engine.view(space.weight, space.samples);
  for (let j = 0; j <= inputs; j++) for (let m = 0; m < space.samples; m++) columns[j * space.stride + m]! *= weight[m] as number;
  return x;
}
