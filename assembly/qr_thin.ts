// qr_thin.ts - the thin QR factorization of a row-major matrix.        A P = Q R,  Q: m x k, R: k x n,  k = min(m, n)
//
// Shapes   a: m x n; q: m x k; r: k x n, all row-major; order: n 32-bit integers, or 0 for no pivoting; scratch: qr_thin_scratch_bytes
// Effects  a is not changed; r is zero below its diagonal; column j of A P is column order[j] of A
// Scale    far from 1, A is scaled by a power of two, to a size that leaves room below for columns 450 orders smaller: nothing overflows
//          on the way, only R itself can
import { gemm_scratch_bytes } from "./gemm_block";
import { max_abs_f64, scaling_to } from "./householder";
import { scale_f64 } from "./krylov";
import { apply_q_f64, geqp3_f64, geqrf_f64, qr_doubles } from "./qr";
import { clear_before_diagonal, identity, transpose_f64 } from "./transpose";

export function qr_thin_scratch_bytes(m: usize, n: usize): usize {
  return ((m * n + n + qr_doubles(m, n) + 32) << 3) + gemm_scratch_bytes();
}

export function qr_thin_f64(m: usize, n: usize, a: usize, q: usize, r: usize, order: usize, scratch: usize): void {
  const k = min(m, n);
  const gemm = scratch;
  const at = gemm + ((gemm_scratch_bytes() + 63) & ~63);
  const tau = at + ((m * n) << 3);
  const work = (tau + (n << 3) + 63) & ~63;
  const size = max_abs_f64(m * n, a);
  const factor = size > 1e100 || size < 1e-100 ? scaling_to(480, size) : 1;
  transpose_f64(m, n, a, n, 0, at, m);
  if (factor != 1) scale_f64(m * n, factor, at, at);
  if (order) geqp3_f64(m, n, at, m, tau, order, 0, work);
  else geqrf_f64(m, n, at, m, tau, work, gemm);
  transpose_f64(n, k, at, m, 0, r, n);
  clear_before_diagonal(k, r, n);
  if (factor != 1) scale_f64(k * n, 1 / factor, r, r);
  identity(k, m, 0, q);
  apply_q_f64(m, k, at, m, tau, k, q, m, true, work, gemm);
  transpose_f64(k, m, q, m, 0, at, k);
  scale_f64(m * k, 1, at, q);
}
