// gemv.ts - products of a row-major matrix with a vector, at the rate at which memory is read.
//
// Shapes   a: m x n, rows lda elements apart (any sign); x, y contiguous; pointers in bytes, 8-byte aligned
// Effects  y is fully written, never read; y must not overlap a or x
// Order    gemv: each row two chains, even and odd columns, added at the end, then the last odd column. gemv_transposed and symv: from zero,
//          four rows at a time, the terms of the four added in order. Results depend on (m, n, a, x) only
// Speed    4 rows x 1 accumulator, four steps a round with a break after each, as in gemm_micro.ts (8 accumulators spill on V8; 6 rows gain
//          3 % where rows are whole cache lines and lose 15 % where they are not)
// Checked  by the caller in src/linalg

import { axpy_f64 } from "./level1";

/** y = A x */
export function gemv_f64(m: usize, n: usize, a: usize, lda: usize, x: usize, y: usize): void {
  const row = lda << 3;
  for (; m >= 4; m -= 4) {
    rows4(n, a, row, x, y);
    a += row << 2;
    y += 32;
  }
  for (; m > 0; m--) {
    store<f64>(y, row1(n, a, x));
    a += row;
    y += 8;
  }
}

function rows4(n: usize, a: usize, row: usize, x: usize, y: usize): void {
  let a1 = a + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let v: v128;
  let t = n >> 1;
  if (t) {
    while (true) {
      v = v128.load(x);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(a), v));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(a1), v));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(a2), v));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(a3), v));
      if (t == 1) break;
      v = v128.load(x, 16);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(a, 16), v));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(a1, 16), v));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(a2, 16), v));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(a3, 16), v));
      if (t == 2) break;
      v = v128.load(x, 32);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(a, 32), v));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(a1, 32), v));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(a2, 32), v));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(a3, 32), v));
      if (t == 3) break;
      v = v128.load(x, 48);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(a, 48), v));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(a1, 48), v));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(a2, 48), v));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(a3, 48), v));
      if (t == 4) break;
      t -= 4;
      x += 64;
      a += 64;
      a1 += 64;
      a2 += 64;
      a3 += 64;
    }
  }
  let r0 = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  let r1 = f64x2.extract_lane(s1, 0) + f64x2.extract_lane(s1, 1);
  let r2 = f64x2.extract_lane(s2, 0) + f64x2.extract_lane(s2, 1);
  let r3 = f64x2.extract_lane(s3, 0) + f64x2.extract_lane(s3, 1);
  if (n & 1) {
    t <<= 4; // what of the last round was done
    const last = load<f64>(x + t);
    r0 += load<f64>(a + t) * last;
    r1 += load<f64>(a1 + t) * last;
    r2 += load<f64>(a2 + t) * last;
    r3 += load<f64>(a3 + t) * last;
  }
  store<f64>(y, r0);
  store<f64>(y, r1, 8);
  store<f64>(y, r2, 16);
  store<f64>(y, r3, 24);
}

function row1(n: usize, a: usize, x: usize): f64 {
  let s = f64x2.splat(0);
  for (const end = x + ((n & ~1) << 3); x < end; x += 16) {
    s = f64x2.add(s, f64x2.mul(v128.load(a), v128.load(x)));
    a += 16;
  }
  const r = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  return n & 1 ? r + load<f64>(a) * load<f64>(x) : r;
}

/** y = A' x */
export function gemv_transposed_f64(m: usize, n: usize, a: usize, lda: usize, x: usize, y: usize): void {
  memory.fill(y, 0, n << 3);
  add_rows(m, n, a, lda << 3, x, y);
}

/** y += A' x, rows `row` bytes apart. */
export function add_rows(m: usize, n: usize, a: usize, row: usize, x: usize, y: usize): void {
  for (; m >= 4; m -= 4) {
    add4(n, a, row, x, y);
    a += row << 2;
    x += 32;
  }
  for (; m > 0; m--) {
    axpy_f64(n, load<f64>(x), a, y);
    a += row;
    x += 8;
  }
}

