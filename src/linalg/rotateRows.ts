import type { Engine } from "../engine/engine.js";

/** Columns turned at a time: the tile of the result stays in the cache. */
const TILE = 1024;
/** So many combinations are made one by one: packing the rows for the product of matrices would cost more. */
const FEW = 8;

/**
 * Rows 0..count-1 of the p x n matrix at `rows` := the combinations of its p rows given by the count x p matrix at `y`. In place, by tiles of
 * columns: scratch for count x 1024 doubles.
 */
export function rotateRows(engine: Engine, n: number, rows: number, p: number, count: number, y: number): void {
  const { arena, routines } = engine;
  engine.scope(() => {
    const tile = arena.f64(count * Math.min(n, TILE));
    const scratch = arena.bytes(routines.gemm_scratch_bytes() >>> 0);
    for (let column = 0; column < n; column += TILE) {
      const width = Math.min(TILE, n - column);
      const from = rows + 8 * column;
      if (count > FEW) routines.gemm_f64(count, width, p, 1, y, p, 1, from, n, 1, 0, tile, width, scratch);
      else for (let i = 0; i < count; i++) routines.gemv_transposed_f64(p, width, from, n, y + 8 * i * p, tile + 8 * i * width);
      for (let i = 0; i < count; i++) routines.scale_f64(width, 1, tile + 8 * i * width, from + 8 * i * n);
    }
  });
}
