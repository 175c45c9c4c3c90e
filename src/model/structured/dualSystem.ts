import type { Engine } from "../../engine/engine.js";
import type { BoundModel, UnitVisit } from "../boundModel.js";
import { Capacitance } from "./capacitance.js";
import { dualOperations } from "./cost.js";
import type { Form, NewtonSystem } from "./newtonSystem.js";
import { type Curvature, UnitBlocks } from "./unitBlocks.js";

/**
 * The step in sample space, by the Woodbury identity:
 *
 *   A = M I + J D^-1 J',   E^-1 J'v / M = D^-1 J' A^-1 v,   E^-1 g = D^-1 (g - J' A^-1 J D^-1 g)
 *
 * E has the inertia of D less that of -A (Haynsworth 1968): its eigenvalues below zero are those of D, less those of A.
 *
 * Source   Hager 1989 for the identity
 * Cost     (MK)^2 P / 2 + (MK)^3 / 6 multiply-adds a factor; one backward sweep, O((MK)^2) and O(N q^2) a step
 */
export class DualSystem implements NewtonSystem {
  readonly form: Form = "dual";
  readonly operations: number;
  negative: number | undefined;
  protected readonly blocks: UnitBlocks;
  private readonly capacitance: Capacitance;
  private readonly u: number;

  /** `sample` is the model whose J is meant. */
  constructor(
    protected readonly engine: Engine,
    protected readonly model: BoundModel,
    readonly curvature: Curvature,
    protected readonly sample: BoundModel = model,
  ) {
    this.operations = dualOperations(model, sample.space.samples);
    this.blocks = new UnitBlocks(engine, model, curvature);
    this.capacitance = new Capacitance(engine, sample, this.blocks);
    this.u = engine.arena.f64(sample.space.length);
  }

  update(_draw: number): void {
    this.blocks.defer();
  }

  leastBlock(): number {
    return this.blocks.least();
  }

  factor(gamma: number): boolean {
    const { blocks, capacitance } = this;
    blocks.regularize(gamma);
    capacitance.form();
    const done = capacitance.factor();
    if (blocks.curvature === "full") this.negative = blocks.countNegative() - capacitance.negative;
    return done;
  }

  reduce(v: number, y: number): void {
    const { length } = this.model.space;
    this.engine.view(y, length).set(this.engine.view(v, length));
    this.capacitance.solve(y);
  }

  step(y: number, out: number, then?: UnitVisit): void {
    this.model.vjp(y, out, (unit, units) => {
      this.blocks.applyInverse(out, out, unit, unit + units);
      then?.(unit, units);
    });
  }

  solve(g: number, out: number): void {
    const { engine, model, blocks, sample, u } = this;
    blocks.applyInverse(g, out);
    sample.jvp(out, u);
    this.capacitance.solve(u);
    sample.vjp(u, out);
    engine.routines.xpby_f64(model.parameters, g, -1, out);
    blocks.applyInverse(out, out);
  }

  multiply(v: number, out: number): void {
    multiplyBy(this.engine, this.sample, this.blocks, v, out);
  }
}

/** out = J'J v / M + D v */
export function multiplyBy(engine: Engine, model: BoundModel, blocks: UnitBlocks, v: number, out: number): void {
  engine.scope(() => {
    const image = engine.arena.f64(model.parameters);
    model.gnvp(v, image);
    blocks.apply(v, out);
    engine.routines.axpy_f64(model.parameters, 1, image, out);
  });
}
