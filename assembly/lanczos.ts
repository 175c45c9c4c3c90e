// lanczos.ts - the steps of Lanczos' method behind the product, and the small matrix after a restart.
//
// Shapes   rows: contiguous rows of n, the first `count` orthonormal; scratch: count + n doubles; pointers in bytes
// Order    gemv_f64, gemv_transposed_f64, dot_f64 and axpy_dot_f64, in that order a pass: results depend on the numbers only
// Effects  no allocation, no globals
// Checked  by the caller
import { gemv_f64, gemv_transposed_f64 } from "./gemv";
import { axpy_dot_f64, scale_f64 } from "./krylov";
import { axpy_f64, dot_f64 } from "./level1";
import { sytrd_f64 } from "./sytrd";
import { zero } from "./transpose";

/** A pass that leaves at least this much of the norm has removed what can be removed: "twice is enough". */
const KEPT = 0.7;
const PASSES = 4;

/**
 * Makes w orthogonal to the rows by classical Gram-Schmidt: a pass is two products with the rows, at the rate at which they are read, and is
 * repeated where it took more than 30 % of the norm (Daniel, Gragg, Kaufman & Stewart 1976). Returns the norm of what is left of w.
 */
export function orthogonalize_f64(n: usize, count: usize, rows: usize, w: usize, scratch: usize): f64 {
  return pass(n, count, rows, w, sqrt(dot_f64(n, w, w)), scratch);
}

function pass(n: usize, count: usize, rows: usize, w: usize, left: f64, scratch: usize): f64 {
  const taken = scratch + (count << 3);
  for (let passes = 0; passes < PASSES && count; passes++) {
    const before = left;
    gemv_f64(count, n, rows, n, w, scratch);
    gemv_transposed_f64(count, n, rows, n, scratch, taken);
    left = sqrt(axpy_dot_f64(n, -1, taken, w));
    if (!(left < KEPT * before)) break;
  }
  return left;
}

/**
 * Step j, counted from row 0: row j + 1, which holds A v_j, becomes v_{j+1}; alpha[j] and beta[j] are what T gains.
 *
 *   w = A v_j - beta[j-1] v_{j-1} - alpha[j] v_j - (what is left in it of all the rows),  beta[j] = |w|,  v_{j+1} = w / beta[j]
 *
 * The rows before `first` are deflated: v_first has no v_{j-1}. *norm rises to |A v_j|. Returns 1; 0 where nothing is left (beta[j] = 0,
 * and v_{j+1} is the caller's); -1 where something is not finite, and T is as it was.
 */
export function lanczos_step_f64(n: usize, first: usize, j: usize, rows: usize, alpha: usize, beta: usize, norm: usize, scratch: usize): i32 {
  const row = n << 3;
  const v = rows + j * row;
  const w = v + row;
  alpha += j << 3;
  beta += j << 3;
  let coupling = 0.0;
  if (j > first) {
    coupling = load<f64>(beta - 8);
    axpy_f64(n, -coupling, v - row, w);
  }
  const a = dot_f64(n, v, w);
  const left = pass(n, j + 1, rows, w, sqrt(axpy_dot_f64(n, -a, v, w)), scratch);
  const size = sqrt(a * a + coupling * coupling + left * left);
  if (!(size < Infinity)) return -1;
  const largest = max(load<f64>(norm), size);
  const open = left > 16 * f64.EPSILON * largest && j + 1 < n;
  store<f64>(norm, largest);
  store<f64>(alpha, a);
  store<f64>(beta, open ? left : 0);
  if (open) scale_f64(n, 1 / left, w, w);
  return open;
}

/**
 * T in the basis of q of its eigenvectors, the next basis vector behind them, is an arrowhead: values on the diagonal, and the couplings
 * to that vector, beta times the last entries of the eigenvectors. It is made tridiagonal by reflectors that leave the last vector alone, and
 * the eigenvectors, the rows of y (q x p), become the basis to which it belongs.
 *
 * Effects  alpha[0..q), beta[0..q) := the tridiagonal matrix; y overwritten; scratch: (q + 1)^2 + 5 (q + 1) + p doubles, and gemm's
 *          where q is so large that sytrd multiplies
 */
export function arrow_f64(q: usize, p: usize, values: usize, coupling: f64, y: usize, alpha: usize, beta: usize, scratch: usize, gemm: usize): void {
  const n = q + 1;
  const row = p << 3;
  const stride = n << 3;
  const tau = scratch;
  const d = tau + stride;
  const a = d + stride;
  const work = a + n * stride;
  zero(n * n, a);
  for (let i: usize = 0, last = y + row - 8; i < q; i++, last += row) {
    store<f64>(a + i * (stride + 8), load<f64>(values + (i << 3)));
    store<f64>(a + q * stride + (i << 3), coupling * load<f64>(last));
  }
  sytrd_f64(n, a, d, beta, tau, work, gemm);
  memory.copy(alpha, d, q << 3);
  for (let k = q; k > 0; k--) {
    gemv_transposed_f64(k, p, y, p, a + k * stride, work);
    const t = -load<f64>(tau + (k << 3));
    for (let i: usize = 0; i < k; i++) axpy_f64(p, t * load<f64>(a + k * stride + (i << 3)), work, y + i * row);
  }
}
