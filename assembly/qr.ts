// qr.ts - Householder QR of a matrix kept by columns.        A = Q R  or  A P = Q R,  Q = H_0 H_1 ... H_{k-1},  k = min(m, n)
//
// Shapes   at: n x m, leading dimension ld: row j is column j of A; tau: k; work: qr_doubles(m, n); gemm: gemm_scratch_bytes()
// Effects  row j of `at`: R[0..j][j], then v_j behind its leading 1 (which is not stored); rows j >= k hold R only
// Blocks   panels of BLOCK columns by reflectors, the rest by matrix products; with pivoting column by column
// Pivoting the column of largest remaining norm goes next (the first of equals). Norms are downdated, and recomputed when the figures
//          left no longer support the value (Drmac & Bujanovic 2008)
// Source   Golub & Van Loan, sections 5.2 and 5.4; LAPACK's dgeqrf, dlaqp2
import { norm_f64, reflector_f64 } from "./householder";
import { axpy_f64 } from "./level1";
import { gemv_f64 } from "./gemv";
import { wy_apply, wy_apply_columns, wy_doubles, wy_factor } from "./wy";

const BLOCK: usize = 16;

/** Doubles of work for the factorizations of an m x n matrix, and for applying Q to as many as max(m, n) columns. */
export function qr_doubles(m: usize, n: usize): usize {
  const most = max(m, n);
  const b = min(BLOCK, min(m, n));
  return 2 * b * most + wy_doubles(b, most) + 2 * n;
}

/** Eliminates column j below row j and applies the reflector to columns j+1 .. end-1. w: end - j - 1. */
function eliminate(m: usize, j: usize, end: usize, at: usize, ld: usize, tau: usize, w: usize): void {
  const column = at + ((j * ld + j) << 3);
  const factor = reflector_f64(m - j - 1, column, column + 8);
  store<f64>(tau + (j << 3), factor);
  if (factor == 0) return;
  const diagonal = load<f64>(column);
  store<f64>(column, 1);
  const next = column + (ld << 3);
  gemv_f64(end - j - 1, m - j, next, ld, column, w);
  for (let c: usize = 0; c + j + 1 < end; c++) axpy_f64(m - j, -factor * load<f64>(w + (c << 3)), column, next + ((c * ld) << 3));
  store<f64>(column, diagonal);
}

/** Copies reflectors j .. j+b-1 as whole rows over positions j .. m-1. */
function gather(m: usize, j: usize, b: usize, at: usize, ld: usize, v: usize): void {
  const k = m - j;
  memory.fill(v, 0, (b * k) << 3);
  for (let r: usize = 0; r < b; r++) {
    const row = v + ((r * (k + 1)) << 3);
    store<f64>(row, 1);
    memory.copy(row + 8, at + (((j + r) * ld + j + r + 1) << 3), (k - r - 1) << 3);
  }
}

/** A = Q R. */
export function geqrf_f64(m: usize, n: usize, at: usize, ld: usize, tau: usize, work: usize, gemm: usize): void {
  const k = min(m, n);
  for (let j: usize = 0; j < k; j += BLOCK) {
    const b = min(BLOCK, k - j);
    for (let c = j; c < j + b; c++) eliminate(m, c, j + b, at, ld, tau, work);
    const rest = n - j - b;
    if (rest == 0) return;
    const length = m - j;
    const p = work + ((b * length) << 3);
    const product = p + (wy_doubles(b, length) << 3);
    gather(m, j, b, at, ld, work);
    wy_factor(b, length, work, tau + (j << 3), false, p, gemm);
    wy_apply_columns(b, length, work, p, rest, at + (((j + b) * ld + j) << 3), ld, product, gemm);
  }
}

/**
 * A P = Q R: column j of A P is column order[j] of A (32-bit integers, n of them). Returns the number of steps before no column was left with
 * a norm above `floor`: what remains is to be taken for zero.
 */
export function geqp3_f64(m: usize, n: usize, at: usize, ld: usize, tau: usize, order: usize, floor: f64, work: usize): usize {
  const now = work; // norms of what is left of the columns
  const then = now + (n << 3); // the norms when last computed
  const w = then + (n << 3);
  const k = min(m, n);
  for (let j: usize = 0; j < n; j++) {
    store<u32>(order + (j << 2), <u32>j);
    const size = norm_f64(m, at + ((j * ld) << 3));
    store<f64>(now + (j << 3), size);
    store<f64>(then + (j << 3), size);
  }
  for (let j: usize = 0; j < k; j++) {
    let pivot = j;
    for (let c = j + 1; c < n; c++) if (load<f64>(now + (c << 3)) > load<f64>(now + (pivot << 3))) pivot = c;
    if (load<f64>(now + (pivot << 3)) <= floor) {
      memory.fill(tau + (j << 3), 0, (k - j) << 3);
      return j;
    }
    if (pivot != j) {
      const a = order + (pivot << 2);
      const b = order + (j << 2);
      const t = load<u32>(a);
      store<u32>(a, load<u32>(b));
      store<u32>(b, t);
      store<f64>(now + (pivot << 3), load<f64>(now + (j << 3)));
      store<f64>(then + (pivot << 3), load<f64>(then + (j << 3)));
      swap_f64(m, at + ((pivot * ld) << 3), at + ((j * ld) << 3));
    }
    eliminate(m, j, n, at, ld, tau, w);
    for (let c = j + 1; c < n; c++) {
      const size = load<f64>(now + (c << 3));
      if (size == 0) continue;
      const column = at + ((c * ld + j) << 3);
      const share = abs(load<f64>(column)) / size;
      const left = max(0, (1 - share) * (1 + share));
      const trust = size / load<f64>(then + (c << 3));
      if (left * (trust * trust) > 1.5e-8) store<f64>(now + (c << 3), size * sqrt(left));
      else {
        const fresh = norm_f64(m - j - 1, column + 8);
        store<f64>(now + (c << 3), fresh);
        store<f64>(then + (c << 3), fresh);
      }
    }
  }
  return k;
}

/** Z := Q Z for the first k reflectors of `at`. Z: m x n row-major, leading dimension ldz. */
export function apply_q_f64(
  m: usize, k: usize, at: usize, ld: usize, tau: usize, n: usize, z: usize, ldz: usize, work: usize, gemm: usize,
): void {
  for (let end = k; end > 0; ) {
    const j = (end - 1) & ~(BLOCK - 1);
    const b = end - j;
    const length = m - j;
    const p = work + ((b * length) << 3);
    const product = p + (wy_doubles(b, length) << 3);
    gather(m, j, b, at, ld, work);
    wy_factor(b, length, work, tau + (j << 3), true, p, gemm);
    wy_apply(b, length, work, p, n, z + ((j * ldz) << 3), ldz, product, gemm);
    end = j;
  }
}

/** Exchanges x and y. */
export function swap_f64(n: usize, x: usize, y: usize): void {
  for (const end = x + (n << 3); x < end; x += 8, y += 8) {
    const t = load<f64>(x);
    store<f64>(x, load<f64>(y));
    store<f64>(y, t);
  }
}
