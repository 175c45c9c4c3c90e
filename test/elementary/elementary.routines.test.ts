import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { engineOf, guarded, ladder, TARGETS } from "../support/engine.js";

/** In the order of their codes. */
const NAMES = ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu", "exp", "expm1", "log", "log1p", "cos", "sinh", "cosh"] as const;
type Name = Exclude<(typeof NAMES)[number], "relu">;
const ARRAYS = NAMES.filter((name): name is Name => name !== "relu");
const ACTIVATIONS = NAMES.slice(0, 7);
const NAN_BITS = 0x7ff8000000000000n;

const code = (name: string) => NAMES.indexOf(name as Name);
const routine = (engine: Engine, name: Name) => (n: number, x: number, y: number) => engine.routines.elementary_f64(code(name), n, x, y);
const scalar = (engine: Engine, name: string, x: number) => engine.routines.elementary_scalar(code(name), x);

/** Ordinary numbers with every kind of special one strewn in. */
function strewn(n: number, seed: number): Float64Array {
  const special = [Number.NaN, Infinity, -Infinity, 0, -0, 5e-324, -1e-310, 1e300, -1e22, 709.9, -745, 0.7, 1];
  return Float64Array.from({ length: n }, (_, i) =>
    i % 5 === seed % 5 ? special[(i + seed) % special.length]! : 3 * Math.sqrt(i + seed + 0.1) - 7,
  );
}

function neighbours(x: number): [number, number] {
  const words = new BigInt64Array(1);
  const value = new Float64Array(words.buffer);
  value[0] = x;
  words[0]! -= 1n;
  const below = value[0]!;
  words[0]! += 2n;
  return [below, value[0]!];
}

