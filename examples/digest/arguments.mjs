// Arguments for the sections: made from integers alone, with nothing of the library and nothing that a runtime might round its own way.

/** 32 random bits at a time: xorshift (Marsaglia 2003). */
function bits(seed) {
  let word = seed | 0 || 1;
  return () => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return word >>> 0;
  };
}

/** n doubles between low and high, with 32 random bits each. */
export function between(seed, n, low, high) {
  const next = bits(seed);
  return Float64Array.from({ length: n }, () => low + (high - low) * (next() / 4294967296));
}

/** n doubles of random bits: every magnitude, subnormal numbers, infinities and NaN among them. */
export function anyDoubles(seed, n) {
  const next = bits(seed);
  const view = new DataView(new ArrayBuffer(8));
  return Float64Array.from({ length: n }, () => {
    view.setUint32(0, next());
    view.setUint32(4, next());
    return view.getFloat64(0);
  });
}

/** A matrix of entries between -1 and 1. */
export function matrix(seed, rows, cols) {
  return { rows, cols, data: between(seed, rows * cols, -1, 1) };
}

/** A symmetric matrix of entries between -1 and 1, `shift` added to the diagonal: positive definite where shift > n. */
export function symmetric(seed, n, shift = 0) {
  const A = matrix(seed, n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) A.data[j * n + i] = A.data[i * n + j];
    A.data[i * n + i] += shift;
  }
  return A;
}

/** Smooth data with K outputs: y_k = x_1 (1 - x_1^2) + a polynomial in the other coordinates, so that no library function takes part. */
export function smooth(seed, M, d, K) {
  const x = matrix(seed, M, d);
  const y = { rows: M, cols: K, data: new Float64Array(M * K) };
  for (let m = 0; m < M; m++) {
    const first = x.data[m * d];
    for (let k = 0; k < K; k++) {
      const other = x.data[m * d + ((k + 1) % d)];
      y.data[m * K + k] = 2 * first * (1 - first * first) + (k + 1) * 0.25 * other * other;
    }
  }
  return { x, y };
}
