import type { Engine } from "../../engine/engine.js";
import { createRandom, restoreRandom } from "../../random/index.js";
import type { BoundModel, UnitVisit } from "../boundModel.js";
import { DualSystem } from "./dualSystem.js";
import type { Curvature } from "./unitBlocks.js";

/**
 * Steps with a subset of the samples in the factor, drawn anew for each point: the blocks, the gradient and what is corrected are those of all
 * samples.
 *
 *   E = J_S'J_S / m + D,   E^-1 g = D^-1 (g - J_S' A^-1 J_S D^-1 g),   A = m I + J_S D^-1 J_S'       J_S: the rows of m samples
 *
 * Source   sub-sampled Newton: Byrd, Chin, Neveitt & Nocedal 2011; Roosta-Khorasani & Mahoney 2019
 * Cost     (mK)^2 P / 2 + (mK)^3 / 6 multiply-adds a factor; one backward sweep over all samples, and two sweeps over m, a step
 */
export class SubsetSystem extends DualSystem {
  override readonly form = "subset";

  constructor(
    engine: Engine,
    model: BoundModel,
    curvature: Curvature,
    private readonly rows: number,
    private readonly seed: number,
  ) {
    super(engine, model, curvature, model.subset(rows));
  }

  override update(draw: number): void {
    this.blocks.update();
    this.sample.takeSamples(this.model, drawRows(this.model.space.samples, this.rows, this.seed, draw));
  }

  override reduce(v: number, y: number): void {
    this.engine.routines.scale_f64(this.model.space.length, 1 / this.model.space.samples, v, y);
  }

  override step(y: number, out: number, then?: UnitVisit): void {
    const { engine, model } = this;
    engine.scope(() => {
      const g = engine.arena.f64(model.parameters);
      model.vjp(y, g);
      this.solve(g, out);
    });
    if (then) model.visitUnits(then);
  }
}

/** `rows` of 0 .. samples-1 without repetition, ascending: draw number `draw` of the stream of `seed`. */
export function drawRows(samples: number, rows: number, seed: number, draw: number): Int32Array {
  const stream = restoreRandom({ ...createRandom(seed).state(), position: draw });
  return stream.permutation(samples).subarray(0, rows).sort();
}
