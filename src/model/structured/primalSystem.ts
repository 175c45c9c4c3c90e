import type { Engine } from "../../engine/engine.js";
import type { BoundModel, UnitVisit } from "../boundModel.js";
import { primalOperations } from "./cost.js";
import { multiplyBy } from "./dualSystem.js";
import type { NewtonSystem } from "./newtonSystem.js";
import { PrimalMatrix } from "./primalMatrix.js";
import { type Curvature, UnitBlocks } from "./unitBlocks.js";

/**
 * The step in parameter space: E = J'J/M + D by structure, factored.
 *
 * Memory   two P x P matrices (J'J/M is kept for the next gamma) and one tile
 * Cost     M N^2 (d^2 + 7d + 8) / 4 multiply-adds a point, P^3 / 6 a factor; one backward sweep and P^2 a step
 */
export class PrimalSystem implements NewtonSystem {
  readonly form = "primal";
  readonly operations: number;
  negative: number | undefined;
  private readonly blocks: UnitBlocks;
  private readonly matrix: PrimalMatrix;
  private readonly g: number;

  constructor(
    private readonly engine: Engine,
    private readonly model: BoundModel,
    readonly curvature: Curvature,
  ) {
    this.operations = primalOperations(model, model.space.samples);
    this.blocks = new UnitBlocks(engine, model, curvature);
    this.matrix = new PrimalMatrix(engine, model, curvature !== "full");
    this.g = engine.arena.f64(model.parameters);
  }

  update(): void {
    this.blocks.update();
    this.matrix.form();
  }

  leastBlock(): number {
    return this.blocks.least();
  }

  factor(gamma: number): boolean {
    const { matrix, blocks } = this;
    blocks.regularize(gamma);
    matrix.load();
    blocks.addTo(matrix.matrix, blocks.shifted);
    const done = matrix.factor();
    if (blocks.curvature === "full") this.negative = matrix.negative;
    return done;
  }

  reduce(v: number, y: number): void {
    this.engine.routines.scale_f64(this.model.space.length, 1 / this.model.space.samples, v, y);
  }

  step(y: number, out: number, then?: UnitVisit): void {
    this.model.vjp(y, out);
    this.solve(out, out);
    if (then) this.model.visitUnits(then);
  }

  solve(g: number, out: number): void {
    const { engine, g: ordered, matrix } = this;
    const { width: N, inputs: d, outputs: K } = this.model;
    engine.routines.structured_order_f64(N, d, K, false, g, ordered);
    matrix.solve(ordered);
    engine.routines.structured_order_f64(N, d, K, true, ordered, out);
  }

  multiply(v: number, out: number): void {
    multiplyBy(this.engine, this.model, this.blocks, v, out);
  }
}
