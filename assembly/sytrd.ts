// sytrd.ts - Householder tridiagonalisation of a symmetric matrix.        Q' A Q = T,  Q = H_{n-1} ... H_2 H_1
//
// Row k of the lower triangle, k = n-1 .. 1, is reduced to one off-diagonal element by H_k = I - tau_k v_k v_k', v_k supported on 0..k-1
// with v_k[k-1] = 1. The leading block stays where it is, so every row keeps its alignment.
// Up to order FUSED, what fits the cache: the rank-2 update A -= v w' + w v' of one step and the product A v of the next are done in ONE
// pass over the triangle; the update is delayed until the next reflector is known (its row alone is brought up to date first).
// Beyond: panels of PANEL rows; A is only read, and changed once a panel by a matrix product, A -= V' W + W' V.
//
// Shapes   a: n x n row-major, lower triangle read; d, e, tau: n; work: sytrd_doubles(n); gemm: gemm_scratch_bytes() when n > FUSED
// Effects  row k of a holds v_k (its 1 included) in columns 0..k-1; d the diagonal, e[k-1] = T[k][k-1], tau[k] the factor of H_k (k >= 1)
// Scale    the caller has scaled A so that squares neither overflow nor vanish
// Source   Golub & Van Loan, section 8.3.1; delayed updates: Dongarra, Hammarling & Sorensen 1989
import { gemm_lower_f64 } from "./gemm_block";
import { gemv_f64, gemv_transposed_f64, symv_lower_f64 } from "./gemv";
import { reflector_f64 } from "./householder";
import { scale_f64 } from "./krylov";
import { axpy_f64, dot_f64 } from "./level1";
import { zero } from "./transpose";

const FUSED: usize = 384;
const PANEL: usize = 32;

export function sytrd_doubles(n: usize): usize {
  return n > FUSED ? (3 * PANEL + 1) * n + 2 * PANEL : 3 * n;
}

/** Whether order n needs scratch for matrix products. */
export function sytrd_multiplies(n: usize): bool {
  return n > FUSED;
}

export function sytrd_f64(n: usize, a: usize, d: usize, e: usize, tau: usize, work: usize, gemm: usize): void {
  if (n == 0) return;
  const stride = n << 3;
  let k = n;
  while (k > FUSED) k = panel(k, a, n, d, e, tau, work, gemm);
  let v = work;
  let w = work + stride;
  let y = w + stride;
  zero(2 * n, work);
  for (;;) {
    k--;
    const row = a + k * stride;
    axpy_f64(k + 1, -load<f64>(v + (k << 3)), w, row);
    axpy_f64(k + 1, -load<f64>(w + (k << 3)), v, row);
    if (k < 2) {
      // a block of order 2 is tridiagonal as it is
      store<f64>(d + (k << 3), load<f64>(row + (k << 3)));
      if (k == 0) return;
      store<f64>(e, load<f64>(row));
      store<f64>(row, 1);
      store<f64>(tau, 0, 8);
      continue;
    }
    const t = reduce_row(k, row, d, e, tau);
    update_multiply(k, a, stride, v, w, row, y);
    half_step(k, t, row, y);
    v = row;
    const free = w == work ? work + stride : w;
    w = y;
    y = free;
  }
}

/** Takes d[k] from row k, makes the reflector of what is left of it; returns tau. */
function reduce_row(k: usize, row: usize, d: usize, e: usize, tau: usize): f64 {
  store<f64>(d + (k << 3), load<f64>(row + (k << 3)));
  const last = row + ((k - 1) << 3);
  const t = reflector_f64(k - 1, last, row);
  store<f64>(e + ((k - 1) << 3), load<f64>(last));
  store<f64>(last, 1);
  store<f64>(tau + (k << 3), t);
  return t;
}

/** y = A v becomes w: the update is then A -= v w' + w v'. */
function half_step(k: usize, t: f64, v: usize, y: usize): void {
  scale_f64(k, t, y, y);
  axpy_f64(k, -0.5 * t * dot_f64(k, y, v), v, y);
}

