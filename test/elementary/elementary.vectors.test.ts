import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CODE } from "../../src/elementary/codes.js";
import { engineOf, TARGETS } from "../support/engine.js";

interface Vectors {
  /** Doubles as 16 hexadecimal digits each, two a case for functions of two arguments. */
  arguments: string;
  /** The correctly rounded results. */
  results: string;
  /** Exact value minus rounded one, in 1e-4 ulp of the rounded one. */
  rest: number[];
}

const VECTORS: Record<string, Vectors> = JSON.parse(readFileSync(new URL("../vectors/elementary.json", import.meta.url), "utf8"));

/** Largest errors in ulp, as measured on 5 million random arguments (gelu 2 million) and these vectors; what the doc comments promise. */
const BOUNDS: Record<string, number> = {
  exp: 0.8,
  expm1: 1.28,
  log: 0.83,
  log1p: 0.94,
  tanh: 1.08,
  erf: 1.42,
  sin: 0.88,
  cos: 0.88,
  sinh: 0.86,
  cosh: 0.89,
  sigmoid: 1.15,
  softplus: 1.02,
  gelu: 1.3,
  pow: 0.79,
  atan2: 0.6,
};

const words = new DataView(new ArrayBuffer(8));

function numbers(hex: string): Float64Array {
  return Float64Array.from({ length: hex.length / 16 }, (_, i) => {
    words.setBigUint64(0, BigInt(`0x${hex.slice(16 * i, 16 * i + 16)}`));
    return words.getFloat64(0);
  });
}

/** Unit in the last place of a finite double. */
function ulp(x: number): number {
  words.setFloat64(0, Math.abs(x));
  const exponent = Number(words.getBigUint64(0) >> 52n);
  return 2 ** (Math.max(exponent, 1) - 1075);
}

/** |got - exact| in ulp of the correctly rounded result. */
function error(got: number, rounded: number, rest: number): number {
  if (Object.is(got, rounded)) return Math.abs(rest) / 1e4;
  if (!Number.isFinite(got) || !Number.isFinite(rounded) || Math.sign(got) * Math.sign(rounded) < 0) return Infinity;
  return Math.abs((got - rounded) / ulp(rounded) - rest / 1e4);
}

for (const target of TARGETS) {
  describe(`elementary functions against 60 digits (${target})`, () => {
    const engine = engineOf(target);
    for (const [name, bound] of Object.entries(BOUNDS)) {
      test(`${name} errs by at most ${bound} ulp`, () => {
        const vectors = VECTORS[name] as Vectors;
        const rounded = numbers(vectors.results);
        const given = numbers(vectors.arguments);
        const n = rounded.length;
        const two = given.length === 2 * n;
        const { routines } = engine;
        const got = engine.scope(() => {
          const x = engine.put(two ? given.filter((_, i) => i % 2 === 0) : given);
          const y = two ? engine.put(given.filter((_, i) => i % 2 === 1)) : engine.arena.f64(n);
          const z = two ? engine.arena.f64(n) : y;
          if (two) routines[`${name as "pow" | "atan2"}_f64`](n, x, y, z);
          else routines.elementary_f64(CODE[name as keyof typeof CODE], n, x, z);
          return engine.take(z, n);
        });
        let worst = 0;
        let at = "";
        for (let i = 0; i < n; i++) {
          const e = error(got[i]!, rounded[i]!, vectors.rest[i]!);
          if (!(e <= worst)) {
            worst = e;
            at = `${name}(${two ? `${given[2 * i]}, ${given[2 * i + 1]}` : given[i]}) = ${got[i]}, expected ${rounded[i]}`;
          }
        }
        expect(worst, at).toBeLessThanOrEqual(bound);
        expect(n).toBeGreaterThan(150);
      });
    }
  });
}
