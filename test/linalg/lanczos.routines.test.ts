import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { engineOf, guarded, TARGETS } from "../support/engine.js";
import { norm, sequence, times, withSpectrum } from "../support/plain.js";

const EPS = Number.EPSILON;
const dot = (x: ArrayLike<number>, y: ArrayLike<number>) => Array.from(x).reduce((sum, v, i) => sum + v * y[i]!, 0);
const row = (rows: Float64Array, n: number, i: number) => rows.subarray(i * n, (i + 1) * n);

/** Memory between canaries that holds these numbers. */
function put(engine: Engine, values: ArrayLike<number>, offset = 0) {
  const place = guarded(engine, values.length, offset);
  engine.view(place.pointer, values.length).set(values);
  return place;
}

/** The largest |<row i, row j> - delta_ij| of k rows. */
function skewness(rows: Float64Array, n: number, k: number): number {
  let worst = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) worst = Math.max(worst, Math.abs(dot(row(rows, n, i), row(rows, n, j)) - (i === j ? 1 : 0)));
  }
  return worst;
}

/** The dense form of a symmetric tridiagonal matrix. */
function dense(d: ArrayLike<number>, e: ArrayLike<number>): Float64Array {
  const n = d.length;
  const T = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    T[i * n + i] = d[i]!;
    if (i + 1 < n) T[i * n + i + 1] = T[(i + 1) * n + i] = e[i]!;
  }
  return T;
}

/** The first `count` rows of a reflection. */
function reflection(n: number, count: number): Float64Array {
  const u = sequence(n, 8);
  const size = dot(u, u);
  return Float64Array.from({ length: count * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return (i === j ? 1 : 0) - (2 * u[i]! * u[j]!) / size;
  });
}

