// jacobi_svd.ts - one-sided Jacobi: rotates the rows of x until they are orthogonal; their norms are the singular values.
//
// Shapes   x: n x n (row i of x is column i of the matrix whose columns are rotated); v: n rows of n, or 0; s: n; most: 4, scratch
// Effects  row i of x := s_i u_i', s falling; rows of v rotated and exchanged alike
// Order    each sweep begins by sorting the rows by falling norm (after de Rijk 1989) and meets every pair once, by blocks of BLOCK rows.
//          A pair is left alone when its cosine is at most sqrt(n) eps / 2
// Speed    what a rotation costs is its roots and divisions, each waiting for the one before: two pairs without a row in common share them
// Returns  1 when converged, 0 after SWEEPS sweeps (not seen in practice)
// Source   Hestenes 1958; Drmac & Veselic 2008; LAPACK's dgesvj
import { norm_f64, rotate_f64, scaling_to } from "./householder";
import { dot_f64 } from "./level1";
import { swap_f64 } from "./qr";
import { zero } from "./transpose";

const SWEEPS = 40;
const BLOCK: usize = 16;

export function jacobi_svd_f64(n: usize, x: usize, v: usize, s: usize, most: usize): bool {
  const tolerance = sqrt(<f64>n) * f64.EPSILON * 0.5;
  let converged = n < 2;
  measure_and_sort(n, x, v, s);
  for (let sweep = 0; sweep < SWEEPS && !converged; sweep++) {
    zero(4, most);
    for (let i: usize = 0; i < n; i += BLOCK) {
      const ie = min(n, i + BLOCK);
      for (let p = i; p + 1 < ie; p += 4) {
        const other = p + 3 < ie ? p + 2 : p;
        orthogonalize(n, x, v, s, p, p + 1, other, other == p ? p : p + 3, tolerance, most);
      }
      for (let j = i; j < n; j += BLOCK) tiles(n, x, v, s, i, ie, j, min(n, j + BLOCK), tolerance, most);
    }
    // a rotation changes the cosines with third rows by its turn times theirs: was all that happened after the first too little to matter?
    const cosine = max(load<f64>(most), load<f64>(most, 8));
    converged = <f64>n * cosine * max(load<f64>(most, 16), load<f64>(most, 24)) <= tolerance;
    measure_and_sort(n, x, v, s);
  }
  return converged;
}

/** Rows i .. ie-1 with rows j .. je-1 by squares of 2, crosswise; those squares on the diagonal, when i = j, apart. */
function tiles(n: usize, x: usize, v: usize, s: usize, i: usize, ie: usize, j: usize, je: usize, tolerance: f64, most: usize): void {
  for (let p = i; p < ie; p += 2) {
    for (let q = i == j ? p + 2 : j; q < je; q += 2) {
      const down = p + 1 < ie ? p + 1 : p;
      const right = q + 1 < je ? q + 1 : q;
      if (down > p && right > q) {
        orthogonalize(n, x, v, s, p, q, down, right, tolerance, most);
        orthogonalize(n, x, v, s, p, right, down, q, tolerance, most);
      } else {
        orthogonalize(n, x, v, s, p, q, p, p, tolerance, most);
        if (down > p) orthogonalize(n, x, v, s, down, q, p, p, tolerance, most);
        if (right > q) orthogonalize(n, x, v, s, p, right, p, p, tolerance, most);
      }
    }
  }
}

/** s := the rows' norms; the rows by falling norm. */
function measure_and_sort(n: usize, x: usize, v: usize, s: usize): void {
  for (let i: usize = 0; i < n; i++) store<f64>(s + (i << 3), norm_f64(n, x + ((i * n) << 3)));
  for (let p: usize = 0; p < n; p++) {
    let big = p;
    for (let q = p + 1; q < n; q++) if (load<f64>(s + (q << 3)) > load<f64>(s + (big << 3))) big = q;
    if (big == p) continue;
    swap_f64(1, s + (p << 3), s + (big << 3));
    swap_f64(n, x + ((p * n) << 3), x + ((big * n) << 3));
    if (v) swap_f64(n, v + ((p * n) << 3), v + ((big * n) << 3));
  }
}

/**
 * Rotates rows p and q to be orthogonal, and beside them, in the other lane, rows i and j (i = j: p and q alone). most: the largest cosine
 * met, and the largest turn, relative to the shorter row.
 */
