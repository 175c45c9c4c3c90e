import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { engineOf, guarded, TARGETS } from "../support/engine.js";

const EPS = 2.220446049250313e-16;
/** Rounding errors allowed a term of a sum: its own product, the additions it passes through, the plain sum's. */
const ERRORS_A_TERM = 2;
/** Units around the pairs and fours of the routines; samples are multiples of 4. */
const UNITS = [0, 1, 2, 3, 4, 5, 7, 8, 11];
const SAMPLES = [4, 8, 12, 20];

/** Irrational data, a different list for every seed. */
const list = (n: number, seed: number) => Float64Array.from({ length: n }, (_, i) => Math.sin(i * (1.7 + seed / 7) + seed) * 1.3);

interface Operands {
  /** Address of fresh data; `values` is what it holds. */
  put(n: number, seed: number): { at: number; values: Float64Array };
  /** Guarded output that starts as data; `now` reads it, with the canaries checked. */
  out(n: number, seed: number): { at: number; before: Float64Array; now: () => Float64Array };
}

function operands(engine: Engine): Operands {
  return {
    put(n, seed) {
      const values = list(n, seed);
      return { at: engine.put(values), values };
    },
    out(n, seed) {
      const { pointer, check } = guarded(engine, n);
      const before = list(n, seed);
      engine.view(pointer, n).set(before);
      const now = () => {
        check();
        return engine.take(pointer, n);
      };
      return { at: pointer, before, now };
    },
  };
}

