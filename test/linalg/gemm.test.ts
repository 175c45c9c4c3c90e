import { describe, expect, test } from "vitest";
import { chained, entries, firstDifference, planted } from "../support/dense.js";
import { engineOf, guarded, TARGETS } from "../support/engine.js";

/** (m, n, k): the ladder of a 4 x 4 tile and 8 unrolled steps, every edge, more than one chain (k > 256) and block (n > 512). */
const SHAPES = [
  [0, 3, 2],
  [3, 0, 2],
  [3, 2, 0],
  [1, 1, 1],
  [2, 3, 5],
  [3, 2, 7],
  [4, 4, 8],
  [5, 5, 9],
  [7, 11, 19],
  [8, 8, 16],
  [9, 4, 17],
  [4, 9, 3],
  [19, 13, 257],
  [6, 7, 530],
  [5, 517, 3],
  [1, 320, 256],
  [3, 321, 256],
  [2, 640, 257],
  [3, 1283, 9],
] as const;

describe.each(TARGETS)("matrix products in the %s build", (target) => {
  const engine = engineOf(target);
  const { routines } = engine;
  /** The scratch with canaries on both sides, on an even address of 16 bytes. */
  const scratch = () => guarded(engine, routines.gemm_scratch_bytes() / 8, 1);

  test.each(SHAPES)("gemm_f64 gives the bits of the plain loop in the same order at %i x %i x %i", (m, n, k) => {
    for (const [transposeA, transposeB, alpha, beta] of [
      [false, false, 1, 0],
      [true, false, -1, 1],
      [false, true, 0.3, -0.7],
      [true, true, 1, 1],
    ] as const) {
      engine.scope(() => {
        const a = entries(m * k, 1);
        const b = entries(k * n, 2);
        const ldc = n + 3;
        const before = entries(m * ldc, 3);
        if (beta === 0) before.fill(NaN); // must not be read
        const [pa, pb, pc, ps] = [planted(engine, a), planted(engine, b), planted(engine, before), scratch()];
        const [ars, acs] = transposeA ? [1, m] : [k, 1];
        const [brs, bcs] = transposeB ? [1, k] : [n, 1];
        routines.gemm_f64(m, n, k, alpha, pa.pointer, ars, acs, pb.pointer, brs, bcs, beta, pc.pointer, ldc, ps.pointer);
        const expected = before.slice();
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            const at = i * ldc + j;
            const start = beta === 0 ? undefined : beta * (before[at] as number);
            expected[at] = chained(k, alpha, start, (p) => (a[i * ars + p * acs] as number) * (b[p * brs + j * bcs] as number));
          }
        }
        expect(firstDifference(engine.take(pc.pointer, m * ldc), expected)).toBe(-1);
        for (const place of [pa, pb, pc, ps]) place.check();
      });
    }
  });

  test.each([
    [0, 3],
    [1, 1],
    [3, 8],
    [4, 9],
    [5, 17],
    [8, 1],
    [11, 19],
    [19, 300],
    [525, 5],
    [5, 0],
  ])("syrk_f64 gives gemm's bits on and below the diagonal and touches nothing above, n = %i, k = %i", (n, k) => {
    for (const [transposed, beta] of [
      [false, 0],
      [true, 1],
    ] as const) {
      engine.scope(() => {
        const a = entries(n * k, 4);
        const before = entries(n * n, 5);
        const [pa, pc, ps] = [planted(engine, a), planted(engine, before), scratch()];
        const [ars, acs] = transposed ? [1, n] : [k, 1];
        routines.syrk_f64(n, k, 0.7, pa.pointer, ars, acs, beta, pc.pointer, n, ps.pointer);
        const expected = before.slice();
        for (let i = 0; i < n; i++) {
          for (let j = 0; j <= i; j++) {
            const start = beta === 0 ? undefined : (before[i * n + j] as number);
            expected[i * n + j] = chained(k, 0.7, start, (p) => (a[i * ars + p * acs] as number) * (a[j * ars + p * acs] as number));
          }
        }
        expect(firstDifference(engine.take(pc.pointer, n * n), expected)).toBe(-1);
        for (const place of [pa, pc, ps]) place.check();
        routines.copy_lower_to_upper_f64(n, pc.pointer, n);
        const whole = engine.take(pc.pointer, n * n);
        for (let i = 0; i < n; i++)
          for (let j = i; j < n; j++) if (whole[i * n + j] !== expected[j * n + i]) throw new Error(`(${i}, ${j})`);
        pc.check();
      });
    }
  });
});
