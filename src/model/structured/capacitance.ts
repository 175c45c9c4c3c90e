import type { Engine } from "../../engine/engine.js";
import type { BoundModel } from "../boundModel.js";
import { SymmetricFactor } from "./symmetricFactor.js";
import { addTiles } from "./tiles.js";
import type { UnitBlocks } from "./unitBlocks.js";

/**
 * The capacitance of sample space, A = M I + J D^-1 J' (MK x MK), formed by rank-k updates over tiles of units.
 *
 * J is that of `model` where it is linearised, and may be taken at other samples than the blocks were. The padding of sample space has rows
 * of its own, M on the diagonal.
 *
 * Memory   A and one tile          Cost   (MK)^2 P / 2 multiply-adds to form, (MK)^3 / 6 to factor
 */
export class Capacitance extends SymmetricFactor {
  constructor(
    engine: Engine,
    private readonly model: BoundModel,
    private readonly blocks: UnitBlocks,
  ) {
    super(engine, model.space.length, blocks.curvature !== "full");
  }

  /** A with the blocks' present weights. */
  form(): void {
    const { engine, model, matrix, n } = this;
    const values = engine.view(matrix, n * n).fill(0);
    for (let i = 0; i < values.length; i += n + 1) values[i] = model.space.samples;
    addTiles(engine, model, this.blocks, matrix);
  }
}