/** Compares with plain sums of `terms`; the tolerance is a multiple of eps times the number of terms and their absolute sum. */
function expectSum(actual: number, terms: number[]): void {
  const sum = terms.reduce((a, b) => a + b, 0);
  const size = terms.reduce((a, b) => a + Math.abs(b), 0);
  expect(Math.abs(actual - sum)).toBeLessThanOrEqual(ERRORS_A_TERM * (terms.length + 1) * EPS * size);
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

describe.each(TARGETS)("the network's routines (%s)", (target) => {
  function each(run: (o: Operands, engine: Engine, units: number, samples: number) => void): void {
    const engine = engineOf(target);
    for (const units of UNITS) for (const samples of SAMPLES) engine.scope(() => run(operands(engine), engine, units, samples));
  }

  test("shallow_affine_f64 is W X + b, with any strides, and without a bias", () => {
    each((o, engine, units, samples) => {
      for (const d of [0, 1, 2, 5]) {
        const [ldx, ws, wj] = [samples + 4, 1, units + 1];
        const w = o.put(d * wj + units, 1);
        const b = o.put(units, 2);
        const x = o.put(d * ldx + samples, 3);
        for (const bias of [b.at, 0]) {
          const z = o.out(units * samples, 4);
          engine.routines.shallow_affine_f64(units, samples, d, w.at, ws, wj, bias, x.at, ldx, z.at);
          const result = z.now();
          for (const u of range(units)) {
            for (const m of range(samples)) {
              const products = range(d).map((j) => w.values[u * ws + j * wj]! * x.values[j * ldx + m]!);
              expectSum(result[u * samples + m]!, [bias === 0 ? 0 : b.values[u]!, ...products]);
            }
          }
        }
      }
    });
  });

  test("shallow_combine_f64 adds C Y to its output", () => {
    each((o, engine, units, samples) => {
      const [outputs, ck, ldf] = [3, units + 2, samples + 4];
      const c = o.put(outputs * ck, 1);
      const y = o.put(units * samples, 2);
      const f = o.out(outputs * ldf, 3);
      engine.routines.shallow_combine_f64(units, samples, outputs, c.at, ck, y.at, f.at, ldf);
      const result = f.now();
      for (const k of range(outputs)) {
        for (const m of range(ldf)) {
          const at = k * ldf + m;
          const products = m < samples ? range(units).map((u) => c.values[k * ck + u]! * y.values[u * samples + m]!) : [];
          expectSum(result[at]!, [f.before[at]!, ...products]);
        }
      }
    });
  });

  test("shallow_dots_f64 adds E X' to its output, with any strides", () => {
    each((o, engine, units, samples) => {
      const [rows, ldx, os] = [3, samples + 4, 4];
      const e = o.put(units * samples, 1);
      const x = o.put(rows * ldx, 2);
      const out = o.out(units * os, 3);
      engine.routines.shallow_dots_f64(units, samples, rows, e.at, x.at, ldx, out.at, os, 1);
      const result = out.now();
      for (const u of range(units)) {
        for (const j of range(os)) {
          const products = j < rows ? range(samples).map((m) => e.values[u * samples + m]! * x.values[j * ldx + m]!) : [];
          expectSum(result[u * os + j]!, [out.before[u * os + j]!, ...products]);
        }
      }
    });
  });

  test("shallow_scale_f64 scales each row by its own factor into a wider block", () => {
    each((o, engine, units, samples) => {
      const ldz = samples + 4;
      const c = o.put(units, 1);
      const y = o.put(units * samples, 2);
      const z = o.out(units * ldz, 3);
      engine.routines.shallow_scale_f64(units, samples, c.at, y.at, z.at, ldz);
      const scaled = z.before.map((v, at) => {
        const [u, m] = [Math.floor(at / ldz), at % ldz];
        return m < samples ? c.values[u]! * y.values[u * samples + m]! : v;
      });
      expect(z.now()).toEqual(scaled);
    });
  });

  test("shallow_longest_f64 keeps the largest sums of squares, and a NaN for good", () => {
    for (const q of [1, 3, 4]) {
      each((o, engine, units, samples) => {
        const count = samples - 3; // 1, 5, 9, 17
        const y = o.put(units * q * count, 1);
        const most = o.out(count, 2);
        engine.routines.shallow_longest_f64(units, q, count, y.at, most.at);
        const longest = most.before.map((before, j) => {
          const squares = range(units).map((u) => range(q).reduce((sum, p) => sum + y.values[(u * q + p) * count + j]! ** 2, 0));
          return Math.max(before, ...squares);
        });
        expect(most.now()).toEqual(longest);
        if (units === 0) return;
        engine.view(y.at, 1)[0] = Number.NaN;
        engine.routines.shallow_longest_f64(units, q, count, y.at, most.at);
        engine.view(y.at, 1)[0] = 0;
        engine.routines.shallow_longest_f64(units, q, count, y.at, most.at);
        expect(most.now()).toEqual(longest.map((v, j) => (j === 0 ? Number.NaN : v)));
      });
    }
  });

  test("shallow_times_f64 multiplies two blocks, or every row by the same one, in place too", () => {
    each((o, engine, units, samples) => {
      for (const ldx of [samples, 0]) {
        const x = o.put(units * samples + samples, 1);
        const y = o.out(units * samples, 2);
        engine.routines.shallow_times_f64(units, samples, x.at, ldx, y.at, y.at);
        const result = y.now();
        for (const u of range(units)) {
          for (const m of range(samples)) {
            expect(result[u * samples + m]).toBe(x.values[u * ldx + m]! * y.before[u * samples + m]!);
          }
        }
      }
    });
  });

  test("shallow_times_tanh_slope_f64 multiplies by 1 - a^2", () => {
    each((o, engine, units, samples) => {
      const a = o.put(units * samples, 1);
      const e = o.out(units * samples, 2);
      engine.routines.shallow_times_tanh_slope_f64(units * samples, a.at, e.at);
      const result = e.now();
      for (const i of range(units * samples)) expect(result[i]).toBe((1 - a.values[i]! * a.values[i]!) * e.before[i]!);
    });
  });

  test("shallow_pull_tanh_f64 is c u (1 - a^2), and adds its sums and those of u a", () => {
    each((o, engine, units, samples) => {
      const [a, u, c] = [o.put(units * samples, 1), o.put(samples, 2), o.put(units, 3)];
      const [e, b, outC] = [o.out(units * samples, 4), o.out(units, 5), o.out(units, 6)];
      engine.routines.shallow_pull_tanh_f64(units, samples, a.at, u.at, c.at, e.at, b.at, outC.at);
      const [nowE, nowB, nowC] = [e.now(), b.now(), outC.now()];
      for (const i of range(units)) {
        const row = Array.from(a.values.subarray(i * samples, (i + 1) * samples));
        const slopes = row.map((am, m) => (1 - am * am) * (c.values[i]! * u.values[m]!));
        expect(Array.from(nowE.subarray(i * samples, (i + 1) * samples))).toEqual(slopes);
        expectSum(nowB[i]!, [b.before[i]!, ...slopes]);
        expectSum(nowC[i]!, [outC.before[i]!, ...row.map((am, m) => u.values[m]! * am)]);
      }
    });
  });

  test("line_jvp_f64 adds the tangent of a line network", () => {
    each((o, engine, units, samples) => {
      const [a, x] = [o.put(units * samples, 1), o.put(samples, 2)];
      const [c, vw, vb, vc] = [o.put(units, 3), o.put(units, 4), o.put(units, 5), o.put(units, 6)];
      const f = o.out(samples, 7);
      engine.routines.line_jvp_f64(units, samples, a.at, x.at, c.at, vw.at, vb.at, vc.at, f.at);
      const result = f.now();
      for (const m of range(samples)) {
        const terms = range(units).flatMap((u) => {
          const am = a.values[u * samples + m]!;
          const slope = c.values[u]! * (1 - am * am);
          return [slope * vw.values[u]! * x.values[m]!, slope * vb.values[u]!, vc.values[u]! * am];
        });
        expectSum(result[m]!, [f.before[m]!, ...terms]);
      }
    });
  });

  test("line_vjp_f64 adds the transposed tangent of a line network", () => {
    each((o, engine, units, samples) => {
      const [a, x, u, c] = [o.put(units * samples, 1), o.put(samples, 2), o.put(samples, 3), o.put(units, 4)];
      const [w, b, outC] = [o.out(units, 5), o.out(units, 6), o.out(units, 7)];
      engine.routines.line_vjp_f64(units, samples, a.at, x.at, u.at, c.at, w.at, b.at, outC.at);
      const [nowW, nowB, nowC] = [w.now(), b.now(), outC.now()];
      for (const i of range(units)) {
        const row = Array.from(a.values.subarray(i * samples, (i + 1) * samples));
        const slopes = row.map((am, m) => c.values[i]! * u.values[m]! * (1 - am * am));
        expectSum(nowW[i]!, [w.before[i]!, ...slopes.map((t, m) => t * x.values[m]!)]);
        expectSum(nowB[i]!, [b.before[i]!, ...slopes]);
        expectSum(nowC[i]!, [outC.before[i]!, ...row.map((am, m) => u.values[m]! * am)]);
      }
    });
  });

  test("line_blocks_f64 adds the residual blocks of a line network", () => {
    each((o, engine, units, samples) => {
      const [a, x, u, c] = [o.put(units * samples, 1), o.put(samples, 2), o.put(samples, 3), o.put(units, 4)];
      const s = o.out(units * 9, 5);
      engine.routines.line_blocks_f64(units, samples, a.at, x.at, u.at, c.at, s.at);
      const result = s.now();
      for (const i of range(units)) {
        const row = Array.from(a.values.subarray(i * samples, (i + 1) * samples));
        const t = row.map((am, m) => u.values[m]! * (1 - am * am));
        const g = t.map((tm, m) => -2 * c.values[i]! * row[m]! * tm);
        const times = (v: number[]) => v.map((value, m) => value * x.values[m]!);
        const [ww, wb, bb, cw, cb] = [times(times(g)), times(g), g, times(t), t];
        [ww, wb, cw, wb, bb, cb, cw, cb, []].forEach((terms, at) => {
          expectSum(result[9 * i + at]!, [s.before[9 * i + at]!, ...terms]);
        });
      }
    });
  });

  test("shallow_blocks_apply_f64 adds the block diagonal's product", () => {
    const engine = engineOf(target);
    for (const width of UNITS) {
      for (const [d, outputs] of [
        [1, 1],
        [3, 2],
      ] as const) {
        engine.scope(() => {
          const o = operands(engine);
          const q = d + 1 + outputs;
          const place = (i: number, j: number) => (j < d ? i * d + j : width * j + i);
          const s = o.put(width * q * q, 1);
          const v = o.put(width * q, 2);
          const out = o.out(width * q, 3);
          engine.routines.shallow_blocks_apply_f64(width, d, outputs, s.at, v.at, out.at);
          const result = out.now();
          for (const i of range(width)) {
            for (const r of range(q)) {
              const products = range(q).map((j) => s.values[(i * q + r) * q + j]! * v.values[place(i, j)]!);
              expectSum(result[place(i, r)]!, [out.before[place(i, r)]!, ...products]);
            }
          }
        });
      }
    }
  });
});
