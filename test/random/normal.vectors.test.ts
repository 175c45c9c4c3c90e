import { describe, expect, test } from "vitest";
import { engineOf, guarded, ladder, TARGETS } from "../support/engine.js";
import vectors from "../vectors/random.json" with { type: "json" };

const words = vectors.quantiles.map(({ bits }) => BigInt(`0x${bits}`));
const exact = vectors.quantiles.map(({ value }) => value);

/** The approximation itself is good to 1e-16 (Wichura 1988, table 1); about 20 rounded operations and the logarithm's argument come on top. */
const RELATIVE = 8 * Number.EPSILON;

for (const target of TARGETS) {
  describe(`normal_f64, ${target}`, () => {
    const engine = engineOf(target);

    /** Quantiles of words at an offset from a cache line; throws when anything outside was written. */
    const quantiles = (bits: bigint[], offset: number, mean = 0, deviation = 1) =>
      engine.scope(() => {
        const x = guarded(engine, bits.length, offset);
        const y = guarded(engine, bits.length, offset + 1);
        engine.view(x.pointer, bits.length).set(new Float64Array(BigUint64Array.from(bits).buffer));
        const scratch = guarded(engine, 32, 0); // 64 places
        engine.routines.normal_f64(bits.length, x.pointer, y.pointer, mean, deviation, scratch.pointer);
        scratch.check();
        x.check();
        y.check();
        return [...engine.take(y.pointer, bits.length)];
      });

    test("the quantile is right in the centre, at the seams and to the end of both tails", () => {
      quantiles(words, 0).forEach((z, i) => {
        expect(Math.abs(z - exact[i]!), `bits ${vectors.quantiles[i]?.bits}`).toBeLessThanOrEqual(RELATIVE * Math.abs(exact[i]!));
      });
    });

    test("opposite words give opposite values, bit for bit", () => {
      const opposite = words.map((bits) => BigInt.asUintN(64, ~bits));
      expect(quantiles(opposite, 0)).toEqual(quantiles(words, 0).map((z) => -z));
    });

    test("a value does not depend on its place or on how many there are", () => {
      const all = quantiles(words, 0);
      for (const n of ladder(2, 2)) {
        for (const start of [0, 1, 5]) expect(quantiles(words.slice(start, start + n), start % 3)).toEqual(all.slice(start, start + n));
      }
    });

    test("mean and deviation are one multiplication and one addition", () => {
      expect(quantiles(words, 0, 0.1, 3.7)).toEqual(quantiles(words, 0).map((z) => 0.1 + 3.7 * z));
    });

    test("in place gives the same", () => {
      const pointer = engine.put(new Float64Array(BigUint64Array.from(words).buffer));
      engine.routines.normal_f64(words.length, pointer, pointer, 0, 1, engine.arena.i32(64));
      expect([...engine.take(pointer, words.length)]).toEqual(quantiles(words, 0));
    });
  });

  test(`${target}: uniform_f64 keeps the upper 53 bits, at every size of the ladder`, () => {
    const engine = engineOf(target);
    for (const n of ladder(2, 8)) {
      const x = guarded(engine, n, 1);
      const y = guarded(engine, n, 2);
      const bits = words.slice(0, n);
      engine.view(x.pointer, n).set(new Float64Array(BigUint64Array.from(bits).buffer));
      engine.routines.uniform_f64(n, x.pointer, y.pointer, -1, 3, 1.9);
      y.check();
      const below = 1.9 - Number.EPSILON;
      expect([...engine.take(y.pointer, n)]).toEqual(bits.map((word) => Math.min(-1 + 3 * (Number(word >> 11n) * 2 ** -53), below)));
    }
  });

  test.each([
    [1, 1 - Number.EPSILON / 2],
    [-1, -1 - Number.EPSILON],
    [5e-324, 0],
    [0, -5e-324],
    [-5e-324, -1e-323],
  ])(`${target}: what uniform_f64 would round to its end %f is the double before it`, (high, before) => {
    const engine = engineOf(target);
    const y = engine.put([0]);
    engine.routines.uniform_f64(1, y, y, high, 0, high);
    expect(engine.view(y, 1)[0]).toBe(before);
  });
}