function orthogonalize(n: usize, x: usize, v: usize, s: usize, p: usize, q: usize, i: usize, j: usize, tolerance: f64, most: usize): void {
  const row = n << 3;
  const sp = s + (p << 3);
  const sq = s + (q << 3);
  const si = s + (i << 3);
  const sj = s + (j << 3);
  p *= row;
  q *= row;
  i *= row;
  j *= row;
  const a = pair(load<f64>(sp), load<f64>(si));
  const b = pair(load<f64>(sq), load<f64>(sj));
  const ab = f64x2.div(a, b);
  const ba = f64x2.div(b, a);
  let cosine = pair(dot_f64(n, x + p, x + q), i == j ? 0 : dot_f64(n, x + i, x + j));
  const product = f64x2.mul(a, b);
  if (i64x2.all_true(f64x2.gt(product, f64x2.splat(1e-250)))) cosine = f64x2.div(cosine, product);
  else cosine = pair(small_cosine(n, x + p, x + q, load<f64>(sp), load<f64>(sq)), i == j ? 0 : small_cosine(n, x + i, x + j, load<f64>(si), load<f64>(sj)));
  const size = f64x2.abs(cosine);
  const turning = f64x2.gt(size, f64x2.splat(tolerance));
  if (!v128.any_true(turning)) return;
  // cot 2 phi = half / cosine, with as few divisions and roots one after another as there can be
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.sub(ba, ab));
  const r = f64x2.sqrt(f64x2.add(f64x2.mul(half, half), f64x2.mul(cosine, cosine)));
  const g = f64x2.add(f64x2.abs(half), r);
  const signed = v128.xor(cosine, v128.and(half, f64x2.splat(-0.0)));
  const t = v128.and(f64x2.div(signed, g), turning);
  const u = f64x2.mul(t, t);
  let c = polynomial(u);
  const large = f64x2.gt(u, f64x2.splat(1e-5));
  // the root would be biased for small t: an eighth of an eps a rotation
  if (v128.any_true(large)) c = v128.bitselect(f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(0.5), g), r)), c, large);
  const turn = f64x2.mul(c, t);
  const t0 = f64x2.extract_lane(turn, 0);
  const t1 = f64x2.extract_lane(turn, 1);
  if (t0 != 0) both(n, x, v, p, q, f64x2.extract_lane(c, 0), t0);
  if (t1 != 0) both(n, x, v, i, j, f64x2.extract_lane(c, 1), t1);
  const change = f64x2.mul(t, cosine);
  const one = f64x2.splat(1);
  const fa = f64x2.sub(one, f64x2.mul(change, ba));
  const fb = f64x2.add(one, f64x2.mul(change, ab));
  const least = f64x2.splat(1e-4);
  if (i64x2.all_true(v128.and(f64x2.gt(fa, least), f64x2.gt(fb, least)))) {
    const na = f64x2.mul(a, f64x2.sqrt(fa));
    const nb = f64x2.mul(b, f64x2.sqrt(fb));
    store<f64>(si, f64x2.extract_lane(na, 1));
    store<f64>(sj, f64x2.extract_lane(nb, 1));
    store<f64>(sp, f64x2.extract_lane(na, 0));
    store<f64>(sq, f64x2.extract_lane(nb, 0));
  } else {
    // too little is left of a row for that to be accurate
    store<f64>(si, norm_f64(n, x + i));
    store<f64>(sj, norm_f64(n, x + j));
    store<f64>(sp, norm_f64(n, x + p));
    store<f64>(sq, norm_f64(n, x + q));
  }
  v128.store(most, f64x2.max(v128.load(most), v128.and(size, turning)));
  v128.store(most, f64x2.max(v128.load(most, 16), v128.and(f64x2.mul(f64x2.abs(t), f64x2.max(ab, ba)), turning)), 16);
}

// @ts-ignore: decorator
@inline
function pair(a: f64, b: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(a), 1, b);
}

/** 1 / sqrt(1 + u) for small u */
// @ts-ignore: decorator
@inline
function polynomial(u: v128): v128 {
  let r = f64x2.sub(f64x2.splat(0.375), f64x2.mul(f64x2.splat(0.3125), u));
  r = f64x2.sub(f64x2.splat(0.5), f64x2.mul(u, r));
  return f64x2.sub(f64x2.splat(1), f64x2.mul(u, r));
}

/** The rows at p and q of x, and of v where it is wanted. */
function both(n: usize, x: usize, v: usize, p: usize, q: usize, c: f64, s: f64): void {
  rotate_f64(n, x + p, x + q, c, s);
  if (v) rotate_f64(n, v + p, v + q, c, s);
}

/** x'y / (a b) where the products would vanish. */
function small_cosine(n: usize, x: usize, y: usize, a: f64, b: f64): f64 {
  if (a == 0 || b == 0) return 0;
  const ca = scaling_to(0, a);
  const cb = scaling_to(0, b);
  let r = 0.0;
  for (const end = x + (n << 3); x < end; x += 8, y += 8) r += load<f64>(x) * ca * (load<f64>(y) * cb);
  return r / (a * ca * (b * cb));
}