describe.each(TARGETS)("Lanczos' routines on the %s binary", (target) => {
  const engine = engineOf(target);
  const { routines } = engine;

  /** Eigenpairs at the indices of the ranges, found one range after the other, as rows. */
  function pairs(d: Float64Array, e: Float64Array, ranges: [number, number][], size: number, width = EPS / 2) {
    const n = d.length;
    const count = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
    return engine.scope(() => {
      const places = [d, [...e, 0.77 * size], new Array(count), new Array(count * n), new Array(n * 4 + count + 4)].map((v, i) =>
        put(engine, v, i % 2),
      );
      const [pd, pe, w, y, scratch] = places.map(({ pointer }) => pointer) as [number, number, number, number, number];
      let done = 0;
      for (const [from, to] of ranges) {
        routines.tridiagonal_pairs_f64(n, pd, pe, from, to, done, size, width, w, y, scratch);
        done += to - from;
      }
      for (const { check } of places) check();
      return { values: engine.take(w, count), vectors: engine.take(y, count * n) };
    });
  }

  function expectPairs(d: Float64Array, e: Float64Array, ranges: [number, number][], size: number) {
    const n = d.length;
    const { values, vectors } = pairs(d, e, ranges, size);
    const C = 8; // observed at most 3
    expect(skewness(vectors, n, values.length)).toBeLessThanOrEqual(C * n * EPS);
    for (const [i, value] of values.entries()) {
      const v = row(vectors, n, i);
      const image = times(dense(d, e), v);
      expect(norm(image.map((entry, j) => (entry - value * v[j]!) / (size || 1)))).toBeLessThanOrEqual(C * n * EPS);
    }
    return { values, vectors };
  }

  test("pairs of a second difference are the known ones, at every order, at either end and between", () => {
    for (const n of [1, 2, 3, 4, 5, 19, 64]) {
      const d = new Float64Array(n).fill(2);
      const e = new Float64Array(n - 1).fill(-1);
      const known = Array.from({ length: n }, (_, j) => 4 * Math.sin(((j + 1) * Math.PI) / (2 * n + 2)) ** 2);
      const low = Math.min(2, n - 1);
      for (const ranges of [
        [[0, n]],
        [
          [0, low],
          [n - 1, n],
        ],
        [[n >> 1, (n >> 1) + 1]],
      ] as [number, number][][]) {
        const { values } = expectPairs(d, e, ranges, 4);
        const expected = ranges.flatMap(([from, to]) => known.slice(from, to));
        for (const [i, value] of values.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(16 * EPS);
      }
    }
  });

  test("a cluster gets an orthonormal basis: the identity, zero, copies of a block, and Wilkinson's pairs", () => {
    const n = 21;
    for (const value of [1, 0]) expectPairs(new Float64Array(n).fill(value), new Float64Array(n - 1), [[0, n]], Math.max(value, 1e-3));
    expectPairs(new Float64Array(n), new Float64Array(n - 1), [[3, 9]], 0);
    const blocks = expectPairs(
      new Float64Array(20).fill(3),
      sequence(19, 1).map((_, i) => (i % 2 === 0 ? 2 : 0)),
      [[4, 20]],
      5,
    );
    for (const [i, value] of blocks.values.entries()) expect(Math.abs(value - (i < 6 ? 1 : 5))).toBeLessThanOrEqual(16 * EPS);
    const wilkinson = Float64Array.from({ length: n }, (_, i) => Math.abs(i - 10));
    const { values } = expectPairs(wilkinson, new Float64Array(n - 1).fill(1), [[15, n]], 12);
    expect(Math.abs(values.at(-1)! - 10.746194182903393)).toBeLessThanOrEqual(64 * EPS);
    expect(Math.abs(values.at(-2)! - 10.746194182903322)).toBeLessThanOrEqual(64 * EPS);
  });

  test("a point that falls on an entry of a diagonal is no 0 / 0", () => {
    const point = -3 + 2 * (6 * (1 / 9)); // the second of the first eight, for size 1
    expectPairs(Float64Array.of(point, -2.9, 0), new Float64Array(2), [[0, 3]], 1);
  });

  test("couplings of every size, as convergence leaves them, at scales up to what the caller admits", () => {
    for (const scale of [1, 1e-138, 1e138]) {
      const n = 40;
      const d = sequence(n, 3).map((v) => scale * v);
      const e = sequence(n - 1, 4).map((v, i) => scale * v * 10 ** -(i % 17));
      expectPairs(
        d,
        e,
        [
          [0, 9],
          [30, n],
        ],
        2 * scale,
      );
    }
  });

  test("a wide bracket still gives the vector of a value that stands apart", () => {
    const n = 30;
    const d = sequence(n, 5);
    const e = sequence(n - 1, 6);
    const [rough, sharp] = [1e-8, EPS / 2].map((width) => pairs(d, e, [[n - 1, n]], 3, width));
    const last = (vectors: Float64Array) => Math.abs(vectors[n - 1]!);
    expect(Math.abs(rough!.values[0]! - sharp!.values[0]!)).toBeLessThanOrEqual(3e-8);
    expect(Math.abs(last(rough!.vectors) / last(sharp!.vectors) - 1)).toBeLessThanOrEqual(1e-9);
  });

  test("orthogonalize_f64 leaves what is orthogonal to the rows and says how long it is, even of a vector that lies almost in their span", () => {
    for (const n of [1, 2, 7, 33]) {
      for (const count of [0, 1, 2, n >> 1, n - 1].filter((c) => c < n)) {
        const rows = reflection(n, count);
        const inside = rows.length > 0 ? row(rows, n, 0) : new Float64Array(n);
        const w = sequence(n, 9).map((v, i) => 1e-9 * v + inside[i]!);
        engine.scope(() => {
          const places = [put(engine, rows), put(engine, w, 1), put(engine, new Array(n + count))];
          const [pr, pw, ps] = places.map(({ pointer }) => pointer) as [number, number, number];
          const left = routines.orthogonalize_f64(n, count, pr, pw, ps);
          for (const { check } of places) check();
          const rest = engine.take(pw, n);
          expect(Math.abs(left - norm(rest))).toBeLessThanOrEqual(n * EPS * norm(rest));
          for (let i = 0; i < count; i++) expect(Math.abs(dot(row(rows, n, i), rest))).toBeLessThanOrEqual(4 * n * EPS * left);
        });
      }
    }
  });

  /** Runs steps from a given row and returns rows, T and what each step said. */
  function steps(A: Float64Array, n: number, m: number, start: Float64Array, first = 0, rowsBefore = new Float64Array(0)) {
    return engine.scope(() => {
      const rows = put(engine, new Float64Array((m + 1) * n));
      const [alpha, beta, length, scratch] = [m, m, 1, n + m].map((size) => put(engine, new Float64Array(size)));
      const a = put(engine, A);
      engine.view(rows.pointer, first * n).set(rowsBefore);
      engine.view(rows.pointer + 8 * n * first, n).set(start);
      const said: number[] = [];
      for (let j = first; j < m; j++) {
        const at = rows.pointer + 8 * n * j;
        routines.gemv_f64(n, n, a.pointer, n, at, at + 8 * n);
        const [pa, pb, pl, ps] = [alpha, beta, length, scratch].map((place) => place!.pointer) as [number, number, number, number];
        said.push(routines.lanczos_step_f64(n, first, j, rows.pointer, pa, pb, pl, ps));
        if (said.at(-1) !== 1) break;
      }
      for (const place of [rows, alpha, beta, length, scratch, a]) place!.check();
      return {
        said,
        rows: engine.take(rows.pointer, (m + 1) * n),
        alpha: engine.take(alpha!.pointer, m),
        beta: engine.take(beta!.pointer, m),
        length: engine.take(length!.pointer, 1)[0]!,
      };
    });
  }

  test("steps give an orthonormal basis with A V = V T + beta v e', and the largest |A v|", () => {
    for (const [n, m] of [
      [9, 3],
      [30, 12],
      [61, 20],
    ] as const) {
      const A = withSpectrum(sequence(n, 10), [sequence(n, 11), sequence(n, 12)]);
      const unit = Float64Array.from({ length: n }, () => 1 / Math.sqrt(n));
      const { said, rows, alpha, beta, length } = steps(A, n, m, unit);
      expect(said).toEqual(new Array(m).fill(1));
      expect(skewness(rows, n, m + 1)).toBeLessThanOrEqual(2 * n * EPS);
      let largest = 0;
      for (let j = 0; j < m; j++) {
        const image = times(A, row(rows, n, j));
        largest = Math.max(largest, norm(image));
        const combined = image.map((v, i) => {
          const known =
            alpha[j]! * rows[j * n + i]! + beta[j]! * rows[(j + 1) * n + i]! + (j > 0 ? beta[j - 1]! * rows[(j - 1) * n + i]! : 0);
          return v - known;
        });
        expect(norm(combined)).toBeLessThanOrEqual(2 * n * EPS);
      }
      expect(Math.abs(length - largest)).toBeLessThanOrEqual(2 * n * EPS);
    }
  });

  test("deflated rows stay out: later rows are orthogonal to them, the first step has no predecessor", () => {
    const n = 24;
    const A = withSpectrum(sequence(n, 13), []);
    const unit = new Float64Array(n);
    unit[0] = 1; // an eigenvector of the diagonal
    const start = Float64Array.from({ length: n }, (_, i) => (i === 0 ? 0 : 1 / Math.sqrt(n - 1)));
    const { said, rows } = steps(A, n, 8, start, 1, unit);
    expect(said).toEqual(new Array(7).fill(1));
    expect(skewness(rows, n, 9)).toBeLessThanOrEqual(2 * n * EPS);
  });

  test("an invariant subspace is told by 0 and a coupling of exactly zero, a product that is not finite by -1", () => {
    const n = 12;
    const two = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : 50));
    const start = Float64Array.from({ length: n }, () => 1 / Math.sqrt(n));
    const closed = steps(withSpectrum(two, []), n, 5, start);
    expect(closed.said).toEqual([1, 0]);
    expect(closed.beta[1]).toBe(0);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const { said, alpha, beta } = steps(withSpectrum(two, []).fill(bad, 5, 6), n, 5, start);
      expect(said).toEqual([-1]);
      expect([alpha[0], beta[0]]).toEqual([0, 0]);
    }
  });

  test("arrow_f64: the kept pairs' space in a basis that leaves T tridiagonal, coupled to the next vector by its last row alone", () => {
    for (const [p, q] of [
      [3, 1],
      [9, 4],
      [40, 17],
    ] as const) {
      const d = sequence(p, 14);
      const e = sequence(p - 1, 15);
      const coupling = 0.37;
      const { values, vectors } = pairs(d, e, [[p - q, p]], 3);
      const { alpha, beta, y } = engine.scope(() => {
        const gemm = engine.arena.bytes(routines.gemm_scratch_bytes() >>> 0);
        const places = [values, vectors, new Array(q), new Array(q + 1), new Array((q + 1) ** 2 + 5 * (q + 1) + p)].map((v) =>
          put(engine, v),
        );
        const [pv, py, pa, pb, ps] = places.map(({ pointer }) => pointer) as [number, number, number, number, number];
        routines.arrow_f64(q, p, pv, coupling, py, pa, pb, ps, gemm);
        for (const { check } of places) check();
        return { alpha: engine.take(pa, q), beta: engine.take(pb, q), y: engine.take(py, q * p) };
      });
      expect(skewness(y, p, q)).toBeLessThanOrEqual(8 * p * EPS);
      const T = dense(alpha, beta);
      for (let i = 0; i < q; i++) {
        const image = times(dense(d, e), row(y, p, i));
        for (let j = 0; j < q; j++) expect(Math.abs(dot(row(y, p, j), image) - T[i * q + j]!)).toBeLessThanOrEqual(8 * p * EPS);
        const toNext = coupling * y[i * p + p - 1]!;
        expect(Math.abs(toNext - (i === q - 1 ? beta[q - 1]! : 0))).toBeLessThanOrEqual(8 * p * EPS);
      }
    }
  });
});
