/** The largest power of two not above |x|; 2^-1022 below the normal numbers. Scaling by it is exact. */
function powerOfTwo(x: number): number {
  const value = Float64Array.of(x);
  const bits = new BigUint64Array(value.buffer);
  bits[0] = bits[0]! & 0x7ff0000000000000n;
  return Math.max(value[0]!, 2.2250738585072014e-308);
}

/** 1 when the squares of the entries can be summed in double precision, else a power of two to divide them by first; 1 if one is not finite. */
export function safeScale(entries: Float64Array): number {
  let largest = 0;
  for (const entry of entries) largest = Math.max(largest, Math.abs(entry));
  return largest === 0 || !Number.isFinite(largest) || (largest > 1e-140 && largest < 1e140) ? 1 : powerOfTwo(largest);
}
