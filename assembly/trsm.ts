// trsm.ts - triangular systems with many right sides.
//
//   trsm_lower:  B := L^-1 B       trsm_lower_transposed:  B := L^-T B
//
// Shapes   l: n x n, rows ldl elements apart, its upper triangle not read; b: n x nrhs, row-major, ldb; scratch: gemm_scratch_bytes()
// Effects  B is overwritten; a zero on the diagonal divides by zero: infinities and NaN, no trap
// Order    halves down to 32 rows, the rest by gemm's chains; the diagonal enters by its reciprocals; one right side in contiguous memory by dot (L) or axpy (L'): depends on shapes only
// Source   recursion: Elmroth, Gustavson, Jonsson & Kagstrom 2004. Backward stable: Higham 2002, theorem 8.5
// Checked  by the caller in src/linalg (shapes, diagonal)

import { multiply } from "./gemm_block";
import { axpy_f64, dot_f64 } from "./level1";
import { BASE, solve_panels } from "./trsm_base";

/** B := L^-1 B */
export function trsm_lower_f64(n: usize, nrhs: usize, l: usize, ldl: usize, b: usize, ldb: usize, scratch: usize): void {
  if (nrhs == 1 && ldb == 1) forward(n, l, ldl << 3, b);
  else solve_lower(n, nrhs, l, ldl << 3, 8, b, ldb << 3, 8, scratch);
}

/** B := L^-T B. The system read backwards is a lower one: row i of it is column n-1-i of L, from the end. */
export function trsm_lower_transposed_f64(n: usize, nrhs: usize, l: usize, ldl: usize, b: usize, ldb: usize, scratch: usize): void {
  if (n == 0) return;
  if (nrhs == 1 && ldb == 1) backward(n, l, ldl << 3, b);
  else solve_lower(n, nrhs, l + (n - 1) * ((ldl + 1) << 3), -8, -(ldl << 3), b + (n - 1) * (ldb << 3), -(ldb << 3), 8, scratch);
}

/**
 * B := L^-1 B with L and B by element strides of any sign, brs or bcs being 1: transposes are swaps, an upper triangle is a lower one read
 * from its end, and a product from the right, B L^-T, is one from the left on the transpose.
 */
export function trsm_strided_f64(
  n: usize, nrhs: usize, l: usize, lrs: usize, lcs: usize, b: usize, brs: usize, bcs: usize, scratch: usize,
): void {
  solve_lower(n, nrhs, l, lrs << 3, lcs << 3, b, brs << 3, bcs << 3, scratch);
}

/** The same with strides in bytes, for the routines built on it. */
export function solve_lower(n: usize, nrhs: usize, l: usize, lrs: usize, lcs: usize, b: usize, brs: usize, bcs: usize, scratch: usize): void {
  if (n <= BASE) {
    solve_panels(n, nrhs, l, lrs, lcs, b, brs, bcs, scratch);
    return;
  }
  const n1 = (n + 2 * BASE - 1) / (2 * BASE) * BASE;
  const n2 = n - n1;
  const l21 = l + n1 * lrs;
  const b2 = b + n1 * brs;
  solve_lower(n1, nrhs, l, lrs, lcs, b, brs, bcs, scratch);
  if (bcs == 8) multiply(false, n2, nrhs, n1, -1, l21, lrs, lcs, b, brs, bcs, 1, b2, brs, scratch);
  else multiply(false, nrhs, n2, n1, -1, b, bcs, brs, l21, lcs, lrs, 1, b2, bcs, scratch);
  solve_lower(n2, nrhs, l21 + n1 * lcs, lrs, lcs, b2, brs, bcs, scratch);
}

/** b := L^-1 b by rows. */
function forward(n: usize, l: usize, row: usize, b: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const at = b + (i << 3);
    store<f64>(at, (load<f64>(at) - dot_f64(i, l, b)) / load<f64>(l + (i << 3)));
    l += row;
  }
}

/** b := L^-T b by columns of L', which are rows of L. */
function backward(n: usize, l: usize, row: usize, b: usize): void {
  l += n * row;
  while (n > 0) {
    n--;
    l -= row;
    const at = b + (n << 3);
    const x = load<f64>(at) / load<f64>(l + (n << 3));
    store<f64>(at, x);
    axpy_f64(n, -x, l, b);
  }
}
