import { describe, expect, test } from "vitest";
import { chained, entries, planted } from "../support/dense.js";
import { engineOf, guarded, ladder, TARGETS } from "../support/engine.js";
import { frobenius } from "../support/spectral.js";

const C = 10;
const EPS = Number.EPSILON;

describe.each(TARGETS)("the routines beside the factorizations, on the %s binary", (target) => {
  const engine = engineOf(target);
  const { routines, arena } = engine;

  test("transpose_f64 writes rows to columns, in their order or in a given one, and nothing between them", () => {
    for (const m of ladder(2, 8)) {
      for (const n of ladder(2, 8)) {
        for (const ordered of [false, true]) {
          engine.scope(() => {
            const [lda, ldb] = [n + 2, m + 3];
            const a = entries(m * lda, m + n);
            const before = entries(n * ldb, 5);
            const [from, to] = [planted(engine, a), planted(engine, before)];
            const order = arena.i32(m);
            engine.viewI32(order, m).set(Int32Array.from({ length: m }, (_, i) => m - 1 - i));
            routines.transpose_f64(m, n, from.pointer, lda, ordered ? order : 0, to.pointer, ldb);
            to.check();
            const expected = before.slice();
            for (let i = 0; i < n; i++)
              for (let j = 0; j < m; j++) expected[i * ldb + j] = a[(ordered ? m - 1 - j : j) * lda + i] as number;
            expect(engine.take(to.pointer, n * ldb)).toEqual(expected);
          });
        }
      }
    }
  });

  test("clear_upper_f64 and copy_lower_to_upper_f64 write above the diagonal only, and nothing between the rows", () => {
    for (const n of [...ladder(2, 8), 20, 33]) {
      for (const ld of [n, n + 3]) {
        engine.scope(() => {
          const before = entries(n * ld, n);
          const [cleared, copied] = [planted(engine, before), planted(engine, before)];
          routines.clear_upper_f64(n, cleared.pointer, ld);
          routines.copy_lower_to_upper_f64(n, copied.pointer, ld);
          for (const place of [cleared, copied]) place.check();
          const above = (k: number) => k % ld < n && k % ld > Math.floor(k / ld);
          expect(engine.take(cleared.pointer, n * ld)).toEqual(before.map((v, k) => (above(k) ? 0 : v)));
          const mirror = (k: number) => before[(k % ld) * ld + Math.floor(k / ld)] as number;
          expect(engine.take(copied.pointer, n * ld)).toEqual(before.map((v, k) => (above(k) ? mirror(k) : v)));
        });
      }
    }
  });

  test.each([0, 1, 3, 4, 5, 8, 9, 19, 33])(
    "gemm_lower_f64 of order %i has the bits of gemm's lower triangle and leaves the upper one",
    (n) => {
      for (const k of [0, 1, 7, 260]) {
        engine.scope(() => {
          const [a, b, c] = [entries(n * k, 1), entries(k * n, 2), entries(n * n, 3)];
          const [pa, pb, pc] = [planted(engine, a), planted(engine, b), planted(engine, c)];
          const scratch = guarded(engine, (routines.gemm_scratch_bytes() >>> 0) / 8, 7);
          routines.gemm_lower_f64(n, k, -0.7, pa.pointer, k, 1, pb.pointer, n, 1, 1, pc.pointer, n, scratch.pointer);
          for (const place of [pa, pb, pc, scratch]) place.check();
          const expected = c.map((start, at) => {
            const [i, j] = [Math.floor(at / n), at % n];
            return j > i ? start : chained(k, -0.7, start, (p) => (a[i * k + p] as number) * (b[p * n + j] as number));
          });
          expect(engine.take(pc.pointer, n * n)).toEqual(expected);
        });
      }
    },
  );

  test("first_asymmetric_f64 finds an entry that its mirror image contradicts, or 0 where one is not finite", () => {
    for (const n of ladder(2, 8)) {
      engine.scope(() => {
        const symmetric = entries(n * n, 4);
        for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) symmetric[j * n + i] = symmetric[i * n + j] as number;
        const a = planted(engine, symmetric);
        const find = () => routines.first_asymmetric_f64(n, a.pointer, 1e-10) >>> 0;
        expect(find()).toBe(n * n);
        const largest = symmetric.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < i; j++) {
            const entry = engine.view(a.pointer + 8 * (i * n + j), 1);
            const before = entry[0] as number;
            entry[0] = before + 0.5e-10 * largest;
            expect(find()).toBe(n * n);
            entry[0] = before + 4e-10 * largest;
            expect(find()).toBe(i * n + j);
            for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
              entry[0] = value;
              expect(find()).toBe(0);
            }
            entry[0] = before;
          }
        }
        a.check();
      });
    }
  });

  // columns in panels of 16 and, in them, by fours; rows behind the reflectors even and odd
  test.each([
    [0, 0],
    [1, 1],
    [4, 3],
    [4, 4],
    [5, 5],
    [8, 6],
    [9, 9],
    [12, 7],
    [19, 16],
    [35, 17],
    [50, 37],
  ])("geqrf_f64 on %i rows of %i columns that lie apart: R'R = A'A column by column, the gaps untouched", (m, n) => {
    engine.scope(() => {
      const ld = m + 3;
      const at = entries(n * ld, 7).map((v, k) => v * 10 ** -(Math.floor(k / ld) % 5));
      const a = planted(engine, at);
      const [tau, work] = [guarded(engine, n), guarded(engine, routines.qr_doubles(m, n) >>> 0, 7)];
      const scratch = guarded(engine, (routines.gemm_scratch_bytes() >>> 0) / 8, 7);
      routines.geqrf_f64(m, n, a.pointer, ld, tau.pointer, work.pointer, scratch.pointer);
      for (const place of [a, tau, work, scratch]) place.check();
      const r = engine.take(a.pointer, n * ld);
      const column = (data: Float64Array, j: number, length: number) => data.slice(j * ld, j * ld + length);
      const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, v, i) => sum + v * (y[i] as number), 0);
      for (let j = 0; j < n; j++) {
        for (let i = 0; i <= j; i++) {
          const [x, y] = [column(at, i, m), column(at, j, m)];
          const length = Math.min(i, j) + 1; // R is zero below its diagonal: reflectors stand there
          const product = dot(column(r, i, length), column(r, j, length));
          expect(Math.abs(product - dot(x, y))).toBeLessThanOrEqual(C * m * EPS * frobenius(x) * frobenius(y));
        }
        expect(r.slice(j * ld + m, (j + 1) * ld)).toEqual(at.slice(j * ld + m, (j + 1) * ld));
      }
    });
  });
});
