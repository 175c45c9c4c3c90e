import type { Engine } from "../engine/engine.js";
import type { BoundOperator } from "./operator.js";
import { orthogonalize, type Remainder } from "./orthogonalize.js";
import { rotateRows } from "./rotateRows.js";
import { symmetricEigh } from "./symmetricEigh.js";

/** Ritz values ascending, with their vectors in the basis (row i of `vectors` belongs to value i) and residual norms. */
export interface RitzPairs {
  values: Float64Array;
  vectors: Float64Array;
  residuals: Float64Array;
}

const EPS = Number.EPSILON;

/**
 * An orthonormal basis grown by Lanczos steps inside one engine, with the projected matrix T = V'AV.
 *
 *   A v_j = sum_{i <= j+1} T_ij v_i,   rows of the basis are the v_i
 *
 * The first `locked` vectors are deflated: later ones are orthogonal to them and T leaves them out. Every new vector is made orthogonal to
 * all before it: the known couplings are subtracted, then classical Gram-Schmidt, seldom more than one pass. Where nothing is left of A v_j, an invariant subspace,
 * the basis goes on with a random vector and coupling zero: so a multiple eigenvalue shows its other copies.
 *
 * After `restart` (thick: Wu & Simon 2000) the first vectors are Ritz vectors and T an arrowhead followed by a tridiagonal part.
 * Memory: (capacity + 1) n + 2n doubles in the arena of the present scope.
 */
export class LanczosBasis {
  /** Vectors deflated. */
  locked = 0;
  /** Vectors whose product is known, the locked included; one more, the next, follows them. */
  size = 0;
  /** Norm of the operator as far as seen: the largest |Ritz value|. */
  norm = 0;
  /** Operations spent on vectors, for budgets. */
  operations = 0;
  /** First row of V: vector i begins 8 n i bytes further. */
  readonly start: number;

  private readonly work: number;
  private readonly T: Float64Array;
  /** Index of the vector that carries the arrowhead's couplings; the vectors after it have one predecessor each. */
  private tip = 0;

  /** `product` is out = A x; `draw` gives n normal numbers. */
  constructor(
    private readonly engine: Engine,
    readonly n: number,
    readonly capacity: number,
    private readonly product: BoundOperator,
    private readonly draw: () => Float64Array,
  ) {
    this.start = engine.arena.f64((capacity + 1) * n);
    this.work = engine.arena.f64(n + capacity + 1);
    this.T = new Float64Array((capacity + 1) * (capacity + 1));
  }

  /** Address of vector i. */
  row(i: number): number {
    return this.start + 8 * this.n * i;
  }

  /** Whether the last step left an invariant subspace: the next vector is not coupled to those before it. */
  get closed(): boolean {
    return this.coupling(this.size - 1) === 0;
  }

  /** Begins behind the locked vectors with the direction of `v` (a random one when absent or in their span). */
  begin(v?: Float64Array): void {
    this.size = this.locked;
    this.tip = this.locked;
    this.T.fill(0);
    if (v) this.engine.view(this.row(this.size), this.n).set(v);
    if (!v || !this.normalizeNext()) this.randomNext();
  }

  /** One step: the product of the next vector, and a new next vector. False when the product is not finite; nothing has changed then. */
  step(): boolean {
    const { engine, n, size: j, T } = this;
    const { routines } = engine;
    const w = this.row(j + 1);
    this.product(this.row(j), w);
    let alpha = 0;
    if (j > this.tip) {
      routines.axpy_f64(n, -this.coupling(j - 1), this.row(j - 1), w);
      alpha = routines.dot_f64(n, this.row(j), w);
      routines.axpy_f64(n, -alpha, this.row(j), w);
    }
    const { left, last } = this.orthogonalize(j + 1);
    alpha += last;
    if (!Number.isFinite(left) || !Number.isFinite(alpha)) return false;
    this.norm = Math.max(this.norm, Math.abs(alpha), left);
    T[this.at(j, j)] = alpha;
    this.size = j + 1;
    const beta = left > 16 * EPS * this.norm && this.size < n ? left : 0;
    T[this.at(j + 1, j)] = beta;
    if (beta > 0) routines.scale_f64(n, 1 / beta, w, w);
    else if (this.size < n) this.randomNext();
    return true;
  }