/** Reduces rows k-1 .. k-PANEL and updates what is left; returns its order. */
function panel(k: usize, a: usize, n: usize, d: usize, e: usize, tau: usize, work: usize, gemm: usize): usize {
  const stride = n << 3;
  const vs = work; // V; W; V again, so that both [V; W] and [W; V] are there as one matrix
  const ws = vs + PANEL * stride;
  const sum = ws + 2 * PANEL * stride;
  const c = sum + stride;
  for (let i: usize = 0; i < PANEL; i++) {
    k--;
    const row = a + k * stride;
    for (let p: usize = 0; p < i; p++) {
      axpy_f64(k + 1, -load<f64>(vs + p * stride + (k << 3)), ws + p * stride, row);
      axpy_f64(k + 1, -load<f64>(ws + p * stride + (k << 3)), vs + p * stride, row);
    }
    const t = reduce_row(k, row, d, e, tau);
    const y = ws + i * stride;
    symv_lower_f64(k, a, n, row, y);
    gemv_f64(i, k, vs, n, row, c);
    subtract_product(i, k, ws, n, c, sum, y);
    gemv_f64(i, k, ws, n, row, c);
    subtract_product(i, k, vs, n, c, sum, y);
    half_step(k, t, row, y);
    memory.copy(vs + i * stride, row, k << 3);
    memory.copy(ws + (PANEL + i) * stride, row, k << 3);
  }
  gemm_lower_f64(k, 2 * PANEL, -1, vs, 1, n, ws, n, 1, 1, a, n, gemm);
  return k;
}

/** y -= A' c */
function subtract_product(m: usize, k: usize, a: usize, lda: usize, c: usize, sum: usize, y: usize): void {
  gemv_transposed_f64(m, k, a, lda, c, sum);
  axpy_f64(k, -1, sum, y);
}

/** A := A - v w' - w v' on the lower triangle of order k, and y = A x with the new A. */
function update_multiply(k: usize, a: usize, stride: usize, v: usize, w: usize, x: usize, y: usize): void {
  let i: usize = 0;
  for (; i + 1 < k; i += 2) {
    const at = i << 3;
    two_rows(at, a, a + stride, v, w, x, y);
    a += stride << 1;
  }
  if (i < k) one_row(i << 3, a, v, w, x, y);
}

/** Rows i and i+1 (at = 8 i, i even): columns 0..i-1 in pairs, then the 2 x 2 block on the diagonal. */
function two_rows(at: usize, a0: usize, a1: usize, v: usize, w: usize, x: usize, y: usize): void {
  const v0 = v128.load64_splat(v + at);
  const v1 = v128.load64_splat(v + at, 8);
  const w0 = v128.load64_splat(w + at);
  const w1 = v128.load64_splat(w + at, 8);
  const x0 = v128.load64_splat(x + at);
  const x1 = v128.load64_splat(x + at, 8);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  for (let j: usize = 0; j < at; j += 16) {
    const vj = v128.load(v + j);
    const wj = v128.load(w + j);
    const xj = v128.load(x + j);
    const p = f64x2.sub(v128.load(a0 + j), f64x2.add(f64x2.mul(v0, wj), f64x2.mul(w0, vj)));
    const q = f64x2.sub(v128.load(a1 + j), f64x2.add(f64x2.mul(v1, wj), f64x2.mul(w1, vj)));
    v128.store(a0 + j, p);
    v128.store(a1 + j, q);
    s0 = f64x2.add(s0, f64x2.mul(p, xj));
    s1 = f64x2.add(s1, f64x2.mul(q, xj));
    v128.store(y + j, f64x2.add(v128.load(y + j), f64x2.add(f64x2.mul(p, x0), f64x2.mul(q, x1))));
  }
  const va = f64x2.extract_lane(v0, 0);
  const vb = f64x2.extract_lane(v1, 0);
  const wa = f64x2.extract_lane(w0, 0);
  const wb = f64x2.extract_lane(w1, 0);
  const xa = f64x2.extract_lane(x0, 0);
  const xb = f64x2.extract_lane(x1, 0);
  const aa = load<f64>(a0 + at) - 2 * va * wa;
  const ba = load<f64>(a1 + at) - (vb * wa + wb * va);
  const bb = load<f64>(a1 + at, 8) - 2 * vb * wb;
  store<f64>(a0 + at, aa);
  store<f64>(a1 + at, ba);
  store<f64>(a1 + at, bb, 8);
  store<f64>(y + at, f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1) + (aa * xa + ba * xb));
  store<f64>(y + at, f64x2.extract_lane(s1, 0) + f64x2.extract_lane(s1, 1) + (ba * xa + bb * xb), 8);
}

/** The last row of an odd order. */
function one_row(at: usize, a0: usize, v: usize, w: usize, x: usize, y: usize): void {
  const vi = load<f64>(v + at);
  const wi = load<f64>(w + at);
  const xi = load<f64>(x + at);
  let s = 0.0;
  for (let j: usize = 0; j < at; j += 8) {
    const p = load<f64>(a0 + j) - (vi * load<f64>(w + j) + wi * load<f64>(v + j));
    store<f64>(a0 + j, p);
    s += p * load<f64>(x + j);
    store<f64>(y + j, load<f64>(y + j) + p * xi);
  }
  const p = load<f64>(a0 + at) - 2 * vi * wi;
  store<f64>(a0 + at, p);
  store<f64>(y + at, s + p * xi);
}
