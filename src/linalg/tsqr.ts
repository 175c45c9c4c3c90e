import { wrongKind, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { checkResult, putFinite } from "./finite.js";

/**
 * The triangle R of a tall matrix that is never held whole: rows are collected in a buffer, and a full buffer is reduced to its own
 * triangle, to which the next rows are added. Householder reflectors only - no product A'A is formed - so R is backward stable column by
 * column, and small singular values keep their figures.
 *
 * Lives in the arena of one engine for the length of the scope in which it was made.
 */
export class StreamingQr {
  /** Rows in the buffer: the more, the less is spent on reducing the triangle again; 1 MB at n = 128. */
  private readonly capacity: number;
  private readonly stride: number;
  private readonly buffer: number;
  private readonly tau: number;
  private readonly work: number;
  private readonly gemm: number;
  private filled = 0;

  constructor(
    private readonly engine: Engine,
    readonly n: number,
  ) {
    const { arena, routines } = engine;
    this.capacity = Math.max(256, n * (n <= 512 ? 8 : n <= 2048 ? 4 : 2));
    this.stride = this.capacity + 8; // no power of two: columns would share their cache sets
    this.buffer = arena.f64(n * this.stride);
    this.tau = arena.f64(n);
    this.work = arena.f64(routines.qr_doubles(this.capacity, n) >>> 0);
    this.gemm = arena.bytes(routines.gemm_scratch_bytes() >>> 0);
  }

  /** Adds `rows` rows of n doubles each, row-major at `tile`. */
  push(rows: number, tile: number): void {
    const { n, stride } = this;
    while (rows > 0) {
      if (this.filled === this.capacity) this.reduce();
      const count = Math.min(rows, this.capacity - this.filled);
      this.engine.routines.transpose_f64(count, n, tile, n, 0, this.buffer + 8 * this.filled, stride);
      this.filled += count;
      rows -= count;
      tile += 8 * n * count;
    }
  }

  /** Writes R, n x n row-major, zero below its diagonal (and in its last rows, when fewer than n were pushed). */
  finish(r: number): void {
    const { engine, n, stride } = this;
    this.reduce();
    engine.routines.transpose_f64(n, n, this.buffer, stride, 0, r, n);
  }

  /** Replaces the rows in the buffer by their triangle. */
  private reduce(): void {
    const { engine, n, stride } = this;
    const all = engine.view(this.buffer, n * stride);
    for (let j = 0; j < n; j++) all.fill(0, j * stride + this.filled, j * stride + n);
    this.filled = Math.max(this.filled, n);
    engine.routines.geqrf_f64(this.filled, n, this.buffer, stride, this.tau, this.work, this.gemm);
    for (let j = 0; j < n; j++) all.fill(0, j * stride + j + 1, j * stride + n);
    this.filled = n;
  }
}

/**
 * The triangle R of the QR factorization of a tall matrix given in tiles of rows, one after another: the tiles together are A.
 *
 *   A = [tile 1; tile 2; ...] = Q R,  R' R = A' A
 *
 * R determines the singular values of A, which `svd(R)` finds with high relative accuracy where A = B diag(d), B well conditioned.
 * Memory is one tile and about 8 n^2 doubles, however many rows there are. The rows of R may have either sign.
 *
 * Source   Golub & Van Loan, section 6.5.3; Demmel, Grigori, Hoemmen & Langou 2012
 * Shapes   tiles: m_i x n each, any m_i; R: n x n, zero below its diagonal
 * Cost     2 m n^2 operations and an eighth more (n <= 512), m the rows of all tiles
 *
 * @throws {TypeError} a tile is not a matrix  @throws {RangeError} no tile, a tile with another number of columns, an entry not
 *   finite, an R beyond the range of float64
 *
 * @example
 * ```ts
 * import { tsqr } from "nntk/linalg";
 *
 * const R = tsqr([[[3, 0]], [[4, 0], [0, 2]]]);
 * Math.abs(R.data[0]); // => 5.0000
 * ```
 */
export function tsqr(tiles: Iterable<MatrixLike>): Matrix {
  // a list of numbers is no list of tiles, however it iterates; detached it would throw its own error
  if (ArrayBuffer.isView(tiles) || typeof tiles?.[Symbol.iterator] !== "function")
    wrongKind("tsqr", "tiles", "an iterable of matrices", tiles);
  return withEngine((engine) => {
    let stream: StreamingQr | undefined;
    let index = 0;
    for (const value of tiles) {
      const name = `tiles[${index++}]`;
      const { rows, cols, data } = checkMatrix("tsqr", name, value, false);
      stream ??= new StreamingQr(engine, cols);
      const { n } = stream;
      if (cols !== n) wrongValue("tsqr", name, `${n} columns (as the first tile)`, cols);
      const into = stream;
      engine.scope(() => into.push(rows, putFinite(engine, "tsqr", name, data)));
    }
    if (!stream) return wrongValue("tsqr", "tiles", "at least one tile", "none");
    const { n } = stream;
    const r = engine.arena.f64(n * n);
    stream.finish(r);
    checkResult(engine, "tsqr", "R", r, n * n);
    return makeMatrix(n, n, engine.take(r, n * n));
  });
}
