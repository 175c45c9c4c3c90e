// trsm_base.ts - triangular systems of at most BASE rows, four right sides at a time in registers.
//
//   B := L^-1 B
//
// Shapes   l: n x n, b: n x nrhs by byte steps between rows and between columns (any sign); x: PANEL bytes of scratch, 16-byte aligned
// Effects  B is overwritten; x is used
// Order    every entry: b_ij - l_i0 x_0j - l_i1 x_1j - ..., times 1/l_ii: fixed
// Source   reciprocals of the diagonal: as in every fast BLAS; they cost one more rounding and stay backward stable, and overflow below 5.6e-309
// Checked  by trsm.ts, potrf.ts

import { pack_columns_f64, unpack_columns_f64 } from "./gemm_pack";

export const BASE: usize = 32; // rows solved in registers
export const INVERSES: usize = BASE << 5; // offset of the reciprocals behind the panel

export function solve_panels(n: usize, nrhs: usize, l: usize, lrs: usize, lcs: usize, b: usize, brs: usize, bcs: usize, x: usize): void {
  const inverses = x + INVERSES;
  for (let i: usize = 0, p = l; i < n; i++) {
    store<f64>(inverses + (i << 3), 1 / load<f64>(p));
    p += lrs + lcs;
  }
  for (; nrhs >= 4; nrhs -= 4) {
    pack_columns_f64(n, 4, b, brs, bcs, x);
    solve_panel(n, l, lrs, lcs, x, inverses);
    unpack_columns_f64(n, 4, x, b, brs, bcs);
    b += bcs << 2;
  }
  if (nrhs == 0) return;
  pack_columns_f64(n, nrhs, b, brs, bcs, x);
  solve_panel(n, l, lrs, lcs, x, inverses);
  unpack_columns_f64(n, nrhs, x, b, brs, bcs);
}

/** Solves for the packed panel x: n rows of 4. */
export function solve_panel(n: usize, l: usize, lrs: usize, lcs: usize, x: usize, inverses: usize): void {
  let i: usize = 0;
  for (; i + 4 <= n; i += 4) {
    rows4(i, l, lrs, lcs, x, inverses);
    l += lrs << 2;
  }
  for (; i < n; i++) {
    row1(i, i, l, lcs, x, inverses);
    l += lrs;
  }
}

/**
 * Rows i to i+3 of a 4-column panel, the rows before them being solved: takes away what those contribute and, unless `inverses` is 0,
 * solves with the 4 x 4 block on the diagonal.
 */
export function rows4(i: usize, l: usize, lrs: usize, lcs: usize, x: usize, inverses: usize): void {
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
  if (inverses == 0) {
    v128.store(at, s00);
    v128.store(at, s01, 16);
    v128.store(at, s10, 32);
    v128.store(at, s11, 48);
    v128.store(at, s20, 64);
    v128.store(at, s21, 80);
    v128.store(at, s30, 96);
    v128.store(at, s31, 112);
    return;
  }
  inverses += i << 3;
  let a = v128.load64_splat(inverses);
  s00 = f64x2.mul(s00, a);
  s01 = f64x2.mul(s01, a);
  a = v128.load64_splat(l1);
  s10 = f64x2.sub(s10, f64x2.mul(a, s00));
  s11 = f64x2.sub(s11, f64x2.mul(a, s01));
  a = v128.load64_splat(inverses, 8);
  s10 = f64x2.mul(s10, a);
  s11 = f64x2.mul(s11, a);
  a = v128.load64_splat(l2);
  s20 = f64x2.sub(s20, f64x2.mul(a, s00));
  s21 = f64x2.sub(s21, f64x2.mul(a, s01));
  l2 += lcs;
  a = v128.load64_splat(l2);
  s20 = f64x2.sub(s20, f64x2.mul(a, s10));
  s21 = f64x2.sub(s21, f64x2.mul(a, s11));
  a = v128.load64_splat(inverses, 16);
  s20 = f64x2.mul(s20, a);
  s21 = f64x2.mul(s21, a);
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
  a = v128.load64_splat(inverses, 24);
  v128.store(at, s00);
  v128.store(at, s01, 16);
  v128.store(at, s10, 32);
  v128.store(at, s11, 48);
  v128.store(at, s20, 64);
  v128.store(at, s21, 80);
  v128.store(at, f64x2.mul(s30, a), 96);
  v128.store(at, f64x2.mul(s31, a), 112);
}

/** Row r >= i of a 4-column panel: takes away what the rows before i contribute and, unless `inverses` is 0, solves (r = i). */
export function row1(i: usize, r: usize, l: usize, lcs: usize, x: usize, inverses: usize): void {
  const at = x + (r << 5);
  const end = x + (i << 5);
  let s0 = v128.load(at);
  let s1 = v128.load(at, 16);
  for (; x < end; x += 32) {
    const a = v128.load64_splat(l);
    s0 = f64x2.sub(s0, f64x2.mul(a, v128.load(x)));
    s1 = f64x2.sub(s1, f64x2.mul(a, v128.load(x, 16)));
    l += lcs;
  }
  if (inverses) {
    const d = v128.load64_splat(inverses + (i << 3));
    s0 = f64x2.mul(s0, d);
    s1 = f64x2.mul(s1, d);
  }
  v128.store(at, s0);
  v128.store(at, s1, 16);
}
