import { wrongValue } from "../../core/checks.js";
import type { Engine } from "../../engine/engine.js";
import type { BoundModel } from "../boundModel.js";
import { Capacitance } from "./capacitance.js";
import { exactForm } from "./cost.js";
import { kernelTrace } from "./kernelTrace.js";
import { PrimalMatrix } from "./primalMatrix.js";
import { UnitBlocks } from "./unitBlocks.js";

/** Eigenvalues are told apart from a shift to this many roundings of |H|. */
const TOLERANCE = 8 * Number.EPSILON;
/** The tolerance of a Hessian that is zero. */
const SMALLEST = 1e-290;
/** A shift closer than this to an eigenvalue of a block, as a fraction of |H|, is left to the primal form: A_t is too large there. */
const POLE = 1e-7;
/** The largest P x P matrix that is formed where the dual form is cheaper. */
const LARGEST_PRIMAL = 3000;
/** Places within the tolerance from which the one farthest from the blocks' eigenvalues is taken. */
const NUDGES = [0, 1 / 4, -1 / 4, 1 / 8, -1 / 8, 3 / 16, -3 / 16];

/**
 * Counts the eigenvalues of the exact Hessian H below any shift, at the point where the model is linearised. For a t that is no eigenvalue of a
 * residual block,
 *
 *   neg(H - t I) = sum_i neg(S_i - t I) - neg(A_t),   A_t = M I + J (S - t I)^-1 J'      (A_t singular means that t is an eigenvalue of H)
 *
 * which is Haynsworth's additivity (1968) for the bordered matrix [S - t I, J'; J, -M I] taken in both orders. The alternative, taken where it
 * is cheaper or t is next to an eigenvalue of a block, is the LDL' of H - t I itself.
 *
 * Cost   a dual or primal factor a count
 */
export class EigenvalueCounter {
  /** A bound of |H|: tr(JJ')/M + max |eigenvalue of a block|. */
  readonly norm: number;
  /** Within this of a shift, counts may go either way. */
  readonly tolerance: number;
  private readonly blocks: UnitBlocks;
  private readonly eigenvalues: Float64Array;
  private dual?: Capacitance;
  private primal?: PrimalMatrix;

  constructor(
    private readonly engine: Engine,
    private readonly model: BoundModel,
    where: string,
  ) {
    this.blocks = new UnitBlocks(engine, model, "full");
    this.blocks.update();
    this.eigenvalues = engine.take(this.blocks.eigenvalues, model.width * model.unitParameters);
    const largest = this.eigenvalues.reduce((most, e) => Math.max(most, Math.abs(e)), 0);
    this.norm = kernelTrace(engine, model) + largest;
    if (!Number.isFinite(this.norm)) wrongValue(where, "network", "derivatives within the range of float64", this.norm);
    this.tolerance = Math.max(TOLERANCE * this.norm, SMALLEST);
  }

  /** Eigenvalues of H below `shift`, those within a quarter of the tolerance of it on either side. */
  below(shift: number): number {
    const [at, distance] = this.awayFromPoles(shift);
    const { model, blocks } = this;
    const near = distance < POLE * this.norm && model.parameters <= LARGEST_PRIMAL;
    if (near || exactForm(model, model.space.samples) === "primal") return this.countPrimal(shift);
    this.dual ??= new Capacitance(this.engine, model, blocks);
    const { dual } = this;
    blocks.regularize(-at);
    dual.form();
    dual.factor();
    return blocks.countNegative() - dual.negative - dual.zero;
  }

  /** LDL' of J'J/M + blockdiag(S_i) - t I. D may be singular: it is added in its own coordinates, not by its inverse. */
  private countPrimal(shift: number): number {
    const { engine, model, blocks } = this;
    if (this.primal === undefined) {
      this.primal = new PrimalMatrix(engine, model, false);
      this.primal.form();
      blocks.addTo(this.primal.gram, blocks.eigenvalues);
    }
    const { primal } = this;
    const matrix = primal.load();
    for (let i = 0; i < matrix.length; i += primal.n + 1) matrix[i]! -= shift;
    primal.factor();
    return primal.negative;
  }

  /** The first place that is far enough from the blocks' eigenvalues, else the farthest; and how far it is. */
  private awayFromPoles(shift: number): [at: number, distance: number] {
    let best: [number, number] = [shift, -1];
    for (const nudge of NUDGES) {
      const at = shift + nudge * this.tolerance;
      const distance = this.eigenvalues.reduce((least, e) => Math.min(least, Math.abs(e - at)), Infinity);
      if (distance > best[1]) best = [at, distance];
      if (distance > POLE * this.norm) break;
    }
    return best;
  }
}
