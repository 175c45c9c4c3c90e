import type { Engine } from "../../engine/engine.js";
import type { BoundModel } from "../boundModel.js";
import { SymmetricFactor } from "./symmetricFactor.js";
import { Tiles } from "./tiles.js";
import type { UnitBlocks } from "./unitBlocks.js";

/**
 * The capacitance of sample space, A = M I + J D^-1 J' (MK x MK), formed by rank-k updates over tiles of units.
 *
 * J is that of `model` where it is linearised, and may be taken at other samples than the blocks were. The padding of sample space has rows
 * of its own, M on the diagonal.
 *
 * Memory   A and one tile          Cost   (MK)^2 P / 2 multiply-adds to form, (MK)^3 / 6 to factor
 */
export class Capacitance {
  readonly factored: SymmetricFactor;
  private readonly tiles: Tiles;

  constructor(
    private readonly engine: Engine,
    private readonly model: BoundModel,
    blocks: UnitBlocks,
  ) {
    this.factored = new SymmetricFactor(engine, model.space.length, blocks.curvature !== "full");
    this.tiles = new Tiles(engine, model, blocks);
  }

  /** A with the blocks' present weights. */
  form(): void {
    const { matrix, n, scratch } = this.factored;
    const { samples } = this.model.space;
    const values = this.engine.view(matrix, n * n).fill(0);
    for (let i = 0; i < n; i++) values[i * n + i] = samples;
    this.tiles.addTo(matrix, scratch);
  }
}
