import type { Engine } from "../engine/engine.js";
import type { BoundOperator } from "./operator.js";
import { orthogonalizeOperations } from "./orthogonalize.js";
import { rotateRows } from "./rotateRows.js";

/** Some Ritz values, ascending, with the norms of their residuals; the vectors are the basis's own. */
export interface RitzPairs {
  values: Float64Array;
  residuals: Float64Array;
}

const EPS = Number.EPSILON;
/** To what part of |T| an eigenvalue is known before its vector is sought. */
const FINE = EPS / 2;
export const COARSE = 1e-8;

/**
 * An orthonormal basis grown by Lanczos steps inside one engine, with the projected matrix T = V'AV, which is tridiagonal.
 *
 *   A v_j = beta_(j-1) v_(j-1) + alpha_j v_j + beta_j v_(j+1),   rows of the basis are the v_i
 *
 * The first `locked` vectors are deflated: later ones are orthogonal to them and T leaves them out. Every new vector is made orthogonal to
 * all before it: the known couplings are subtracted, then classical Gram-Schmidt, seldom more than one pass. Where nothing is left of A v_j,
 * an invariant subspace, the basis goes on with a random vector and coupling zero: so a multiple eigenvalue shows its other copies.
 *
 * `restart` (thick: Wu & Simon 2000) keeps the space of some Ritz vectors, in the basis of it that leaves T tridiagonal.
 * Memory: (capacity + 2) n and some 2 capacity^2 doubles in the arena of the present scope.
 */
export class LanczosBasis {
  /** Vectors deflated. */
  locked = 0;
  /** Vectors whose product is known, the locked included; one more, the next, follows them. */
  size = 0;
  /** Operations spent on vectors, for budgets. */
  operations = 0;
  /** Whether the last step left an invariant subspace: the next vector is not coupled to those before it. */
  closed = false;
  /** First row of V: vector i begins 8 n i bytes further. */
  readonly start: number;

  private readonly alpha: number;
  private readonly beta: number;
  private readonly length: number;
  /** Ritz values and, as rows, vectors of T found by `ritz`. */
  private readonly found: number;
  private readonly y: number;
  private readonly scratch: number;
  /** Entries of each of these. */
  private order = 0;

  /** `product` is out = A x; `draw` gives n normal numbers. */
  constructor(
    private readonly engine: Engine,
    readonly n: number,
    readonly capacity: number,
    private readonly product: BoundOperator,
    private readonly draw: () => Float64Array,
  ) {
    const { arena } = engine;
    const m = capacity + 1;
    this.start = arena.f64(m * n);
    this.alpha = arena.f64(m);
    this.beta = arena.f64(m);
    this.length = engine.put([0]);
    this.found = arena.f64(m);
    this.y = arena.f64(capacity * capacity);
    this.scratch = arena.f64(Math.max(n, m * m + 5 * m) + m);
  }

  /** Address of vector i. */
  row(i: number): number {
    return this.start + 8 * this.n * i;
  }

  /** Norm of the operator as far as seen: the largest |A v|, at least as large as every Ritz value asked for. */
  get norm(): number {
    return this.engine.view(this.length, 1)[0]!;
  }

  /** Begins behind the locked vectors with the direction of `v` (a random one when absent or in their span). */
  begin(v?: Float64Array): void {
    this.size = this.locked;
    if (v) this.engine.view(this.row(this.size), this.n).set(v);
    if (!v || !this.normalizeNext()) this.randomNext();
  }

  /** One step: the product of the next vector, and a new next vector. False when the product is not finite; nothing has changed then. */
  step(): boolean {
    const { n, size, start, alpha, beta, length, scratch } = this;
    this.product(this.row(size), this.row(size + 1));
    const open = this.engine.routines.lanczos_step_f64(n, this.locked, size, start, alpha, beta, length, scratch);
    if (open < 0) return false;
    this.operations += orthogonalizeOperations(n, ++this.size);
    this.closed = open === 0;
    if (this.closed && this.size < n) this.randomNext();
    return true;
  }

  /** Order of the active part of T. */
  get active(): number {
    return this.size - this.locked;
  }

