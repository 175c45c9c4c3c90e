// triangle.ts - what makes a whole matrix of one whose lower triangle is known.
//
// Shapes   c: n x n, rows ldc elements apart
// Effects  writes the entries above the diagonal, reads those below it
// Checked  by the caller

/** C[i, j] = C[j, i] for j > i, by squares of 8, so that the cache lines read down the columns are used whole. */
export function copy_lower_to_upper_f64(n: usize, c: usize, ldc: usize): void {
  const row = ldc << 3;
  for (let i: usize = 0; i < n; i += 8) {
    for (let j: usize = i; j < n; j += 8) {
      const right = min(n, j + 8);
      for (let r = i; r < min(n, i + 8); r++) {
        for (let s = max(j, r + 1); s < right; s++) store<f64>(c + r * row + (s << 3), load<f64>(c + s * row + (r << 3)));
      }
    }
  }
}

/** C[i, j] = 0 for j > i. */
export function clear_upper_f64(n: usize, c: usize, ldc: usize): void {
  for (let i: usize = 1; i < n; i++) {
    memory.fill(c + (i << 3), 0, (n - i) << 3);
    c += ldc << 3;
  }
}
