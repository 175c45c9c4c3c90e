import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { type RandomState, WORD } from "./randomState.js";

type Key = RandomState["key"];

/**
 * What a block of the generator is for: bits 30 and 31 of the second counter word, which an index below 2^53 leaves free. Values,
 * split streams and permutations therefore never share a block.
 */
export const VALUES = 0;
export const SPLITS = 0x80000000;
export const PERMUTATIONS = 0x40000000;

/** Values a pass through the engine: the memory borrowed does not depend on how many are asked for. A whole number of groups of 8. */
export const CHUNK = 8192;

/** Turns n random 64-bit words at `bits` into n doubles in the same place. */
export type Convert = (engine: Engine, n: number, bits: number) => void;

/** Writes `groups` groups of four 128-bit blocks at `out`, the first being block `index` of the stream's domain. */
export function drawBlocks(engine: Engine, key: Key, domain: number, index: number, groups: number, out: number): void {
  engine.scope(() => {
    const stream = engine.arena.i32(6);
    engine.viewI32(stream, 6).set([key[0], key[1], index % WORD, Math.floor(index / WORD) + domain, key[2], key[3]]);
    engine.routines.philox4x32_u32(groups, stream, out);
  });
}

/**
 * Fills `result` from values position, position + 1, ... of the stream. Value i is half i mod 2 of block floor(i / 2), so a result does not depend on how the draws are grouped into calls.
 */
export function fillFromBits(result: Float64Array, key: Key, position: number, convert: Convert): Float64Array {
  return withEngine((engine) => {
    const bits = engine.arena.f64(CHUNK);
    for (let done = 0; done < result.length; ) {
      const skip = (position + done) % 2; // only the first pass can start in mid-block
      const n = Math.min(CHUNK - skip, result.length - done);
      const groups = Math.ceil((n + skip) / 8);
      drawBlocks(engine, key, VALUES, Math.floor((position + done) / 2), groups, bits);
      const start = bits + 8 * skip;
      convert(engine, n, start);
      result.set(engine.view(start, n), done);
      done += n;
    }
    return result;
  });
}

/** The identity of another stream: block `index` of a domain of this one, its 128 bits taken as key and upper counter words. */
export function deriveKey(key: Key, domain: number, index: number): Key {
  return withEngine((engine) => {
    const out = engine.arena.i32(16);
    drawBlocks(engine, key, domain, index, 1, out);
    return [...new Uint32Array(engine.viewI32(out, 4))] as Key;
  });
}