/** y += x[0] a_0 + ... + x[3] a_3, four rows of n. */
function add4(n: usize, a: usize, row: usize, x: usize, y: usize): void {
  const x0 = v128.load64_splat(x);
  const x1 = v128.load64_splat(x, 8);
  const x2 = v128.load64_splat(x, 16);
  const x3 = v128.load64_splat(x, 24);
  let a1 = a + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  let s: v128;
  let t = n >> 1;
  if (t) {
    while (true) {
      s = f64x2.add(v128.load(y), f64x2.mul(x0, v128.load(a)));
      s = f64x2.add(s, f64x2.mul(x1, v128.load(a1)));
      s = f64x2.add(s, f64x2.mul(x2, v128.load(a2)));
      v128.store(y, f64x2.add(s, f64x2.mul(x3, v128.load(a3))));
      if (t == 1) break;
      s = f64x2.add(v128.load(y, 16), f64x2.mul(x0, v128.load(a, 16)));
      s = f64x2.add(s, f64x2.mul(x1, v128.load(a1, 16)));
      s = f64x2.add(s, f64x2.mul(x2, v128.load(a2, 16)));
      v128.store(y, f64x2.add(s, f64x2.mul(x3, v128.load(a3, 16))), 16);
      if (t == 2) break;
      s = f64x2.add(v128.load(y, 32), f64x2.mul(x0, v128.load(a, 32)));
      s = f64x2.add(s, f64x2.mul(x1, v128.load(a1, 32)));
      s = f64x2.add(s, f64x2.mul(x2, v128.load(a2, 32)));
      v128.store(y, f64x2.add(s, f64x2.mul(x3, v128.load(a3, 32))), 32);
      if (t == 3) break;
      s = f64x2.add(v128.load(y, 48), f64x2.mul(x0, v128.load(a, 48)));
      s = f64x2.add(s, f64x2.mul(x1, v128.load(a1, 48)));
      s = f64x2.add(s, f64x2.mul(x2, v128.load(a2, 48)));
      v128.store(y, f64x2.add(s, f64x2.mul(x3, v128.load(a3, 48))), 48);
      if (t == 4) break;
      t -= 4;
      y += 64;
      a += 64;
      a1 += 64;
      a2 += 64;
      a3 += 64;
    }
  }
  if (n & 1) {
    t <<= 4; // what of the last round was done
    let r = load<f64>(y + t) + load<f64>(a + t) * f64x2.extract_lane(x0, 0);
    r += load<f64>(a1 + t) * f64x2.extract_lane(x1, 0);
    r += load<f64>(a2 + t) * f64x2.extract_lane(x2, 0);
    store<f64>(y + t, r + load<f64>(a3 + t) * f64x2.extract_lane(x3, 0));
  }
}

/** y = A x with A symmetric, of which only the lower triangle is read. */
export function symv_lower_f64(n: usize, a: usize, lda: usize, x: usize, y: usize): void {
  const row = lda << 3;
  memory.fill(y, 0, n << 3);
  let i: usize = 0;
  for (; i + 4 <= n; i += 4) {
    both4(i, a, row, x, y, i << 3);
    corner(4, a + (i << 3), row, x + (i << 3), y + (i << 3));
    a += row << 2;
  }
  for (; i < n; i++) {
    const v = load<f64>(x + (i << 3));
    const r = row1(i, a, x);
    axpy_f64(i, v, a, y);
    store<f64>(y + (i << 3), r + load<f64>(a + (i << 3)) * v);
    a += row;
  }
}

/** Four rows left of the diagonal block: their products with x into y[i..i+3], and their multiples by x[i..i+3] added to y[0..i). i is even. */
function both4(n: usize, a: usize, row: usize, x: usize, y: usize, here: usize): void {
  const x0 = v128.load64_splat(x + here);
  const x1 = v128.load64_splat(x + here, 8);
  const x2 = v128.load64_splat(x + here, 16);
  const x3 = v128.load64_splat(x + here, 24);
  let a1 = a + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  for (const end = x + (n << 3); x < end; x += 16) {
    const v = v128.load(x);
    let r0 = v128.load(a);
    let r1 = v128.load(a1);
    let t = f64x2.add(v128.load(y), f64x2.mul(x0, r0));
    s0 = f64x2.add(s0, f64x2.mul(r0, v));
    t = f64x2.add(t, f64x2.mul(x1, r1));
    s1 = f64x2.add(s1, f64x2.mul(r1, v));
    r0 = v128.load(a2);
    r1 = v128.load(a3);
    t = f64x2.add(t, f64x2.mul(x2, r0));
    s2 = f64x2.add(s2, f64x2.mul(r0, v));
    v128.store(y, f64x2.add(t, f64x2.mul(x3, r1)));
    s3 = f64x2.add(s3, f64x2.mul(r1, v));
    a += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    y += 16;
  }
  store<f64>(y, f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1));
  store<f64>(y, f64x2.extract_lane(s1, 0) + f64x2.extract_lane(s1, 1), 8);
  store<f64>(y, f64x2.extract_lane(s2, 0) + f64x2.extract_lane(s2, 1), 16);
  store<f64>(y, f64x2.extract_lane(s3, 0) + f64x2.extract_lane(s3, 1), 24);
}

/** y += A x for the n x n block on the diagonal. */
function corner(n: usize, a: usize, row: usize, x: usize, y: usize): void {
  for (let i: usize = 0; i < n; i++) {
    let s = load<f64>(y + (i << 3));
    for (let j: usize = 0; j < n; j++) {
      const entry = j <= i ? a + i * row + (j << 3) : a + j * row + (i << 3);
      s += load<f64>(entry) * load<f64>(x + (j << 3));
    }
    store<f64>(y + (i << 3), s);
  }
}
