import { withEngine } from "../engine/pool.js";
import { CHUNK, drawBlocks, VALUES } from "./bits.js";
import { type RandomState, WORD } from "./randomState.js";

/**
 * A uniformly distributed permutation of 0, ..., n-1 from the 32-bit words of the stream `key`, from its beginning.
 *
 * Source   Durstenfeld 1964 (the shuffle); Lemire 2019, "Fast random integer generation in an interval", algorithm 5 (no bias: a word
 *          that would favour some index is thrown away)
 */
export function permute(n: number, key: RandomState["key"]): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  return withEngine((engine) => {
    const groups = Math.min(CHUNK / 8, Math.ceil(n / 16));
    const words = new Uint32Array(16 * groups);
    const out = engine.arena.i32(words.length);
    let block = 0;
    let used = words.length;
    const nextWord = (): number => {
      if (used === words.length) {
        drawBlocks(engine, key, VALUES, block, groups, out);
        words.set(engine.viewI32(out, words.length));
        block += 4 * groups;
        used = 0;
      }
      return words[used++]!;
    };
    for (let i = n - 1; i > 0; i--) {
      const bound = i + 1;
      let word: number;
      let low: number;
      do {
        word = nextWord();
        low = Math.imul(word, bound) >>> 0;
      } while (low < WORD % bound); // such a word would favour some index
      // the high word: the product is below 2^63 and so right to 2^9, far less than the half of 2^32 that would spoil the quotient
      const j = Math.round((word * bound - low) / WORD);
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
    }
    return order;
  });
}
