import type { CheckedData } from "../model/data.js";

/**
 * 64 bits of the data's own bits (x, y, weights and their shapes) as 16 hexadecimal digits: tells by accident changed data apart, is no
 * cryptography. Two 32-bit multiplicative hashes with a final mix each.
 *
 * Source   Fowler-Noll-Vo 1a on words; the mix is MurmurHash3's (Appleby 2011)
 */
export function digestOf({ x, y, weights }: CheckedData): string {
  const hash = new Uint32Array([0x811c9dc5, 0x9e3779b9]);
  const shape = Float64Array.of(x.rows, x.cols, y?.cols ?? 0, weights ? 1 : 0);
  for (const values of [shape, x.data, y?.data, weights]) {
    if (values) absorb(hash, new Uint32Array(Float64Array.from(values).buffer));
  }
  return [...hash].map((h) => mix(h).toString(16).padStart(8, "0")).join("");
}

function absorb(hash: Uint32Array, words: Uint32Array): void {
  let [a, b] = hash as unknown as [number, number];
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0x85ebca6b);
    b ^= b >>> 13;
  }
  hash.set([a, b]);
}

function mix(h: number): number {
  let m = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  m = Math.imul(m ^ (m >>> 13), 0xc2b2ae35);
  return (m ^ (m >>> 16)) >>> 0;
}
