import type { Engine } from "../../engine/engine.js";

/**
 * A symmetric n x n matrix in linear memory and its factor, in place: Cholesky where the matrix is positive definite by construction, else
 * LDL' with its inertia (Sylvester's law of the factor, right for a matrix within rounding of this one: Higham 2002, section 11.1).
 */
export class SymmetricFactor {
  /** Address of the matrix, row-major, lower triangle; of its factor once that is taken. */
  readonly matrix: number;
  /** Eigenvalues below zero, and exactly zero, of the last matrix factored; 0 with Cholesky. */
  negative = 0;
  zero = 0;
  private readonly scratch: number;
  /** Address of the diagonal of D; behind it, what stands beside it. */
  private readonly d: number;
  private readonly swaps: number;

  constructor(
    protected readonly engine: Engine,
    readonly n: number,
    private readonly definite: boolean,
  ) {
    const { arena, routines } = engine;
    this.matrix = arena.f64(n * n);
    this.scratch = arena.bytes(definite ? routines.gemm_scratch_bytes() : routines.ldlt_scratch_bytes(n));
    this.d = arena.f64(2 * n);
    this.swaps = arena.i32(n);
  }

  /** False where the matrix is singular, or not positive definite where it has to be, or not finite. */
  factor(): boolean {
    const { engine, n, matrix, scratch, d, swaps } = this;
    if (this.definite) return engine.routines.potrf_f64(n, matrix, n, scratch) >>> 0 === n;
    engine.routines.ldlt_f64(n, matrix, n, d, d + 8 * n, swaps, scratch);
    // of D, a block of order 2 has one eigenvalue of each sign
    const pivots = engine.view(d, 2 * n);
    this.negative = 0;
    this.zero = 0;
    for (let k = 0; k < n; k++) {
      if (pivots[n + k] !== 0) {
        this.negative++;
        k++;
      } else if (pivots[k] === 0) this.zero++;
      else if ((pivots[k] as number) < 0) this.negative++;
    }
    return this.zero === 0 && engine.routines.first_nonfinite_f64(2 * n, d) >>> 0 === 2 * n;
  }

  /** x := matrix^-1 x */
  solve(x: number): void {
    const { routines } = this.engine;
    const { n, matrix, scratch, d, swaps } = this;
    if (!this.definite) {
      routines.ldlt_solve_f64(n, 1, matrix, n, d, d + 8 * n, swaps, x, 1, scratch);
      return;
    }
    routines.trsm_lower_f64(n, 1, matrix, n, x, 1, scratch);
    routines.trsm_lower_transposed_f64(n, 1, matrix, n, x, 1, scratch);
  }
}
