import type { Engine } from "../engine/engine.js";

/** Operations of making a vector of n orthogonal to `count` others: for budgets, which are upper bounds, in two passes. */
export function orthogonalizeOperations(n: number, count: number): number {
  return 8 * n * (count + 2);
}

/** Orthonormalizes the rows 0..k-1 at `rows`, nearly orthonormal already, in their order. */
export function orthonormalizeRows(engine: Engine, n: number, k: number, rows: number): void {
  engine.scope(() => {
    const scratch = engine.arena.f64(n + k);
    for (let i = 0; i < k; i++) {
      const row = rows + 8 * n * i;
      engine.routines.scale_f64(n, 1 / engine.routines.orthogonalize_f64(n, i, rows, row, scratch), row, row);
    }
  });
}
