// transpose.ts - b = a', by squares of 8 so that every cache line fetched is used whole.
//
// Shapes   a: m rows of n, leading dimension lda; b: n rows of m, leading dimension ldb; order: m 32-bit integers or 0
// Effects  column j of b := row order[j] of a (row j when order is 0); a and b do not overlap

export function transpose_f64(m: usize, n: usize, a: usize, lda: usize, order: usize, b: usize, ldb: usize): void {
  const step = ldb << 3;
  for (let j: usize = 0; j < m; j += 8) {
    for (let i: usize = 0; i < n; i += 8) {
      const bytes = min(8, n - i) << 3;
      for (let r = j; r < min(m, j + 8); r++) {
        const row = order ? <usize>load<u32>(order + (r << 2)) : r;
        const from = a + ((row * lda + i) << 3);
        let to = b + ((i * ldb + r) << 3);
        for (let s: usize = 0; s < bytes; s += 8, to += step) store<f64>(to, load<f64>(from + s));
      }
    }
  }
}

/** z: m x n with ones on the diagonal from row `from` on, else zeros. */
export function identity(m: usize, n: usize, from: usize, z: usize): void {
  zero(m * n, z);
  for (let i = from; i < min(m, n); i++) store<f64>(z + ((i * (n + 1)) << 3), 1);
}

/** Zeros, by a loop: what is short is not worth the call of memory.fill, and next to what is long much more is done. */
export function zero(n: usize, x: usize): void {
  for (const end = x + (n << 3); x < end; x += 8) store<f64>(x, 0);
}

/** Row i < m of a, leading dimension ld, is zero before column i. */
export function clear_before_diagonal(m: usize, a: usize, ld: usize): void {
  for (let i: usize = 1; i < m; i++) {
    a += ld << 3;
    zero(i, a);
  }
}