  /** Eigenpairs of the active part of T: the `low` smallest and the `high` largest, or all where it has no more. */
  ritz(low: number, high: number, width = FINE): RitzPairs {
    const p = this.active;
    return low + high < p ? this.pairs(width, [0, low], [p - high, p]) : this.pairs(width, [0, p]);
  }

  /** One of them, number `index` in ascending order, sharp enough to see how far it has come. */
  glimpse(index: number): RitzPairs {
    return this.pairs(COARSE, [index, index + 1]);
  }

  /** The pairs at the indices from..to-1 of each of the ranges, which rise. */
  private pairs(width: number, ...ranges: (readonly [from: number, to: number])[]): RitzPairs {
    const { engine, locked, found, y, scratch } = this;
    const p = this.active;
    const [d, e, norm] = [this.alpha + 8 * locked, this.beta + 8 * locked, this.norm];
    let count = 0;
    for (const [from, to] of ranges) {
      engine.routines.tridiagonal_pairs_f64(p, d, e, from, to, count, norm, width, found, y, scratch);
      count += to - from;
    }
    this.order = p;
    const values = engine.take(found, count);
    engine.view(this.length, 1)[0] = Math.max(norm, ...values.map(Math.abs));
    const rows = engine.view(y, count * p);
    const coupling = this.coupling();
    return { values, residuals: values.map((_, i) => coupling * Math.abs(rows[i * p + p - 1]!)) };
  }

  /** Keeps the Ritz vectors `kept`, indices into what `ritz` gave, as the active basis; the next vector stays, coupled to the last of them. */
  restart(kept: readonly number[]): void {
    const { engine, locked, n, size, alpha, beta, found, y, scratch } = this;
    const coupling = this.coupling();
    this.pick(kept);
    engine.scope(() => {
      const gemm = engine.arena.bytes(engine.routines.gemm_scratch_bytes() >>> 0);
      const q = kept.length;
      engine.routines.arrow_f64(q, this.order, found, coupling, y, alpha + 8 * locked, beta + 8 * locked, scratch, gemm);
    });
    this.rotate(kept.length);
    engine.routines.scale_f64(n, 1, this.row(size), this.row(this.size));
  }

  /** Locks the Ritz vectors `kept`; `begin` must follow. */
  lock(kept: readonly number[]): void {
    this.pick(kept);
    this.rotate(kept.length);
    this.locked = this.size;
  }

  /** Keeps of the locked vectors only those at the indices `kept`, ascending; `begin` must follow. */
  keepLocked(kept: readonly number[]): void {
    move(this.engine, this.n, this.start, kept);
    this.locked = kept.length;
  }

  /** Diagonal and couplings of the first p rows of T. */
  tridiagonal(p: number): { diagonal: Float64Array; couplings: Float64Array } {
    return { diagonal: this.engine.take(this.alpha, p), couplings: this.engine.take(this.beta, p) };
  }

  private coupling(): number {
    return this.engine.view(this.beta, this.size)[this.size - 1]!;
  }

  private pick(kept: readonly number[]): void {
    move(this.engine, this.order, this.y, kept);
    move(this.engine, 1, this.found, kept);
  }

  private rotate(count: number): void {
    const p = this.order;
    rotateRows(this.engine, this.n, this.row(this.locked), p, count, this.y);
    this.operations += 2 * this.n * p * count;
    this.size = this.locked + count;
  }

  /** Makes the next vector orthonormal to those before it; false when it lies in their span. */
  private normalizeNext(): boolean {
    const { n, size, start, scratch } = this;
    const { routines } = this.engine;
    const v = this.row(size);
    const before = Math.sqrt(routines.dot_f64(n, v, v));
    if (!(before > 0)) return false;
    routines.scale_f64(n, 1 / before, v, v);
    for (let time = 0; time < 2; time++) {
      const left = routines.orthogonalize_f64(n, size, start, v, scratch);
      this.operations += orthogonalizeOperations(n, size);
      if (!(left > 16 * EPS)) return false;
      routines.scale_f64(n, 1 / left, v, v);
    }
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

/** Rows 0, 1, ... := the rows `kept`, ascending. */
function move(engine: Engine, n: number, rows: number, kept: readonly number[]): void {
  for (const [to, from] of kept.entries()) {
    if (to !== from) engine.routines.scale_f64(n, 1, rows + 8 * n * from, rows + 8 * n * to);
  }
}
