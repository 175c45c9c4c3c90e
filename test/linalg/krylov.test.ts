import { describe, expect, test } from "vitest";
import { engineOf, guarded, ladder, TARGETS } from "../support/engine.js";
import { sequence } from "../support/plain.js";

const EPS = Number.EPSILON;

describe.each(TARGETS)("the vector updates of the Krylov methods on the %s binary", (target) => {
  const engine = engineOf(target);
  const { routines } = engine;

  /** Puts each list between canaries, `offset` elements past a cache line, runs `use` on the addresses and returns what stands there. */
  const run = (lists: Float64Array[], offset: number, use: (...pointers: number[]) => void): Float64Array[] =>
    engine.scope(() => {
      const places = lists.map((list) => ({ ...guarded(engine, list.length, offset), list }));
      for (const { pointer, list } of places) engine.view(pointer, list.length).set(list);
      use(...places.map(({ pointer }) => pointer));
      for (const { check } of places) check();
      return places.map(({ pointer, list }) => engine.take(pointer, list.length));
    });

  test.each([...ladder(2, 8), 20])("n = %i: every element is the rounded formula, and nothing else is written", (n) => {
    const [x, y, w, u] = [1, 2, 3, 4].map((seed) => sequence(n, seed)) as [Float64Array, Float64Array, Float64Array, Float64Array];
    for (const offset of [0, 1]) {
      let squares = 0;
      const [, added] = run([x, y], offset, (px, py) => {
        squares = routines.axpy_dot_f64(n, -0.3, px!, py!);
      });
      expect(added).toEqual(y.map((v, i) => v + -0.3 * x[i]!));
      const plain = added!.reduce((sum, v) => sum + v * v, 0);
      expect(Math.abs(squares - plain)).toBeLessThanOrEqual(n * EPS * plain);

      const [, sum] = run([x, y], offset, (px, py) => routines.axpy_f64(n, -0.3, px!, py!));
      expect(sum).toEqual(added);

      let inner = 0;
      run([x, y], offset, (px, py) => {
        inner = routines.dot_f64(n, px!, py!);
      });
      const terms = x.map((v, i) => v * y[i]!);
      const size = terms.reduce((total, v) => total + Math.abs(v), 0);
      expect(Math.abs(inner - terms.reduce((total, v) => total + v, 0))).toBeLessThanOrEqual(n * EPS * size);

      for (let bad = 0; bad <= n; bad++) {
        const spoilt = x.map((v, i) => (i < bad ? v : i === bad ? [Number.NaN, Infinity, -Infinity][i % 3]! : Number.NaN));
        let found = -1;
        run([spoilt], offset, (p) => {
          found = routines.first_nonfinite_f64(n, p!) >>> 0;
        });
        expect(found).toBe(bad);
      }

      const [, combined] = run([x, y], offset, (px, py) => routines.xpby_f64(n, px!, 0.7, py!));
      expect(combined).toEqual(y.map((v, i) => x[i]! + 0.7 * v));

      const [, scaled] = run([x, y], offset, (px, py) => routines.scale_f64(n, -1.7, px!, py!));
      expect(scaled).toEqual(x.map((v) => -1.7 * v));

      const [, direction, , moved] = run([x, w, u, y], offset, (pv, pw, pu, px) =>
        routines.minres_step_f64(n, pv!, 0.3, pw!, -0.9, pu!, 1.3, 0.6, px!),
      );
      expect(direction).toEqual(x.map((v, i) => (v - 0.3 * w[i]! - -0.9 * u[i]!) * (1 / 1.3)));
      expect(moved).toEqual(y.map((v, i) => v + 0.6 * direction![i]!));
    }
  });

  test("source and destination may be the same vector", () => {
    const x = sequence(19, 5);
    expect(run([x], 0, (p) => routines.scale_f64(19, 3, p!, p!))[0]).toEqual(x.map((v) => 3 * v));
    expect(run([x], 0, (p) => void routines.axpy_dot_f64(19, -1, p!, p!))[0]).toEqual(new Float64Array(19));
  });

  test("the sum of squares has one order, whatever the address", () => {
    const x = sequence(37, 6);
    const sums = [0, 1, 3].map((offset) => {
      let sum = 0;
      run([x, sequence(37, 7)], offset, (px, py) => {
        sum = routines.axpy_dot_f64(37, 0.1, px!, py!);
      });
      return sum;
    });
    expect(new Set(sums).size).toBe(1);
  });
});