for (const target of TARGETS) {
  describe(`elementary routines (${target})`, () => {
    const engine = engineOf(target);

    test("an element's result depends on its value only, and nothing is written outside", () => {
      for (const name of ARRAYS) {
        for (const n of [...ladder(2, 4), ...ladder(2, 8)]) {
          for (const offset of [0, 1]) {
            engine.scope(() => {
              const x = guarded(engine, n, offset);
              const y = guarded(engine, n, 1 - offset);
              const given = strewn(n, n + offset);
              engine.view(x.pointer, n).set(given);
              routine(engine, name)(n, x.pointer, y.pointer);
              x.check();
              y.check();
              const alone = Array.from(given, (v) => scalar(engine, name, v));
              expect(Array.from(engine.view(y.pointer, n)), name).toEqual(alone);
              expect(engine.view(x.pointer, n)).toEqual(given);
              routine(engine, name)(n, x.pointer, x.pointer);
              expect(Array.from(engine.view(x.pointer, n)), `${name} in place`).toEqual(alone);
            });
          }
        }
      }
    });

    test("every NaN comes out as the same NaN", () => {
      const payloads = [0x7ff8000000000000n, 0xfff8000000000000n, 0x7ff0000000000001n, 0xffffffffffffffffn, 0x7ff8dead0000beefn];
      engine.scope(() => {
        const n = 9;
        const p = engine.arena.f64(n);
        const q = engine.arena.f64(n);
        const bits = (at: number) => new BigUint64Array(engine.routines.memory.buffer, at, n);
        const fill = (at: number) => bits(at).set(Array.from({ length: n }, (_, i) => payloads[i % payloads.length]!));
        for (const name of ARRAYS) {
          fill(p);
          routine(engine, name)(n, p, p);
          expect(new Set(bits(p)), name).toEqual(new Set([NAN_BITS]));
        }
        for (const name of ["pow_f64", "atan2_f64"] as const) {
          fill(p);
          engine.view(q, n).fill(2);
          engine.routines[name](n, p, q, p);
          expect(new Set(bits(p)), name).toEqual(new Set([NAN_BITS]));
        }
        for (const name of ["log", "log1p", "sin", "cos"] as const) {
          engine.view(p, n).fill(name.startsWith("log") ? -3 : -Infinity);
          routine(engine, name)(n, p, p);
          expect(new Set(bits(p)), name).toEqual(new Set([NAN_BITS]));
        }
      });
    });

    test("special values are those of IEEE 754", () => {
      const big = 1e300;
      const table: Record<Exclude<Name, never>, [number, number][]> = {
        exp: [
          [0, 1],
          [-0, 1],
          [Infinity, Infinity],
          [-Infinity, 0],
          [710, Infinity],
          [-746, 0],
          [big, Infinity],
          [-big, 0],
        ],
        expm1: [
          [0, 0],
          [-0, -0],
          [Infinity, Infinity],
          [-Infinity, -1],
          [710, Infinity],
          [-big, -1],
          [5e-324, 5e-324],
          [-5e-324, -5e-324],
        ],
        log: [
          [1, 0],
          [0, -Infinity],
          [-0, -Infinity],
          [Infinity, Infinity],
          [-1, NaN],
          [-Infinity, NaN],
          [-5e-324, NaN],
        ],
        log1p: [
          [0, 0],
          [-0, -0],
          [-1, -Infinity],
          [Infinity, Infinity],
          [-2, NaN],
          [-Infinity, NaN],
          [5e-324, 5e-324],
          [-5e-324, -5e-324],
        ],
        tanh: [
          [0, 0],
          [-0, -0],
          [Infinity, 1],
          [-Infinity, -1],
          [big, 1],
          [-20, -1],
          [5e-324, 5e-324],
        ],
        erf: [
          [0, 0],
          [-0, -0],
          [Infinity, 1],
          [-Infinity, -1],
          [big, 1],
          [-6, -1],
          [5e-324, 5e-324],
        ],
        sin: [
          [0, 0],
          [-0, -0],
          [Infinity, NaN],
          [-Infinity, NaN],
          [5e-324, 5e-324],
          [-5e-324, -5e-324],
        ],
        cos: [
          [0, 1],
          [-0, 1],
          [Infinity, NaN],
          [-Infinity, NaN],
          [5e-324, 1],
        ],
        sinh: [
          [0, 0],
          [-0, -0],
          [Infinity, Infinity],
          [-Infinity, -Infinity],
          [711, Infinity],
          [-big, -Infinity],
          [-5e-324, -5e-324],
        ],
        cosh: [
          [0, 1],
          [-0, 1],
          [Infinity, Infinity],
          [-Infinity, Infinity],
          [-711, Infinity],
          [big, Infinity],
        ],
        sigmoid: [
          [0, 0.5],
          [-0, 0.5],
          [Infinity, 1],
          [-Infinity, 0],
          [big, 1],
          [-big, 0],
          [40, 1],
        ],
        softplus: [
          [Infinity, Infinity],
          [-Infinity, 0],
          [big, big],
          [-big, 0],
          [1000, 1000],
        ],
        gelu: [
          [0, 0],
          [-0, -0],
          [Infinity, Infinity],
          [-Infinity, -0],
          [big, big],
          [-big, -0],
        ],
      };
      for (const name of ARRAYS) for (const [x, y] of table[name]) expect(scalar(engine, name, x), `${name}(${x})`).toBe(y);
      const relu: [number, number][] = [
        [0, 0],
        [-0, 0],
        [3, 3],
        [-3, 0],
        [Infinity, Infinity],
        [-Infinity, 0],
        [NaN, NaN],
      ];
      for (const [x, y] of relu) expect(scalar(engine, "relu", x)).toBe(y);
    });

    test("pow and atan2 have all the cases of the standard", () => {
      const { pow_scalar: pow, atan2_scalar: atan2 } = engine.routines;
      const values = [
        0,
        -0,
        1,
        -1,
        0.5,
        -0.5,
        2,
        -2,
        3,
        -3,
        1e300,
        -1e300,
        5e-324,
        -5e-324,
        2 ** 53 + 2,
        -(2 ** 53) - 2,
        Infinity,
        -Infinity,
        NaN,
      ];
      // C and IEEE give 1 where JavaScript gives NaN
      const standard = (x: number, y: number) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y);
      for (const x of values) {
        for (const y of values) {
          const expected = standard(x, y);
          const exact = !Number.isFinite(expected) || expected === 0 || Math.abs(expected) === 1;
          if (exact) expect(pow(x, y), `pow(${x}, ${y})`).toBe(expected);
          else expect(Math.abs(pow(x, y) / expected - 1), `pow(${x}, ${y})`).toBeLessThanOrEqual(3e-16);
          const angle = Math.atan2(x, y);
          if (angle === 0 || Number.isNaN(angle)) expect(atan2(x, y), `atan2(${x}, ${y})`).toBe(angle);
          else expect(Math.abs(atan2(x, y) - angle), `atan2(${x}, ${y})`).toBeLessThanOrEqual(4.5e-16 * Math.max(Math.abs(angle), 1e-300));
        }
      }
    });

    test("tanh of four neighbours is that of each alone, whichever forms they take", () => {
      const values = [-0, 1e-3, 5e-324, -0.6999999999999998, 0.7, -1, 30, -Infinity, NaN];
      const alone = values.map((v) => scalar(engine, "tanh", v));
      engine.scope(() => {
        const [x, y] = [engine.arena.f64(4), engine.arena.f64(4)];
        for (let choice = 0; choice < values.length ** 4; choice++) {
          const digits = [0, 1, 2, 3].map((place) => Math.floor(choice / values.length ** place) % values.length);
          engine.view(x, 4).set(digits.map((at) => values[at] as number));
          engine.routines.elementary_f64(code("tanh"), 4, x, y);
          const got = engine.view(y, 4);
          const right = digits.every((at, i) => Object.is(got[i], alone[at]));
          if (!right) expect(engine.take(y, 4)).toEqual(Float64Array.from(digits, (at) => alone[at] as number));
        }
      });
    });

    test("odd functions are odd and even ones even, to the bit", () => {
      const x = strewn(400, 3);
      for (const v of x) {
        for (const name of ["tanh", "erf", "sin", "sinh"])
          expect(scalar(engine, name, -v), `${name}(${-v})`).toBe(-scalar(engine, name, v));
        for (const name of ["cos", "cosh"]) expect(scalar(engine, name, -v), `${name}(${-v})`).toBe(scalar(engine, name, v));
        expect(engine.routines.atan2_scalar(-v, 0.3)).toBe(-engine.routines.atan2_scalar(v, 0.3));
      }
    });

    test("nothing jumps where one form gives way to another", () => {
      const seams: [string, number, number][] = [
        // name, seam, |f'/f| there
        ["tanh", 0.7, 1.1],
        ["erf", 1, 0.5],
        ["gelu", 0.8, 1.7],
        ["gelu", -0.8, 0.6],
        ["sinh", 1, 1.4],
        ["exp", 708, 1],
        ["exp", -708, 1],
        ["exp", 0.34657359027997264, 1],
        ["expm1", 0.34657359027997264, 3.5],
        ["log", Math.SQRT2, 2.1],
        ["log1p", 0.4142135623730951, 2.1],
        ["sin", 1048576, 4],
        ["cos", 1048576, 1],
        ["sigmoid", -41.5, 1],
        ["softplus", -0.8813735870195429, 0.9],
      ];
      for (const [name, seam, slope] of seams) {
        const at = scalar(engine, name, seam);
        for (const next of neighbours(seam)) {
          const allowed = 3 * 2 ** -52 * Math.abs(at) + slope * Math.abs(at) * Math.abs(next - seam);
          expect(Math.abs(scalar(engine, name, next) - at), `${name} at ${seam}`).toBeLessThanOrEqual(allowed);
        }
      }
    });

    test("derivatives agree with central differences to h^2 and rounding", () => {
      const h = 2 ** -17;
      // a bound on the third derivatives (6 h^2 of it is the error), and the rounding of values below 12 in differences
      const tolerance = 4 * h ** 2 + (12 * 2 ** -52) / h;
      const z = Float64Array.from({ length: 301 }, (_, i) => (i - 150) / 25 + 0.0013);
      for (const [kind, name] of ACTIVATIONS.entries()) {
        engine.scope(() => {
          const n = z.length;
          const { elementary_f64, activation_first_f64, activation_second_f64 } = engine.routines;
          const evaluate = (shift: number) => {
            const p = engine.put(z.map((v) => v + shift));
            const [a, a1, a2] = [engine.arena.f64(n), engine.arena.f64(n), engine.arena.f64(n)] as const;
            elementary_f64(kind, n, p, a);
            activation_first_f64(kind, n, p, a, a1);
            activation_second_f64(kind, n, p, a, a1, a2);
            return [a, a1, a2].map((q) => engine.take(q, n)) as [Float64Array, Float64Array, Float64Array];
          };
          const [right, middle, left] = [evaluate(h), evaluate(0), evaluate(-h)];
          for (let i = 0; i < n; i++) {
            expect(Math.abs((right[0][i]! - left[0][i]!) / (2 * h) - middle[1][i]!), `${name}' at ${z[i]}`).toBeLessThanOrEqual(tolerance);
            expect(Math.abs((right[1][i]! - left[1][i]!) / (2 * h) - middle[2][i]!), `${name}'' at ${z[i]}`).toBeLessThanOrEqual(tolerance);
          }
        });
      }
    });

    test("derivatives are finite or NaN as the limits say, whatever the place in the vector", () => {
      const z = strewn(23, 1);
      for (const [kind, name] of ACTIVATIONS.entries()) {
        engine.scope(() => {
          const { elementary_f64, activation_first_f64, activation_second_f64 } = engine.routines;
          const run = (values: Float64Array) => {
            const n = values.length;
            const [p, a, a1, a2] = [guarded(engine, n, 1), guarded(engine, n), guarded(engine, n, 1), guarded(engine, n)] as const;
            engine.view(p.pointer, n).set(values);
            elementary_f64(kind, n, p.pointer, a.pointer);
            activation_first_f64(kind, n, p.pointer, a.pointer, a1.pointer);
            activation_second_f64(kind, n, p.pointer, a.pointer, a1.pointer, a2.pointer);
            for (const guard of [p, a, a1, a2]) guard.check();
            return [engine.take(a1.pointer, n), engine.take(a2.pointer, n)] as const;
          };
          const [first, second] = run(z);
          for (const [i, v] of z.entries()) {
            const [a1, a2] = run(Float64Array.of(v));
            expect([first[i], second[i]], `${name} at ${v}`).toEqual([a1[0], a2[0]]);
            if (Number.isFinite(v)) expect(Number.isFinite(first[i]) && Number.isFinite(second[i]), `${name} at ${v}`).toBe(true);
          }
          if (name !== "sin") {
            const [slope, curve] = run(Float64Array.of(-Infinity, Infinity));
            expect(Array.from(slope, Math.abs), name).toEqual([0, ["softplus", "gelu", "relu"].includes(name) ? 1 : 0]);
            expect(Array.from(curve, Math.abs), name).toEqual([0, 0]);
          }
        });
      }
    });
  });
}