  /** Eigenpairs of the active part of T, or of its first p rows and columns. */
  ritz(p = this.size - this.locked): RitzPairs {
    const { locked } = this;
    const beta = p > 0 ? Math.abs(this.coupling(locked + p - 1)) : 0;
    const active = new Float64Array(p * p);
    for (let i = 0; i < p; i++) {
      for (let j = 0; j <= i; j++) active[i * p + j] = active[j * p + i] = this.T[this.at(locked + i, locked + j)]!;
    }
    const { values, vectors } = symmetricEigh(this.engine, p, active);
    for (const value of values) this.norm = Math.max(this.norm, Math.abs(value));
    return { values, vectors, residuals: values.map((_, i) => beta * Math.abs(vectors[i * p + p - 1]!)) };
  }

  /**
   * Keeps the Ritz vectors `kept` (indices into `ritz`) as the active basis. The next vector stays and is coupled to all of them; when
   * they are locked instead, their couplings are dropped and `begin` must follow.
   */
  restart({ values, vectors }: RitzPairs, kept: readonly number[], lock = false): void {
    const { locked, size, n, T } = this;
    const p = size - locked;
    const beta = this.coupling(size - 1);
    rotateRows(this.engine, n, this.row(locked), p, kept, vectors);
    this.operations += 2 * n * p * kept.length;
    const end = locked + kept.length;
    T.fill(0);
    for (const [i, index] of kept.entries()) {
      T[this.at(locked + i, locked + i)] = values[index]!;
      T[this.at(end, locked + i)] = beta * vectors[index * p + p - 1]!;
    }
    this.engine.routines.scale_f64(n, 1, this.row(size), this.row(end));
    this.size = end;
    this.tip = end;
    if (lock) this.locked = end;
  }

  /** Keeps of the locked vectors only those at the indices `kept`, ascending; `begin` must follow. */
  keepLocked(kept: readonly number[]): void {
    for (const [to, from] of kept.entries()) {
      if (to !== from) this.engine.routines.scale_f64(this.n, 1, this.row(from), this.row(to));
    }
    this.locked = kept.length;
  }

  /** T between the next vector and vector j; only when j is the last. */
  private coupling(j: number): number {
    return this.T[this.at(j + 1, j)]!;
  }

  private at(i: number, j: number): number {
    return i * (this.capacity + 1) + j;
  }

  /** Makes row `count` orthogonal to the rows before it. */
  private orthogonalize(count: number): Remainder {
    const remainder = orthogonalize(this.engine, this.n, this.start, count, this.row(count), this.work);
    this.operations += remainder.passes * (4 * this.n * count + 4 * this.n) + 8 * this.n;
    return remainder;
  }

  /** Makes the next vector orthonormal to those before it; false when it lies in their span. */
  private normalizeNext(): boolean {
    const { routines } = this.engine;
    const v = this.row(this.size);
    const before = Math.sqrt(routines.dot_f64(this.n, v, v));
    if (!(before > 0)) return false;
    routines.scale_f64(this.n, 1 / before, v, v);
    const { left } = this.orthogonalize(this.size);
    if (!(left > 16 * EPS)) return false;
    routines.scale_f64(this.n, 1 / left, v, v);
    this.orthogonalize(this.size);
    return true;
  }

  private randomNext(): void {
    for (let attempt = 0; attempt < 8; attempt++) {
      this.engine.view(this.row(this.size), this.n).set(this.draw());
      if (this.normalizeNext()) return;
    }
    throw new Error("LanczosBasis: no direction is left");
  }
}
