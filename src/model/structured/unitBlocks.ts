import type { Engine } from "../../engine/engine.js";
import type { BoundModel } from "../boundModel.js";

/**
 * What stands for the residual blocks S_i in the model Hessian E = J'J/M + D, D = blockdiag + gamma I:
 *
 * - `saddle-free`: |S_i|, the absolute eigenvalues of each block. E is positive definite for every gamma > 0.
 * - `full`: S_i, Newton's method proper. E is H + gamma I.
 * - `gauss-newton`: 0.
 * - `diagonal`: the absolute diagonal of S_i. What stands for `saddle-free` and `full` where a unit has too many parameters for blocks.
 */
export type Curvature = "saddle-free" | "full" | "gauss-newton" | "diagonal";

/**
 * D and its inverse at the linearised point, in the eigenbases of the residual blocks: D_i = V_i diag(1 / weight_i) V_i'.
 *
 * Cost   `update` takes one sweep over units x samples and one small eigenvalue problem a unit; `regularize` and `applyInverse` O(N q^2)
 */
export class UnitBlocks {
  /** Address of V_1, ..., V_N: q x q each, row-major, vectors in columns; 0 where they are all I. */
  readonly basis: number = 0;
  /** Address of the blocks' eigenvalues, N x q. */
  readonly eigenvalues: number;
  /** Address of the eigenvalues of D, N x q. */
  readonly shifted: number;
  /** Address of the eigenvalues of D^-1, N x q. */
  readonly weight: number;
  private readonly scratch: number;
  private readonly count: number;
  private gamma = 0;
  /** The blocks are those of another point, until they are caught up with. */
  deferred = false;

  constructor(
    private readonly engine: Engine,
    private readonly model: BoundModel,
    readonly curvature: Curvature,
  ) {
    const { width: N, unitParameters: q } = model;
    this.count = N * q;
    this.eigenvalues = engine.arena.f64(N * q);
    this.shifted = engine.arena.f64(N * q);
    this.weight = engine.arena.f64(N * q);
    this.scratch = engine.arena.f64(4 * q * q);
    if (curvature === "saddle-free" || curvature === "full") this.basis = engine.arena.f64(N * q * q);
  }

  /** Takes the blocks anew at the point where the model is linearised. */
  update(): void {
    if (this.basis !== 0) {
      this.model.residualBlocks(this.basis);
      this.catchUp(0, this.model.width);
    } else if (this.curvature === "diagonal") this.model.residualDiagonal(this.eigenvalues);
    else this.engine.view(this.eigenvalues, this.count).fill(0);
  }

  /** `update`, but where that is a sweep of its own it waits for the units to be visited. */
  defer(): void {
    if (this.basis === 0) this.update();
    else this.deferred = true;
  }

  /** Sets D = blockdiag + gamma I. */
  regularize(gamma: number): void {
    this.gamma = gamma;
    if (this.deferred) this.model.startBlocks(this.basis);
    else this.weigh(0, this.count);
  }

  /** Makes up for `update` and `regularize` where they were deferred, for units whose blocks `rows` has just added: all of them, ascending. */
  catchUp(unit: number, units: number): void {
    const { unitParameters: q, width } = this.model;
    const { basis, eigenvalues, scratch } = this;
    this.engine.routines.jacobi_eigh_f64(units, q, basis + 8 * unit * q * q, eigenvalues + 8 * unit * q, scratch);
    this.weigh(unit * q, units * q);
    this.deferred = unit + units < width;
  }

  private weigh(first: number, count: number): void {
    const { eigenvalues, shifted, weight, gamma } = this;
    const at = 8 * first;
    const absolute = this.curvature !== "full";
    this.engine.routines.structured_weights_f64(count, eigenvalues + at, gamma, absolute, shifted + at, weight + at);
  }

  /** Eigenvalues of D below zero. */
  countNegative(): number {
    return this.engine.view(this.weight, this.count).reduce((count, weight) => (weight < 0 ? count + 1 : count), 0);
  }

  /** The least eigenvalue of what stands for the blocks, absolute values not taken. */
  least(): number {
    if (this.deferred) this.update();
    return this.engine.view(this.eigenvalues, this.count).reduce((least, e) => Math.min(least, e), Infinity);
  }

  /** out = D^-1 v in the units from..to, the others untouched; out may be v. */
  applyInverse(v: number, out: number, from = 0, to = this.model.width): void {
    this.scale(this.weight, v, out, from, to);
  }

  /** matrix (P x P, lower triangle, coordinate-major) += blockdiag with `eigenvalues` in the eigenbases. */
  addTo(matrix: number, eigenvalues: number): void {
    this.engine.routines.structured_add_blocks_f64(this.model.width, this.model.unitParameters, this.basis, eigenvalues, matrix);
  }

  /** out = D v; out may be v. */
  apply(v: number, out: number): void {
    this.scale(this.shifted, v, out, 0, this.model.width);
  }

  private scale(values: number, v: number, out: number, from: number, to: number): void {
    const { width: N, inputs: d, outputs: K } = this.model;
    this.engine.routines.structured_scale_f64(from, to, N, d, K, this.basis, values, v, out, this.scratch);
  }
}
