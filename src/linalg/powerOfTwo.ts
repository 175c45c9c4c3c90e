/** The largest power of two not above x; 2^-1022 below the normal numbers. Scaling by it is exact. */
function powerOfTwo(x: number): number {
  let power = Number.MIN_VALUE / Number.EPSILON; // 2^-1022
  while (2 * power <= x) power *= 2;
  return power;
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
