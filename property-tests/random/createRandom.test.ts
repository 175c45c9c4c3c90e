import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, type Random, restoreRandom } from "../../src/random/index.js";

const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
/** Sizes of consecutive draws, some beyond one pass through the engine. */
const sizes = fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat(20) }, fc.integer({ min: 8180, max: 8200 })), { maxLength: 6 });
const total = (list: number[]) => list.reduce((sum, n) => sum + n, 0);

const DRAWS: Record<string, (random: Random, n: number) => ArrayLike<number>> = {
  uniform: (random, n) => random.uniform(n, -2, 5),
  normal: (random, n) => random.normal(n, 1, 3),
};

for (const [name, draw] of Object.entries(DRAWS)) {
  describe(`laws of ${name}`, () => {
    test("draws in any portions are the draws in one", () => {
      fc.assert(
        fc.property(seed, sizes, (s, portions) => {
          const random = createRandom(s);
          const parts = portions.flatMap((n) => Array.from(draw(random, n)));
          expect(parts).toEqual(Array.from(draw(createRandom(s), total(portions))));
        }),
        { numRuns: 50 },
      );
    });

    test("a value depends on its position, not on what was drawn before it", () => {
      fc.assert(
        fc.property(seed, fc.nat(40), fc.nat(40), (s, skipped, n) => {
          const whole = Array.from(draw(createRandom(s), skipped + n));
          const other = createRandom(s);
          other.normal(skipped);
          expect(Array.from(draw(other, n))).toEqual(whole.slice(skipped));
          const jumped = restoreRandom({ ...createRandom(s).state(), position: skipped });
          expect(Array.from(draw(jumped, n))).toEqual(whole.slice(skipped));
        }),
      );
    });
  });
}

describe("laws of streams", () => {
  test("splitting and drawing do not disturb each other", () => {
    fc.assert(
      fc.property(seed, fc.nat(20), fc.nat(5), (s, n, splits) => {
        const plain = createRandom(s);
        const split = createRandom(s);
        const before = Array.from({ length: splits }, () => split.split().uniform(3));
        expect(split.uniform(n)).toEqual(plain.uniform(n));
        const after = Array.from({ length: splits }, () => plain.split().uniform(3));
        expect(after).toEqual(before);
      }),
    );
  });

  test("a permutation holds each of 0, ..., n-1 once and costs one position", () => {
    fc.assert(
      fc.property(seed, fc.nat(5000), (s, n) => {
        const random = createRandom(s);
        expect(Array.from(random.permutation(n).sort())).toEqual(Array.from({ length: n }, (_, i) => i));
        expect(random.state().position).toBe(1);
      }),
      { numRuns: 30 },
    );
  });

  test("uniform stays in [low, high) for any finite bounds", () => {
    const bound = fc.double({ min: -8e307, max: 8e307, noNaN: true });
    fc.assert(
      fc.property(seed, bound, bound, (s, a, b) => {
        fc.pre(a !== b);
        const [low, high] = a < b ? [a, b] : [b, a];
        fc.pre(low < high);
        expect(
          createRandom(s)
            .uniform(50, low, high)
            .every((u) => u >= low && u < high),
        ).toBe(true);
      }),
    );
  });
});
