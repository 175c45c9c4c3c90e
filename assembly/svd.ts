// svd.ts - singular values with high relative accuracy: pivoted QR, a second QR of the triangle, one-sided Jacobi.      A = U diag(s) V'
//
//   A = Q1 R1 (m > n);  R1 P = Q2 R2;  R2' = Q3 R3;  R3' = Ux diag(s) Vx'   =>   U = Q1 Q2 Ux,  V = P Q3 Vx
//
// and for n <= ONCE, where R2 has full rank and 150 orders at most between its pivots, without the second QR:  R2' = Vx diag(s) Ux'   =>   U = Q1 Q2 Ux,  V = P Vx
//
// Each step is backward stable column by column, so for A = B diag(d) the error of every singular value is relative and depends on
// cond(B) alone, however far apart the d. Where the pivots end in zeros (2^-1440 of the largest entry is one) the rank is known, and the
// rest of U and V is a basis of what remains.
//
// Shapes   at: n x m: A by columns, m >= n, destroyed; s: n; vectors: u: m x n, v: n x n row-major (columns are the vectors);
//          scratch: svd_scratch_bytes(m, n, vectors), aligned to a cache line
// Effects  s falling; returns 1 when Jacobi converged
// Scale    by a power of two, so that squares keep their figures for singular values over 400 orders of magnitude
// Source   Drmac & Veselic 2008; Demmel et al. 1999
import { gemm_scratch_bytes } from "./gemm_block";
import { max_abs_f64, power_of_two, scaling_to } from "./householder";
import { jacobi_svd_f64 } from "./jacobi_svd";
import { scale_f64 } from "./krylov";
import { apply_q_f64, geqp3_f64, geqrf_f64, qr_doubles } from "./qr";
import { clear_before_diagonal, identity, transpose_f64, zero } from "./transpose";

/** Up to this order a second QR takes longer than the rotations that it spares: a tenth of them. */
const ONCE: usize = 16;

export function svd_scratch_bytes(m: usize, n: usize, vectors: bool): usize {
  return (((vectors ? 5 : 3) * n * n + 4 * n + qr_doubles(m, n) + 64) << 3) + gemm_scratch_bytes();
}

export function svd_f64(m: usize, n: usize, at: usize, s: usize, vectors: bool, u: usize, v: usize, scratch: usize): bool {
  const square = (n * n) << 3;
  const gemm = scratch;
  const tau = gemm + ((gemm_scratch_bytes() + 63) & ~63);
  const tau2 = tau + (n << 3);
  const tau3 = tau2 + (n << 3);
  const order = tau3 + (n << 3);
  let b = (order + (n << 2) + 63) & ~63;
  const c = b + square;
  const vx = vectors ? c + (square << 1) : 0;
  const z = vx + square;
  const work = vectors ? z + square : c + (square << 1);

  const factor = scaling_to(480, max_abs_f64(m * n, at));
  scale_f64(m * n, factor, at, at);
  if (m > n) {
    geqrf_f64(m, n, at, m, tau, work, gemm);
    zero(n * n, b);
    for (let j: usize = 0; j < n; j++) scale_f64(j + 1, 1, at + ((j * m) << 3), b + ((j * n) << 3));
  } else b = at;
  const r = geqp3_f64(n, n, b, n, tau2, order, power_of_two(-960), work);
  transpose_f64(n, r, b, n, 0, c, n);
  clear_before_diagonal(r, c, n);
  const again = n > ONCE || r < n || abs(load<f64>(b + square - 8)) < 1e-6; // 2^-500 of the largest: rotations would vanish
  let x = c;
  if (again) {
    x += square;
    geqrf_f64(n, r, c, n, tau3, work, gemm);
    transpose_f64(r, r, c, n, 0, x, r);
    clear_before_diagonal(r, x, r);
  }
  if (vectors) identity(r, r, 0, vx);
  const converged = jacobi_svd_f64(r, x, vx, s, work);
  zero(n - r, s + (r << 3));
  if (vectors) {
    // U' and V' first, in rows: those of x and vx, then of an identity
    identity(n, m, r, u);
    identity(n, n, r, z);
    for (let i: usize = 0; i < r; i++) {
      const size = load<f64>(s + (i << 3));
      let left = u + ((i * m) << 3); // takes the rows of x
      let right = z + ((i * n) << 3);
      if (!again) {
        const t = left;
        left = right;
        right = t;
      }
      const row = x + ((i * r) << 3);
      for (let p: usize = 0; p < r << 3; p += 8) store<f64>(left + p, size > 0 ? load<f64>(row + p) / size : load<f64>(row + p));
      scale_f64(r, 1, vx + ((i * r) << 3), right);
    }
    apply_q_f64(n, r, b, n, tau2, n, u, m, false, work, gemm);
    if (m > n) apply_q_f64(m, n, at, m, tau, n, u, m, false, work, gemm);
    if (again) apply_q_f64(n, r, c, n, tau3, n, z, n, false, work, gemm);
    transpose_f64(n, m, u, m, 0, at, n);
    scale_f64(m * n, 1, at, u);
    transpose_f64(n, n, z, n, 0, c, n);
    for (let j: usize = 0; j < n; j++) scale_f64(n, 1, c + ((j * n) << 3), v + ((<usize>load<u32>(order + (j << 2)) * n) << 3));
  }
  scale_f64(r, 1 / factor, s, s);
  return converged;
}
