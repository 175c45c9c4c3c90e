import { describe, expect, test } from "vitest";
import { entries, largest, planted } from "../../support/dense.js";
import { engineOf, guarded, TARGETS } from "../../support/engine.js";

const EPS = 2 ** -52;
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
/** Roundings of an entry of a row: one sum over d + 1 terms and four products. */
const ROW = 8;
/** The addition theorem and its rational form: rounding errors times at most exp(2 * 0.625). */
const NEAR = 12;

describe.each(TARGETS)("on the %s build", (target) => {
  const engine = engineOf(target);

  test.each([
    [1, 1],
    [3, 2],
  ])("units are scaled and moved in their own places and no others: %i inputs, %i outputs", (d, K) => {
    const [width, q] = [7, d + 1 + K];
    const place = (i: number, j: number) => (j < d ? i * d + j : width * j + i);
    const [basis, weight, v, before, theta] = [q * q, q, q, q, q].map((n, seed) => entries(width * n, seed + 1)) as Float64Array[];
    for (const [from, to] of [
      [0, 7],
      [2, 5],
      [6, 7],
      [3, 3],
    ] as const) {
      engine.scope(() => {
        const [pb, pw, pv, pt] = [basis, weight, v, theta].map((list) => planted(engine, list as Float64Array).pointer) as number[];
        const scratch = engine.arena.f64(q);
        for (const based of [true, false]) {
          const out = guarded(engine, width * q, 1);
          engine.view(out.pointer, width * q).set(before as Float64Array);
          engine.routines.structured_scale_f64(from, to, width, d, K, based ? pb! : 0, pw!, pv!, out.pointer, scratch);
          out.check();
          const got = engine.view(out.pointer, width * q);
          for (let i = 0; i < width; i++) {
            const V = (l: number, j: number) => (based ? (basis as Float64Array)[(i * q + l) * q + j]! : l === j ? 1 : 0);
            for (let l = 0; l < q; l++) {
              let sum = 0;
              for (let j = 0; j < q; j++) {
                let along = 0;
                for (let k = 0; k < q; k++) along += V(k, j) * v![place(i, k)]!;
                sum += V(l, j) * (along * weight![i * q + j]!);
              }
              expect(got[place(i, l)]).toBe(i >= from && i < to ? sum : before![place(i, l)]);
            }
          }
        }
        const [move, trial] = [guarded(engine, width * q, 1), guarded(engine, width * q, 1)];
        for (const { pointer } of [move, trial]) engine.view(pointer, width * q).set(before as Float64Array);
        engine.routines.structured_move_f64(from, to, width, d, K, move.pointer, -0.7, pv!, move.pointer, pt!, trial.pointer);
        move.check();
        trial.check();
        const [moved, tried] = [engine.take(move.pointer, width * q), engine.take(trial.pointer, width * q)];
        for (let i = 0; i < width; i++) {
          for (let j = 0; j < q; j++) {
            const n = place(i, j);
            const sum = before![n]! + -0.7 * v![n]!;
            const inside = i >= from && i < to;
            expect(moved[n]).toBe(inside ? sum : before![n]);
            expect(tried[n]).toBe(inside ? theta![n]! + sum : before![n]);
          }
        }
      });
    }
  });

  test.each([
    [1, 1, 4, true],
    [1, 1, 12, true],
    [2, 1, 8, true],
    [2, 3, 4, true],
    [3, 2, 20, false],
    [1, 1, 8, false],
  ])("rows of the Jacobian in the blocks' bases: %i inputs, %i outputs, %i samples, bases %s", (d, K, samples, based) => {
    const [units, q, scale] = [5, d + 1 + K, 0.7];
    const a = entries(units * samples, 1);
    const slope = entries(units * samples, 2);
    const x = entries((d + 1) * samples, 3);
    x.fill(1, d * samples, (d + 1) * samples - 1);
    x[(d + 1) * samples - 1] = 0; // a sample of padding
    const c = entries(K * 9, 4);
    const basis = entries(units * q * q, 5);
    const weight = entries(units * q, 6);
    weight[1] = 0;
    engine.scope(() => {
      const [pa, ps, px, pc, pw] = [a, slope, x, c, weight].map((list) => planted(engine, list).pointer) as [
        number,
        number,
        number,
        number,
        number,
      ];
      const pb = based ? planted(engine, basis).pointer : 0;
      for (const negative of [false, true]) {
        const wanted = [...weight.keys()].filter((n) => (negative ? (weight[n] as number) < 0 : (weight[n] as number) > 0));
        const out = guarded(engine, wanted.length * K * samples, 1);
        const rows = engine.routines.structured_rows_f64(units, samples, d, K, scale, pa, ps, px, pc, 9, pb, pw, negative, out.pointer);
        expect(rows >>> 0).toBe(wanted.length);
        out.check();
        const got = engine.view(out.pointer, wanted.length * K * samples);
        wanted.forEach((n, row) => {
          const [i, j] = [Math.floor(n / q), n % q];
          const V = (l: number) => (based ? (basis[(i * q + l) * q + j] as number) : l === j ? 1 : 0);
          for (let k = 0; k < K; k++) {
            for (let m = 0; m < samples; m++) {
              const terms = Array.from(
                { length: d + 1 },
                (_, l) => (c[k * 9 + i] as number) * (slope[i * samples + m] as number) * (x[l * samples + m] as number) * V(l),
              );
              terms.push((a[i * samples + m] as number) * (x[d * samples + m] as number) * V(d + 1 + k));
              const factor = scale * Math.sqrt(Math.abs(weight[n] as number));
              const exact = factor * terms.reduce((s, t) => s + t, 0);
              const size = factor * terms.reduce((s, t) => s + Math.abs(t), 0);
              expect(Math.abs((got[(row * K + k) * samples + m] as number) - exact)).toBeLessThanOrEqual(ROW * (d + 2) * EPS * size);
            }
          }
        });
      }
    });
  });

  test.each([4, 8, 12])("tanh near a point agrees with tanh, rows of %i", (samples) => {
    const units = 40;
    const b = Float64Array.from({ length: units }, (_, u) => Math.sin(u));
    const x = Float64Array.from({ length: 2 * samples }, (_, n) => (n < samples ? n / samples : Math.cos(n)));
    for (const d of [1, 2]) {
      const w = Float64Array.from({ length: units * d }, (_, n) => 0.3 * Math.floor(n / d) - 6 + (n % d));
      // the first half moves a little, the second far
      const move = w.map((_, n) => (n < (units * d) / 2 ? (0.02 * n) / d : n / d - 20));
      const shift = b.map((_, u) => 0.01 * Math.cos(u));
      const at = (weights: Float64Array, biases: Float64Array, u: number, m: number) =>
        (biases[u] as number) + range(d).reduce((sum, j) => sum + (weights[u * d + j] as number) * (x[j * samples + m] as number), 0);
      engine.scope(() => {
        const a = Float64Array.from({ length: units * samples }, (_, n) => Math.tanh(at(w, b, Math.floor(n / samples), n % samples)));
        const moved = w.map((value, n) => value + (move[n] as number));
        const shifted = b.map((value, u) => value + (shift[u] as number));
        const [pa, pvw, pvb, pw, pb, px] = [a, move, shift, moved, shifted, x].map((list) => planted(engine, list).pointer) as [
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const out = guarded(engine, units * samples);
        engine.routines.shallow_near_tanh_f64(units, samples, d, pa, pvw, pvb, pw, pb, px, samples, out.pointer);
        out.check();
        const got = engine.take(out.pointer, units * samples);
        const errors = got.map((value, n) => value - Math.tanh(at(moved, shifted, Math.floor(n / samples), n % samples)));
        expect(largest(errors)).toBeLessThan(NEAR * EPS);
      });
    }
  });
});
