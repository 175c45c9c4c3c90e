import { describe, expect, test } from "vitest";
import { entries, largest, planted } from "../support/dense.js";
import { engineOf, guarded, guardedI32, TARGETS } from "../support/engine.js";

const SIZES = [0, 1, 2, 3, 4, 5, 9, 16, 31, 46, 47, 48, 49, 50, 97, 130];

/** A symmetric matrix, its lower triangle only: indefinite, the diagonal scaled by `weight` so that both block orders occur. */
function symmetric(n: number, seed: number, weight: number): Float64Array {
  const a = entries(n * n, seed);
  for (let i = 0; i < n; i++) {
    a[i * n + i] = weight * (a[i * n + i] as number);
    a.fill(Number.NaN, i * n + i + 1, (i + 1) * n);
  }
  return a;
}

describe.each(TARGETS)("ldlt_f64 in the %s build", (target) => {
  const engine = engineOf(target);
  const { routines } = engine;

  test.each(SIZES)("P A P' = L D L' to n eps |A|, |L| <= 2.79, and solves are backward stable, n = %i", (n) => {
    let pairs = 0;
    for (const [seed, weight] of [
      [1, 1],
      [2, 0],
      [3, 0.1],
      [4, 5],
    ] as const) {
      engine.scope(() => {
        const a = symmetric(n, seed, weight);
        const at = (i: number, j: number) => a[Math.max(i, j) * n + Math.min(i, j)] as number;
        const [pa, pd, pe] = [planted(engine, a), guarded(engine, n), guarded(engine, n)];
        const order32 = guardedI32(engine, n);
        const room = guarded(engine, (routines.ldlt_scratch_bytes(n) >>> 0) / 8, 7);
        const [swaps, scratch] = [order32.pointer, room.pointer];
        routines.ldlt_f64(n, pa.pointer, n, pd.pointer, pe.pointer, swaps, scratch);
        const l = engine.take(pa.pointer, n * n);
        const d = engine.take(pd.pointer, n);
        const e = engine.take(pe.pointer, n);
        const order = Array.from({ length: n }, (_, i) => i);
        engine.viewI32(swaps, n).forEach((p, k) => {
          [order[k], order[p]] = [order[p] as number, order[k] as number];
        });
        pairs += e.filter((v) => v !== 0).length;
        const size = largest(a.filter((v) => !Number.isNaN(v)));
        const lower = (i: number, j: number) => (j <= i ? (l[i * n + j] as number) : 0);
        let worst = 0;
        for (let i = 0; i < n; i++) {
          expect(l[i * n + i]).toBe(1);
          for (let j = 0; j <= i; j++) {
            expect(Math.abs(lower(i, j))).toBeLessThanOrEqual(2.79);
            let s = -at(order[i] as number, order[j] as number);
            for (let p = 0; p <= j; p++) {
              const before = p > 0 ? lower(j, p - 1) * (e[p - 1] as number) : 0;
              const after = p + 1 < n ? lower(j, p + 1) * (e[p] as number) : 0;
              s += lower(i, p) * (before + (d[p] as number) * lower(j, p) + after);
            }
            if (j + 1 <= i) s += lower(i, j + 1) * (e[j] as number); // L(j, j) = 1 meets the block that begins at j
            worst = Math.max(worst, Math.abs(s));
          }
        }
        expect(worst).toBeLessThanOrEqual(8 * n * Number.EPSILON * size);

        if (n === 1 && weight === 0) return; // the zero matrix has no solve
        for (const nrhs of [1, 3]) {
          const b = entries(n * nrhs, 9);
          const pb = planted(engine, b);
          routines.ldlt_solve_f64(n, nrhs, pa.pointer, n, pd.pointer, pe.pointer, swaps, pb.pointer, nrhs, scratch);
          const x = engine.take(pb.pointer, n * nrhs);
          for (let i = 0; i < n; i++) {
            for (let c = 0; c < nrhs; c++) {
              let r = -(b[i * nrhs + c] as number);
              for (let j = 0; j < n; j++) r += at(i, j) * (x[j * nrhs + c] as number);
              expect(Math.abs(r)).toBeLessThanOrEqual(16 * n * Number.EPSILON * (n * size * largest(x) + largest(b)));
            }
          }
          pb.check();
        }
        for (const place of [pa, pd, pe, order32, room]) place.check();
      });
    }
    if (n > 3) expect(pairs).toBeGreaterThan(0);
  });
});
