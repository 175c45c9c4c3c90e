// ldlt.ts - symmetric indefinite factorization with bounded Bunch-Kaufman ("rook") pivoting, in place.
//
//   P A P' = L D L'      L unit lower triangular; D block diagonal, blocks of order 1 and 2
//
// Shapes   a: n x n, rows lda elements apart; only its lower triangle is read; d, e: f64[n]; swaps: i32[n]; scratch: ldlt_scratch_bytes(n)
// Effects  lower triangle of a: L with its ones; d: diagonal of D; e[k]: entry (k+1, k) of a 2 x 2 block that begins at k, else 0;
//          P = the interchanges of rows k and swaps[k] >= k for k = 0, 1, ... in turn
// Bounds   |l_ij| <= 2.79; the order-2 blocks are indefinite; a column that is exactly zero gives the pivot 0, and the work goes on
// Order    panels of NB columns: within one, columns are brought up to date by rows of axpy; trailing updates by gemm's chains. Ties in the
//          search go to the first index. Fixed by the matrix alone
// Source   pivoting: Ashcraft, Grimes & Lewis 1998; panels: Dongarra, Duff, Sorensen & van der Vorst 1998, section 5.4;
//          stability: Higham 2002, section 11.1
// Checked  by the caller in src/linalg

import { gemm_scratch_bytes, multiply } from "./gemm_block";
import { add_rows } from "./gemv";
import { trsm_lower_f64, trsm_lower_transposed_f64 } from "./trsm";

const NB: usize = 48; // columns of a panel; the last may be the second of a block of order 2
const ALPHA: f64 = 0.6403882032022076; // (1 + sqrt 17)/8

/** Bytes of scratch for a matrix of order n: a panel of L, one of L D, two columns and multipliers, then gemm's. */
export function ldlt_scratch_bytes(n: usize): usize {
  return gemm_scratch_bytes() + (((2 * NB + 2) * n + NB) << 3);
}

export function ldlt_f64(n: usize, a: usize, lda: usize, d: usize, e: usize, swaps: usize, scratch: usize): void {
  const row = lda << 3;
  const column = n << 3;
  const l = scratch + gemm_scratch_bytes(); // L of the panel, one column after the other, each n long
  const w = l + NB * column; // L D of the panel, likewise
  for (let start: usize = 0; start < n; ) {
    const end = panel(n, start, a, row, d, e, swaps, l, w);
    const done = end - start;
    for (let i = start; i < n; i++) {
      const to = a + i * row + (start << 3);
      const from = l + (i << 3);
      for (let j: usize = 0; j < min(done, i - start + 1); j++) store<f64>(to + (j << 3), load<f64>(from + j * column));
    }
    const offset = end << 3;
    const rest = n - end;
    multiply(true, rest, rest, done, -1, l + offset, 8, column, w + offset, column, 8, 1, a + end * row + offset, row, scratch);
    start = end;
  }
}

/** Factors at most NB columns from `start` on; returns the first column left. The trailing matrix waits for gemm. */
function panel(n: usize, start: usize, a: usize, row: usize, d: usize, e: usize, swaps: usize, l: usize, w: usize): usize {
  const column = n << 3;
  const factors = w + NB * column;
  let k = start;
  while (k < n && k - start + 1 < NB) {
    const lk = l + (k - start) * column;
    const wk = w + (k - start) * column;
    const here = k << 3;
    // candidates: v holds column p, u holds column q, rows k to n - 1, brought up to date
    let v = factors + (NB << 3);
    let u = v + column;
    let p = k;
    let q = largest(k + 1, n, n, gather(n, k, start, p, a, row, l, w, factors, v));
    let most = q < n ? abs<f64>(load<f64>(v + (q << 3))) : 0;
    let pair = false;
    if (abs<f64>(load<f64>(v + here)) < ALPHA * most) {
      while (true) {
        const r = largest(k, n, q, gather(n, k, start, q, a, row, l, w, factors, u));
        const next = abs<f64>(load<f64>(u + (r << 3)));
        const single = !(abs<f64>(load<f64>(u + (q << 3))) < ALPHA * next);
        pair = !single && (r == p || !(next > most));
        if (pair) break;
        p = q;
        q = r;
        most = next;
        const t = v;
        v = u;
        u = t;
        if (single) break;
      }
    }
    interchange(n, start, k, p, a, row, l, w, swaps);
    swap(v, k, p);
    if (!pair) {
      const dk = load<f64>(v + here);
      store<f64>(d + here, dk);
      store<f64>(e + here, 0);
      for (let i = here; i < column; i += 8) {
        const t = load<f64>(v + i);
        store<f64>(wk + i, t);
        store<f64>(lk + i, dk == 0 ? 0 : t / dk);
      }
      store<f64>(lk + here, 1);
      k++;
      continue;
    }
    swap(u, k, p);
    if (q == k) q = p;
    interchange(n, start, k + 1, q, a, row, l, w, swaps);
    swap(v, k + 1, q);
    swap(u, k + 1, q);
    const f = load<f64>(v + here, 8);
    store<f64>(d + here, load<f64>(v + here));
    store<f64>(d + here, load<f64>(u + here, 8), 8);
    store<f64>(e + here, f);
    store<f64>(e + here, 0, 8);
    const d1 = load<f64>(v + here) / f;
    const d2 = load<f64>(u + here, 8) / f;
    const g = 1 / (d1 * d2 - 1);
    for (let i = here; i < column; i += 8) {
      const x = load<f64>(v + i);
      const y = load<f64>(u + i);
      store<f64>(wk + i, x);
      store<f64>(wk + column + i, y);
      store<f64>(lk + i, (d2 * (x / f) - y / f) * g);
      store<f64>(lk + column + i, (d1 * (y / f) - x / f) * g);
    }
    store<f64>(lk + here, 1);
    store<f64>(lk + here, 0, 8);
    store<f64>(lk + column + here, 1, 8);
    k += 2;
  }
  return k;
}

