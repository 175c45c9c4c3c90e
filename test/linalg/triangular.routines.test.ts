import { describe, expect, test } from "vitest";
import { entries, largest, lowerTriangle, planted } from "../support/dense.js";
import { engineOf, guarded, TARGETS } from "../support/engine.js";

const SIZES = [0, 1, 2, 3, 4, 5, 7, 15, 16, 17, 31, 33, 49, 70];
const RIGHT_SIDES = [0, 1, 2, 4, 5, 11];

/** |b - T x| <= SAFETY n eps |T||x| for each entry (Higham 2002, theorem 8.5). */
const SAFETY = 2;

describe.each(TARGETS)("triangular and Cholesky routines in the %s build", (target) => {
  const engine = engineOf(target);
  const { routines } = engine;
  const scratch = () => guarded(engine, (routines.gemm_scratch_bytes() >>> 0) / 8, 7);

  /** Largest residual of T x = b in units of n eps |T||x|, T given by its entries. */
  function residual(n: number, nrhs: number, ld: number, t: (i: number, j: number) => number, x: Float64Array, b: Float64Array): number {
    let worst = 0;
    for (let c = 0; c < nrhs; c++) {
      for (let i = 0; i < n; i++) {
        let r = -(b[i * ld + c] as number);
        let size = 0;
        for (let j = 0; j < n; j++) {
          const term = t(i, j) * (x[j * ld + c] as number);
          r += term;
          size += Math.abs(term);
        }
        worst = Math.max(worst, Math.abs(r) / (n * Number.EPSILON * size || 1));
      }
    }
    return worst;
  }

  test.each(SIZES)("solves with L and with L' are backward stable and read nothing above the diagonal, n = %i", (n) => {
    const l = lowerTriangle(n, 3);
    const at = (i: number, j: number) => (j <= i ? (l[i * n + j] as number) : 0);
    for (const nrhs of RIGHT_SIDES) {
      for (const ld of [nrhs, nrhs + 3]) {
        engine.scope(() => {
          const b = entries(n * ld, 6);
          const [pl, p1, p2, ps] = [planted(engine, l), planted(engine, b), planted(engine, b), scratch()];
          routines.trsm_lower_f64(n, nrhs, pl.pointer, n, p1.pointer, ld, ps.pointer);
          routines.trsm_lower_transposed_f64(n, nrhs, pl.pointer, n, p2.pointer, ld, ps.pointer);
          const x1 = engine.take(p1.pointer, n * ld);
          const x2 = engine.take(p2.pointer, n * ld);
          expect(residual(n, nrhs, ld, at, x1, b)).toBeLessThanOrEqual(SAFETY);
          expect(residual(n, nrhs, ld, (i, j) => at(j, i), x2, b)).toBeLessThanOrEqual(SAFETY);
          for (let i = 0; i < n; i++) for (let c = nrhs; c < ld; c++) expect(x1[i * ld + c]).toBe(b[i * ld + c]);
          for (const place of [pl, p1, p2, ps]) place.check();
        });
      }
    }
  });

  test.each(SIZES)("a product from the right, X L' = B, is one on the transpose, n = %i", (n) => {
    const l = lowerTriangle(n, 5);
    const m = 7;
    engine.scope(() => {
      const b = entries(m * n, 8);
      const [pl, pb, ps] = [planted(engine, l), planted(engine, b), scratch()];
      routines.trsm_strided_f64(n, m, pl.pointer, n, 1, pb.pointer, 1, n, ps.pointer);
      const x = engine.take(pb.pointer, m * n);
      const turned = (v: Float64Array) => Float64Array.from({ length: n * m }, (_, i) => v[(i % m) * n + Math.floor(i / m)] as number);
      expect(residual(n, m, m, (i, j) => (j <= i ? (l[i * n + j] as number) : 0), turned(x), turned(b))).toBeLessThanOrEqual(SAFETY);
      for (const place of [pb, ps]) place.check();
    });
  });

  test.each(SIZES)("|A - L L'| <= n eps |A| for the Cholesky factor, which reads and writes the lower triangle only, n = %i", (n) => {
    engine.scope(() => {
      const g = entries(n * n, 2);
      const lda = n + 2;
      const a = new Float64Array(n * lda).fill(NaN);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          let s = i === j ? n : 0;
          for (let p = 0; p < n; p++) s += (g[i * n + p] as number) * (g[j * n + p] as number);
          a[i * lda + j] = s;
        }
      }
      const [pa, ps] = [planted(engine, a), scratch()];
      expect(routines.potrf_f64(n, pa.pointer, lda, ps.pointer)).toBe(n);
      const l = engine.take(pa.pointer, n * lda);
      let worst = 0;
      let size = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < lda; j++) {
          if (j > i) expect(l[i * lda + j]).toBe(NaN);
          else {
            let s = -(a[i * lda + j] as number);
            for (let p = 0; p <= j; p++) s += (l[i * lda + p] as number) * (l[j * lda + p] as number);
            worst = Math.max(worst, Math.abs(s));
            size = Math.max(size, Math.abs(a[i * lda + j] as number));
          }
        }
      }
      expect(worst).toBeLessThanOrEqual(n * Number.EPSILON * size);
      for (const place of [pa, ps]) place.check();
    });
  });

  test("the first pivot that is not positive is named wherever it stands, and NaN or infinity is no pivot", () => {
    for (const n of [1, 5, 16, 17, 40, 70]) {
      for (const bad of [0, 1, 15, 16, 17, 33, 69].filter((i) => i < n)) {
        for (const value of [0, -1, NaN, Infinity]) {
          engine.scope(() => {
            const a = new Float64Array(n * n);
            for (let i = 0; i < n; i++) a[i * n + i] = i === bad ? value : 4;
            expect(routines.potrf_f64(n, engine.put(a), n, scratch().pointer)).toBe(bad);
          });
        }
      }
    }
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 8, 9, 19])(
    "gemv and its transpose give the bits of their stated orders, symv agrees with the plain sum to n eps |A||x|, n = %i",
    (n) => {
      for (const m of [0, 1, 3, 4, 5, 8, 11]) {
        engine.scope(() => {
          const lda = n + 1;
          const a = entries(m * lda, 3);
          const x = entries(Math.max(m, n), 4);
          const [pa, px, py, pt] = [planted(engine, a), planted(engine, x), planted(engine, entries(m, 1)), planted(engine, entries(n, 1))];
          routines.gemv_f64(m, n, pa.pointer, lda, px.pointer, py.pointer);
          routines.gemv_transposed_f64(m, n, pa.pointer, lda, px.pointer, pt.pointer);
          const plain = (rows: number, terms: number, at: (i: number, j: number) => number) =>
            Float64Array.from({ length: rows }, (_, i) => {
              let s = 0;
              for (let j = 0; j < terms; j++) s += at(i, j) * (x[j] as number);
              return s;
            });
          const half = (parity: number) => plain(m, n & ~1, (i, j) => (j % 2 === parity ? (a[i * lda + j] as number) : 0));
          const [even, odd] = [half(0), half(1)];
          const last = (i: number) => (n % 2 ? (a[i * lda + n - 1] as number) * (x[n - 1] as number) : 0);
          expect(engine.take(py.pointer, m)).toEqual(even.map((v, i) => v + (odd[i] as number) + last(i)));
          expect(engine.take(pt.pointer, n)).toEqual(plain(n, m, (i, j) => a[j * lda + i] as number));
          for (const place of [pa, px, py, pt]) place.check();
        });
      }
      engine.scope(() => {
        const l = lowerTriangle(n, 9);
        const x = entries(n, 4);
        const [pl, px, py] = [planted(engine, l), planted(engine, x), planted(engine, entries(n, 1))];
        routines.symv_lower_f64(n, pl.pointer, n, px.pointer, py.pointer);
        const y = engine.take(py.pointer, n);
        for (let i = 0; i < n; i++) {
          let s = -(y[i] as number);
          for (let j = 0; j < n; j++) s += (l[Math.max(i, j) * n + Math.min(i, j)] as number) * (x[j] as number);
          expect(Math.abs(s)).toBeLessThanOrEqual(n * n * Number.EPSILON * 2 * largest(x));
        }
        py.check();
      });
    },
  );
});
