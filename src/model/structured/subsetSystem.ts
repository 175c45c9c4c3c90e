import type { Engine } from "../../engine/engine.js";
import { createRandom, restoreRandom } from "../../random/index.js";
import type { BoundModel, UnitVisit } from "../boundModel.js";
import { Capacitance } from "./capacitance.js";
import { dualOperations } from "./cost.js";
import { multiplyBy, subtractFrom } from "./dualSystem.js";
import type { NewtonSystem } from "./newtonSystem.js";
import { type Curvature, UnitBlocks } from "./unitBlocks.js";

/**
 * Steps with a subset of the samples in the factor, drawn anew for each point: the blocks, the gradient and what is corrected are those of all
 * samples.
 *
 *   E = J_S'J_S / m + D,   E^-1 g = D^-1 (g - J_S' A^-1 J_S D^-1 g),   A = m I + J_S D^-1 J_S'       J_S: the rows of m samples
 *
 * Source   sub-sampled Newton: Byrd, Chin, Neveitt & Nocedal 2011; Roosta-Khorasani & Mahoney 2019
 * Cost     (mK)^2 P / 2 + (mK)^3 / 6 multiply-adds a factor; one backward sweep over all samples, and two sweeps over m, a step
 */
export class SubsetSystem implements NewtonSystem {
  readonly form = "subset";
  readonly operations: number;
  negative: number | undefined;
  private readonly blocks: UnitBlocks;
  private readonly sample: BoundModel;
  private readonly capacitance: Capacitance;
  private readonly u: number;

  constructor(
    private readonly engine: Engine,
    private readonly model: BoundModel,
    readonly curvature: Curvature,
    private readonly rows: number,
    private readonly seed: number,
  ) {
    this.operations = dualOperations(model, rows);
    this.blocks = new UnitBlocks(engine, model, curvature);
    this.sample = model.subset(rows);
    this.capacitance = new Capacitance(engine, this.sample, this.blocks);
    this.u = engine.arena.f64(this.sample.space.length);
  }

  update(draw: number): void {
    this.blocks.update();
    this.sample.takeSamples(this.model, drawRows(this.model.space.samples, this.rows, this.seed, draw));
  }

  leastBlock(): number {
    return this.blocks.least();
  }

  factor(gamma: number): boolean {
    const { blocks, capacitance } = this;
    blocks.regularize(gamma);
    capacitance.form();
    const done = capacitance.factored.factor();
    if (blocks.curvature === "full") this.negative = blocks.countNegative() - capacitance.factored.negative;
    return done;
  }

  reduce(v: number, y: number): void {
    this.engine.routines.scale_f64(this.model.space.length, 1 / this.model.space.samples, v, y);
  }

  step(y: number, out: number, then?: UnitVisit): void {
    const { engine, model } = this;
    engine.scope(() => {
      const g = engine.arena.f64(model.parameters);
      model.vjp(y, g);
      this.solve(g, out);
    });
    if (then) model.visitUnits(then);
  }

  solve(g: number, out: number): void {
    const { blocks, sample, u } = this;
    blocks.applyInverse(g, out);
    sample.jvp(out, u);
    this.capacitance.factored.solve(u);
    sample.vjp(u, out);
    subtractFrom(this.engine, this.model.parameters, g, out);
    blocks.applyInverse(out, out);
  }

  multiply(v: number, out: number): void {
    multiplyBy(this.engine, this.sample, this.blocks, v, out);
  }
}

/** `rows` of 0 .. samples-1 without repetition, ascending: draw number `draw` of the stream of `seed`. */
export function drawRows(samples: number, rows: number, seed: number, draw: number): Int32Array {
  const stream = restoreRandom({ ...createRandom(seed).state(), position: draw });
  return stream.permutation(samples).subarray(0, rows).sort();
}
