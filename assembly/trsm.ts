// trsm.ts - triangular systems with many right sides.
//
//   trsm_lower:  B := L^-1 B       trsm_lower_transposed:  B := L^-T B
//
// Shapes   l: n x n, rows ldl elements apart, its upper triangle not read; b: n x nrhs, row-major, ldb; scratch: gemm_scratch_bytes()
// Effects  B is overwritten; a zero on the diagonal divides by zero: infinities and NaN, no trap
// Order    halves down to 16 rows, the rest by gemm's chains; one right side in contiguous memory by dot (L) or axpy (L'): depends on shapes only
// Source   recursion: Elmroth, Gustavson, Jonsson & Kagstrom 2004. Backward stable: Higham 2002, theorem 8.5
// Checked  by the caller in src/linalg (shapes, diagonal)

import { multiply } from "./gemm_block";
import { axpy_f64, dot_f64 } from "./level1";

const BASE: usize = 16; // rows solved in registers

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
    panels(n, nrhs, l, lrs, lcs, b, brs, bcs, scratch);
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

/** At most BASE rows: four right sides at a time are gathered in scratch, solved there and put back. */
function panels(n: usize, nrhs: usize, l: usize, lrs: usize, lcs: usize, b: usize, brs: usize, bcs: usize, x: usize): void {
  for (let j: usize = 0; j < nrhs; j += 4) {
    const columns = min(4, nrhs - j);
    let i: usize = 0;
    for (let p = b, q = x; i < n; i++) {
      for (let s: usize = 0; s < 4; s++) store<f64>(q + (s << 3), load<f64>(p + (s < columns ? s * bcs : 0)));
      p += brs;
      q += 32;
    }
    for (i = 0; i + 4 <= n; i += 4) rows4(i, l + i * lrs, lrs, lcs, x);
    for (; i < n; i++) row1(i, l + i * lrs, lcs, x);
    i = 0;
    for (let p = b, q = x; i < n; i++) {
      for (let s: usize = 0; s < columns; s++) store<f64>(p + s * bcs, load<f64>(q + (s << 3)));
      p += brs;
      q += 32;
    }
    b += bcs << 2;
  }
}

/** Rows i to i+3 of a 4-column panel, the rows before them being solved. */
function rows4(i: usize, l: usize, lrs: usize, lcs: usize, x: usize): void {
  const at = x + (i << 5);
  let l1 = l + lrs;
  let l2 = l1 + lrs;
  let l3 = l2 + lrs;
  let s00 = v128.load(at);
  let s01 = v128.load(at, 16);
  let s10 = v128.load(at, 32);
  let s11 = v128.load(at, 48);
  let s20 = v128.load(at, 64);
  let s21 = v128.load(at, 80);
  let s30 = v128.load(at, 96);
  let s31 = v128.load(at, 112);
  for (; x < at; x += 32) {
    const b0 = v128.load(x);
    const b1 = v128.load(x, 16);
    let a = v128.load64_splat(l);
    s00 = f64x2.sub(s00, f64x2.mul(a, b0));
    s01 = f64x2.sub(s01, f64x2.mul(a, b1));
    a = v128.load64_splat(l1);
    s10 = f64x2.sub(s10, f64x2.mul(a, b0));
    s11 = f64x2.sub(s11, f64x2.mul(a, b1));
    a = v128.load64_splat(l2);
    s20 = f64x2.sub(s20, f64x2.mul(a, b0));
    s21 = f64x2.sub(s21, f64x2.mul(a, b1));
    a = v128.load64_splat(l3);
    s30 = f64x2.sub(s30, f64x2.mul(a, b0));
    s31 = f64x2.sub(s31, f64x2.mul(a, b1));
    l += lcs;
    l1 += lcs;
    l2 += lcs;
    l3 += lcs;
  }
  let a = v128.load64_splat(l);
  s00 = f64x2.div(s00, a);
  s01 = f64x2.div(s01, a);
  a = v128.load64_splat(l1);
  s10 = f64x2.sub(s10, f64x2.mul(a, s00));
  s11 = f64x2.sub(s11, f64x2.mul(a, s01));
  a = v128.load64_splat(l1 + lcs);
  s10 = f64x2.div(s10, a);
  s11 = f64x2.div(s11, a);
  a = v128.load64_splat(l2);
  s20 = f64x2.sub(s20, f64x2.mul(a, s00));
  s21 = f64x2.sub(s21, f64x2.mul(a, s01));
  l2 += lcs;
  a = v128.load64_splat(l2);
  s20 = f64x2.sub(s20, f64x2.mul(a, s10));
  s21 = f64x2.sub(s21, f64x2.mul(a, s11));
  a = v128.load64_splat(l2 + lcs);
  s20 = f64x2.div(s20, a);
  s21 = f64x2.div(s21, a);
  a = v128.load64_splat(l3);
  s30 = f64x2.sub(s30, f64x2.mul(a, s00));
  s31 = f64x2.sub(s31, f64x2.mul(a, s01));
  l3 += lcs;
  a = v128.load64_splat(l3);
  s30 = f64x2.sub(s30, f64x2.mul(a, s10));
  s31 = f64x2.sub(s31, f64x2.mul(a, s11));
  l3 += lcs;
  a = v128.load64_splat(l3);
  s30 = f64x2.sub(s30, f64x2.mul(a, s20));
  s31 = f64x2.sub(s31, f64x2.mul(a, s21));
  a = v128.load64_splat(l3 + lcs);
  v128.store(at, s00);
  v128.store(at, s01, 16);
  v128.store(at, s10, 32);
  v128.store(at, s11, 48);
  v128.store(at, s20, 64);
  v128.store(at, s21, 80);
  v128.store(at, f64x2.div(s30, a), 96);
  v128.store(at, f64x2.div(s31, a), 112);
}

/** Row i of a 4-column panel. */
function row1(i: usize, l: usize, lcs: usize, x: usize): void {
  const at = x + (i << 5);
  let s0 = v128.load(at);
  let s1 = v128.load(at, 16);
  for (; x < at; x += 32) {
    const a = v128.load64_splat(l);
    s0 = f64x2.sub(s0, f64x2.mul(a, v128.load(x)));
    s1 = f64x2.sub(s1, f64x2.mul(a, v128.load(x, 16)));
    l += lcs;
  }
  const d = v128.load64_splat(l);
  v128.store(at, f64x2.div(s0, d));
  v128.store(at, f64x2.div(s1, d), 16);
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
