import type { CheckedData } from "../model/data.js";

/**
 * 64 bits of the data's own bits (x, y, weights and their shapes) as 16 hexadecimal digits: tells by accident changed data apart, is no
 * cryptography. Two 32-bit multiplicative hashes with a final mix each.
 *
 * Source   Fowler-Noll-Vo 1a on words, with a shift for the zeros that doubles end in; the mix is MurmurHash3's (Appleby 2011)
 */
export function digestOf({ x, y, weights }: CheckedData): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  const shape = [x.rows, x.cols, y?.cols ?? 0, weights ? 1 : 0];
  for (const values of [shape, x.data, y?.data ?? [], weights ?? []]) {
    for (const word of new Uint32Array(Float64Array.from(values).buffer)) {
      a = Math.imul(a ^ word, 0x01000193);
      a ^= a >>> 15;
      b = Math.imul(b ^ word, 0x85ebca6b);
      b ^= b >>> 13;
    }
  }
  return [a, b].map((hash) => mix(hash).toString(16).padStart(8, "0")).join("");
}

function mix(h: number): number {
  let m = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  m = Math.imul(m ^ (m >>> 13), 0xc2b2ae35);
  return (m ^ (m >>> 16)) >>> 0;
}
