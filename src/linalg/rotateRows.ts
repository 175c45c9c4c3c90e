import type { Engine } from "../engine/engine.js";

/** Columns turned at a time: the tile of the result stays in the cache. */
const TILE = 1024;

/**
 * Rows 0, 1, ... of the p x n matrix at `rows` := the combinations of its p rows given by rows `kept` of `vectors` (p wide). In place, by
 * tiles of columns: scratch for kept.length x 1024 doubles.
 */
export function rotateRows(engine: Engine, n: number, rows: number, p: number, kept: readonly number[], vectors: Float64Array): void {
  const { arena, routines } = engine;
  const count = kept.length;
  engine.scope(() => {
    const y = arena.f64(count * p);
    const tile = arena.f64(count * Math.min(n, TILE));
    const scratch = arena.bytes(routines.gemm_scratch_bytes() >>> 0);
    for (const [i, index] of kept.entries()) engine.view(y + 8 * i * p, p).set(vectors.subarray(index * p, (index + 1) * p));
    for (let column = 0; column < n; column += TILE) {
      const width = Math.min(TILE, n - column);
      const from = rows + 8 * column;
      routines.gemm_f64(count, width, p, 1, y, p, 1, from, n, 1, 0, tile, width, scratch);
      for (let i = 0; i < count; i++) routines.scale_f64(width, 1, tile + 8 * i * width, from + 8 * i * n);
    }
  });
}
