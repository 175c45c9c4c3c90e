// A short name for a list of numbers: equal bits have equal names, others hardly ever.

/**
 * 40 bits of the numbers' own bits as ten hexadecimal digits. Tells runs apart that differ by accident; no cryptography.
 *
 * Source   Fowler-Noll-Vo 1a on 32-bit words, twice; the mix is MurmurHash3's (Appleby 2011)
 */
export function digestOf(values: Float64Array): string {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return mix(a).toString(16).padStart(8, "0") + (mix(b) >>> 24).toString(16).padStart(2, "0");
}

function mix(h: number): number {
  let m = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  m = Math.imul(m ^ (m >>> 13), 0xc2b2ae35);
  return (m ^ (m >>> 16)) >>> 0;
}
