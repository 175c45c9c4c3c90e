import type { Engine } from "../../engine/engine.js";
import type { BoundModel } from "../boundModel.js";
import type { UnitBlocks } from "./unitBlocks.js";

/** Columns of the Jacobian that one rank-k update takes at a time, about: a constant of the numeric contract. */
const COLUMNS = 512;
/** Units a tile is a multiple of: the model's own blocks. */
const UNITS = 32;

/**
 * Streams the scaled Jacobian by tiles of units: J~' = D^-1/2 in the eigenbases of the blocks times J', a row for each of them. So memory is
 * one tile at any width.
 */
export class Tiles {
  readonly units: number;
  private readonly a: number;
  private readonly slope: number;
  private readonly t: number;

  constructor(
    private readonly engine: Engine,
    private readonly model: BoundModel,
    private readonly blocks: UnitBlocks,
  ) {
    const { space, width, unitParameters: q } = model;
    this.units = Math.min(Math.ceil(width / UNITS), Math.max(1, Math.floor(COLUMNS / q / UNITS))) * UNITS;
    this.a = engine.arena.f64(this.units * space.stride);
    this.slope = engine.arena.f64(this.units * space.stride);
    this.t = engine.arena.f64(this.units * q * space.length);
  }

  /**
   * target (n x n, lower triangle, n = space.length) += J D^-1 J', by tiles in ascending order, the negative part of D^-1 by itself. Blocks that
   * were deferred are taken on the way.
   */
  addTo(target: number, scratch: number): void {
    const { engine, model, blocks, a, slope, t } = this;
    const { width: N, inputs: d, outputs: K, unitParameters: q, space, scale } = model;
    const { structured_rows_f64, syrk_f64 } = engine.routines;
    const { length: n, stride } = space;
    const C = model.theta + 8 * N * (d + 1);
    engine.scope(() => {
      const x = weightedColumns(engine, model);
      for (let unit = 0; unit < N; unit += this.units) {
        const units = Math.min(this.units, N - unit);
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
    blocks.settle();
  }
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
