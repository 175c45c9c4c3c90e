/** The largest power of two not above |x|; 2^-1022 below the normal numbers. Scaling by it is exact. */
function powerOfTwo(x: number): number {
  const value = Float64Array.of(x);
  const bits = new BigUint64Array(value.buffer);
  bits[0] = bits[0]! & 0x7ff0000000000000n;
  return Math.max(value[0]!, 2.2250738585072014e-308);
}

/**
 * 1 when the largest entry is between 1/limit and limit - below 1e140 its squares can be summed in double precision -, else a power of
 * two to divide the entries by first; 1 if one is not finite.
 */
export function safeScale(entries: Float64Array, limit = 1e140): number {
  let largest = 0;
  for (const entry of entries) largest = Math.max(largest, Math.abs(entry));
  return largest === 0 || !Number.isFinite(largest) || (largest * limit > 1 && largest < limit) ? 1 : powerOfTwo(largest);
}
