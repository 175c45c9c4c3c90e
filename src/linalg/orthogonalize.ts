import type { Engine } from "../engine/engine.js";

/** A pass that leaves at least this much of the norm has removed what can be removed: "twice is enough". */
const KEPT = 0.7;
const MAX_PASSES = 4;

/** Norm of what is left of w, the sum over passes of its last coupling <v_(count-1), w>, and the passes it took. */
export interface Remainder {
  left: number;
  last: number;
  passes: number;
}

/**
 * Makes w (n doubles) orthogonal to the `count` orthonormal rows at `rows` by classical Gram-Schmidt: a pass is two products with the rows,
 * at the rate at which they are read, and is repeated where it took more than 30 % of the norm (Daniel, Gragg, Kaufman & Stewart 1976).
 * `scratch`: n + count doubles.
 */
export function orthogonalize(engine: Engine, n: number, rows: number, count: number, w: number, scratch: number): Remainder {
  const { routines } = engine;
  const couplings = scratch + 8 * n;
  let left = Math.sqrt(routines.dot_f64(n, w, w));
  let last = 0;
  let passes = 0;
  while (passes < MAX_PASSES && left > 0 && count > 0) {
    const before = left;
    routines.gemv_f64(count, n, rows, n, w, couplings);
    routines.gemv_transposed_f64(count, n, rows, n, couplings, scratch);
    left = Math.sqrt(routines.axpy_dot_f64(n, -1, scratch, w));
    last += engine.view(couplings, count)[count - 1]!;
    passes++;
    if (left >= KEPT * before) break;
  }
  return { left, last, passes };
}

/** Orthonormalizes the rows 0..k-1 at `rows`, nearly orthonormal already, in their order. */
export function orthonormalizeRows(engine: Engine, n: number, k: number, rows: number): void {
  engine.scope(() => {
    const scratch = engine.arena.f64(n + k);
    for (let i = 0; i < k; i++) {
      const row = rows + 8 * n * i;
      const { left } = orthogonalize(engine, n, rows, i, row, scratch);
      engine.routines.scale_f64(n, 1 / left, row, row);
    }
  });
}
