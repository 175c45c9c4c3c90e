import { describe, expect, test } from "vitest";
import { engineOf, guarded, TARGETS } from "../support/engine.js";
import vectors from "../vectors/random.json" with { type: "json" };

/** Random123 1.14.0, tests/kat_vectors, lines "philox4x32 10": counter, key, answer. */
const KNOWN_ANSWERS = [
  "00000000 00000000 00000000 00000000  00000000 00000000  6627e8d5 e169c58d bc57ac4c 9b00dbd8",
  "ffffffff ffffffff ffffffff ffffffff  ffffffff ffffffff  408f276d 41c83b0e a20bc7c6 6d5451fd",
  "243f6a88 85a308d3 13198a2e 03707344  a4093822 299f31d0  d16cfe09 94fdcceb 5001e420 24126ea1",
].map((line) => line.split(/ +/).map((word) => Number.parseInt(word, 16)));

/** The paper's definition written for one block, in exact integers. */
function philox(counter: readonly number[], key: readonly number[]): number[] {
  const word = (x: bigint) => x & 0xffffffffn;
  let [x0, x1, x2, x3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p = 0xd2511f53n * x0;
    const q = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [(q >> 32n) ^ x1 ^ k0, word(q), (p >> 32n) ^ x3 ^ k1, word(p)];
    [k0, k1] = [word(k0 + 0x9e3779b9n), word(k1 + 0xbb67ae85n)];
  }
  return [x0, x1, x2, x3].map(Number);
}

describe("philox4x32_u32", () => {
  test("the definition used as reference gives the published known answers", () => {
    for (const line of KNOWN_ANSWERS) expect(philox(line.slice(0, 4), line.slice(4, 6))).toEqual(line.slice(6));
  });

  for (const target of TARGETS) {
    const engine = engineOf(target);

    /** Blocks of the routine as lists of four words; throws when it wrote outside. */
    const draw = (groups: number, counter: readonly number[], key: readonly number[]) =>
      engine.scope(() => {
        const stream = engine.arena.i32(6);
        engine.viewI32(stream, 6).set([...key, ...counter]);
        const { pointer, check } = guarded(engine, 8 * groups, 1);
        engine.routines.philox4x32_u32(groups, stream, pointer);
        check();
        const words = new Uint32Array(engine.viewI32(pointer, 16 * groups));
        return Array.from({ length: 4 * groups }, (_, block) => [...words.subarray(4 * block, 4 * block + 4)]);
      });

    test(`${target}: the first block matches the published known answers of Random123`, () => {
      for (const line of KNOWN_ANSWERS) expect(draw(1, line.slice(0, 4), line.slice(4, 6))[0]).toEqual(line.slice(6));
    });

    test(`${target}: the first block matches an implementation that also reproduces NumPy's 64-bit Philox`, () => {
      for (const { counter, key, block } of vectors.blocks) expect(draw(1, counter, key)[0]).toEqual(block);
    });

    test(`${target}: consecutive blocks follow the 64-bit counter, through its carry and its end`, () => {
      const key = [0xa4093822, 0x299f31d0];
      for (const groups of [0, 1, 2, 3, 7]) {
        for (const [c0, c1] of [
          [0, 0],
          [0xfffffffd, 0],
          [0xfffffffe, 0x7fffffff],
          [0xfffffffb, 0xffffffff],
        ] as const) {
          const first = BigInt(c0) + (BigInt(c1) << 32n);
          const expected = Array.from({ length: 4 * groups }, (_, j) => {
            const counter = BigInt.asUintN(64, first + BigInt(j));
            return philox([Number(counter & 0xffffffffn), Number(counter >> 32n), 0x13198a2e, 0x03707344], key);
          });
          expect(draw(groups, [c0, c1, 0x13198a2e, 0x03707344], key)).toEqual(expected);
        }
      }
    });
  }
});
