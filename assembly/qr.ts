// qr.ts - Householder QR of a matrix kept by columns.        A = Q R  or  A P = Q R,  Q = H_0 H_1 ... H_{k-1},  k = min(m, n)
//
// Shapes   at: n x m, leading dimension ld: row j is column j of A; tau: k; work: qr_doubles(m, n); gemm: gemm_scratch_bytes()
// Effects  row j of `at`: R[0..j][j], then v_j behind its leading 1 (which is not stored); rows j >= k hold R only
// Blocks   panels of BLOCK columns, in them four reflectors at a time, the rest by matrix products; with pivoting column by column
// Pivoting the column of largest remaining norm goes next (the first of equals). Norms are downdated, and recomputed when the figures
//          left no longer support the value (Drmac & Bujanovic 2008)
// Source   Golub & Van Loan, sections 5.2 and 5.4; LAPACK's dgeqrf, dlaqp2
import { norm_f64, reflector_f64 } from "./householder";
import { axpy_f64, dot_f64 } from "./level1";
import { gemv_f64 } from "./gemv";
import { REFLECT4, reflect4_f64 } from "./reflect4";
import { wy_apply_columns, wy_doubles, wy_factor } from "./wy";

const BLOCK: usize = 16;

/** Doubles of work for the factorizations of an m x n matrix, and for applying Q to as many as max(m, n) columns. */
export function qr_doubles(m: usize, n: usize): usize {
  const most = max(m, n);
  const b = min(BLOCK, min(m, n));
  return 2 * b * most + wy_doubles(b, most) + 2 * n + REFLECT4;
}

/** Eliminates column j below row j and applies the reflector to columns j+1 .. end-1. w: end - j - 1. */
function eliminate(m: usize, j: usize, end: usize, at: usize, ld: usize, tau: usize, w: usize): void {
  const column = at + ((j * ld + j) << 3);
  const factor = reflector_f64(m - j - 1, column, column + 8);
  store<f64>(tau + (j << 3), factor);
  reflect(m - j, column, factor, end - j - 1, column + (ld << 3), ld, w);
}

/** Applies one reflector, v behind its leading 1 (which is not stored) at `v`, to n columns of c. w: n. */
function reflect(m: usize, v: usize, factor: f64, n: usize, c: usize, ld: usize, w: usize): void {
  if (factor == 0) return;
  const diagonal = load<f64>(v);
  store<f64>(v, 1);
  const row = ld << 3;
  if (n >= 4) gemv_f64(n, m, c, ld, v, w);
  else for (let i: usize = 0; i < n; i++) store<f64>(w + (i << 3), dot_f64(m, v, c + i * row));
  for (const end = w + (n << 3); w < end; w += 8) {
    axpy_f64(m, -factor * load<f64>(w), v, c);
    c += row;
  }
  store<f64>(v, diagonal);
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
    for (let s = j; s < j + b; s += 4) {
      const next = min(s + 4, j + b);
      for (let c = s; c < next; c++) eliminate(m, c, next, at, ld, tau, work);
      const corner = at + ((s * ld + s) << 3);
      if (next < j + b) reflect4_f64(m - s, corner, ld << 3, tau + (s << 3), false, j + b - next, corner + (ld << 5), ld << 3, work);
    }
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

/**
 * Z := Q Z for the first k reflectors of `at`. Z by columns: zt: n x m, leading dimension ldz. `fresh`: Z was the identity, and what Q
 * leaves of it is not touched.
 */
export function apply_q_f64(
  m: usize, k: usize, at: usize, ld: usize, tau: usize, n: usize, zt: usize, ldz: usize, fresh: bool, work: usize, gemm: usize,
): void {
  for (let end = k; end > 0; ) {
    const step: usize = k <= BLOCK ? 4 : BLOCK;
    const j = (end - 1) & ~(step - 1);
    const b = end - j;
    const first: usize = fresh ? j : 0;
    const length = m - j;
    const corner = at + ((j * ld + j) << 3);
    const z = zt + ((first * ldz + j) << 3);
    if (k > BLOCK) {
      const p = work + ((b * length) << 3);
      gather(m, j, b, at, ld, work);
      wy_factor(b, length, work, tau + (j << 3), true, p, gemm);
      wy_apply_columns(b, length, work, p, n - first, z, ldz, p + (wy_doubles(b, length) << 3), gemm);
    } else if (b == 4) reflect4_f64(length, corner, ld << 3, tau + (j << 3), true, n - first, z, ldz << 3, work);
    else {
      for (let i = end; i > j; ) {
        i--;
        reflect(m - i, at + ((i * ld + i) << 3), load<f64>(tau + (i << 3)), n - first, z + ((i - j) << 3), ldz, work);
      }
    }
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