/** v = rows k to n - 1 of column c >= k of what is left: A less the products of the panel's columns before k. */
function gather(n: usize, k: usize, start: usize, c: usize, a: usize, row: usize, l: usize, w: usize, factors: usize, v: usize): usize {
  const column = n << 3;
  memory.copy(v + (k << 3), a + c * row + (k << 3), (c - k) << 3);
  let from = a + c * row + (c << 3);
  for (let i = v + (c << 3); i < v + column; i += 8) {
    store<f64>(i, load<f64>(from));
    from += row;
  }
  for (let j: usize = 0; j < k - start; j++) store<f64>(factors + (j << 3), -load<f64>(w + j * column + (c << 3)));
  add_rows(k - start, n - k, l + (k << 3), column, factors, v + (k << 3));
  return v;
}

/** Index of the entry of greatest modulus in v[from..to), v[skip] aside: the first such. */
function largest(from: usize, to: usize, skip: usize, v: usize): usize {
  let best = from == skip ? from + 1 : from;
  let most = -1.0;
  for (let i = from; i < to; i++) {
    const t = abs<f64>(load<f64>(v + (i << 3)));
    if (t > most && i != skip) {
      most = t;
      best = i;
    }
  }
  return best;
}

/** Rows and columns k and p >= k of what is left change places; so do the rows of L and of the panel. */
function interchange(n: usize, start: usize, k: usize, p: usize, a: usize, row: usize, l: usize, w: usize, swaps: usize): void {
  store<u32>(swaps + (k << 2), <u32>p);
  if (p == k) return;
  const rk = a + k * row;
  const rp = a + p * row;
  for (let j: usize = 0; j < start << 3; j += 8) exchange(rk + j, rp + j);
  exchange(rk + (k << 3), rp + (p << 3));
  for (let i = k + 1; i < p; i++) exchange(a + i * row + (k << 3), rp + (i << 3));
  for (let i = p + 1; i < n; i++) exchange(a + i * row + (k << 3), a + i * row + (p << 3));
  for (let j: usize = start; j < k; j++) {
    swap(l + (j - start) * (n << 3), k, p);
    swap(w + (j - start) * (n << 3), k, p);
  }
}

// @ts-ignore: decorator
@inline
function exchange(x: usize, y: usize): void {
  const t = load<f64>(x);
  store<f64>(x, load<f64>(y));
  store<f64>(y, t);
}

/** v[k] and v[p] change places. */
function swap(v: usize, k: usize, p: usize): void {
  exchange(v + (k << 3), v + (p << 3));
}

/**
 * B := A^-1 B from the factors; B is n x nrhs with rows ldb apart; scratch: gemm_scratch_bytes(). A zero pivot divides by zero: infinities
 * and NaN, no trap.
 */
export function ldlt_solve_f64(
  n: usize, nrhs: usize, l: usize, ldl: usize, d: usize, e: usize, swaps: usize, b: usize, ldb: usize, scratch: usize,
): void {
  if (n == 0) return;
  const brs = ldb << 3;
  for (let i: usize = 0; i < n; i++) permute(nrhs, i, swaps, b, brs);
  trsm_lower_f64(n, nrhs, l, ldl, b, ldb, scratch);
  for (let i: usize = 0; i < n; i++) {
    const f = load<f64>(e + (i << 3));
    const end = b + i * brs + (nrhs << 3);
    if (f == 0) {
      for (let x = b + i * brs; x < end; x += 8) store<f64>(x, load<f64>(x) / load<f64>(d + (i << 3)));
      continue;
    }
    const d1 = load<f64>(d + (i << 3)) / f;
    const d2 = load<f64>(d + (i << 3), 8) / f;
    const g = 1 / (d1 * d2 - 1);
    for (let x = b + i * brs; x < end; x += 8) {
      const x1 = load<f64>(x) / f;
      const x2 = load<f64>(x + brs) / f;
      store<f64>(x, (d2 * x1 - x2) * g);
      store<f64>(x + brs, (d1 * x2 - x1) * g);
    }
    i++;
  }
  trsm_lower_transposed_f64(n, nrhs, l, ldl, b, ldb, scratch);
  for (let i = n; i > 0; i--) permute(nrhs, i - 1, swaps, b, brs);
}

/** Interchange i of the rows of B. */
function permute(nrhs: usize, i: usize, swaps: usize, b: usize, brs: usize): void {
  const p = <usize>load<u32>(swaps + (i << 2));
  if (p != i) for (let j: usize = 0; j < nrhs; j++) exchange(b + i * brs + (j << 3), b + p * brs + (j << 3));
}
