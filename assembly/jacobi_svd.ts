// jacobi_svd.ts - one-sided Jacobi: rotates the rows of x until they are orthogonal; their norms are the singular values.
//
// Shapes   x: n x n (row i of x is column i of the matrix whose columns are rotated); v: n rows of n, or 0; s: n; most: 2, scratch
// Effects  row i of x := s_i u_i', s falling; rows of v rotated and exchanged alike
// Order    each sweep begins by sorting the rows by falling norm (after de Rijk 1989) and meets every pair once, by blocks of BLOCK rows.
//          A pair is left alone when its cosine is at most sqrt(n) eps / 2
// Returns  1 when converged, 0 after SWEEPS sweeps (not seen in practice)
// Source   Hestenes 1958; Drmac & Veselic 2008; LAPACK's dgesvj
import { norm_f64, rotate_f64, scaling_to } from "./householder";
import { dot_f64 } from "./level1";
import { swap_f64 } from "./qr";

const SWEEPS = 40;
const BLOCK: usize = 16;

export function jacobi_svd_f64(n: usize, x: usize, v: usize, s: usize, most: usize): bool {
  const tolerance = sqrt(<f64>n) * f64.EPSILON * 0.5;
  let converged = n < 2;
  measure_and_sort(n, x, v, s);
  for (let sweep = 0; sweep < SWEEPS && !converged; sweep++) {
    store<f64>(most, 0);
    store<f64>(most, 0, 8);
    for (let i: usize = 0; i < n; i += BLOCK) {
      const ie = min(n, i + BLOCK);
      for (let p = i; p < ie; p++) for (let q = p + 1; q < ie; q++) orthogonalize(n, x, v, s, p, q, tolerance, most);
      for (let j = ie; j < n; j += BLOCK) {
        const je = min(n, j + BLOCK);
        for (let p = i; p < ie; p++) for (let q = j; q < je; q++) orthogonalize(n, x, v, s, p, q, tolerance, most);
      }
    }
    // a rotation changes the cosines with third rows by its turn times theirs: was all that happened after the first too little to matter?
    converged = <f64>n * load<f64>(most) * load<f64>(most, 8) <= tolerance;
    measure_and_sort(n, x, v, s);
  }
  return converged;
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

/** Rotates rows p and q to be orthogonal; most: the largest cosine met, and the largest turn, relative to the shorter row. */
function orthogonalize(n: usize, x: usize, v: usize, s: usize, p: usize, q: usize, tolerance: f64, most: usize): void {
  const a = load<f64>(s + (p << 3));
  const b = load<f64>(s + (q << 3));
  if (b == 0 || a == 0) return;
  const xp = x + ((p * n) << 3);
  const xq = x + ((q * n) << 3);
  const cosine = a * b > 1e-250 ? dot_f64(n, xp, xq) / (a * b) : small_cosine(n, xp, xq, a, b);
  if (!(abs(cosine) > tolerance)) return;
  const ab = a / b;
  const ba = b / a;
  const zeta = (ba - ab) / (2 * cosine);
  const t = abs(zeta) > 1e8 ? 0.5 / zeta : copysign(1 / (abs(zeta) + sqrt(1 + zeta * zeta)), zeta);
  // 1 / sqrt(1 + t t) would be biased upwards for small t: half an eps a rotation, n eps in the vectors' norms at the end
  const r = sqrt(1 + t * t);
  const c = 1 - (t * t) / (r * (r + 1));
  rotate_f64(n, xp, xq, c, c * t);
  if (v) rotate_f64(n, v + ((p * n) << 3), v + ((q * n) << 3), c, c * t);
  store<f64>(s + (p << 3), resized(a, 1 - t * cosine * ba, n, xp));
  store<f64>(s + (q << 3), resized(b, 1 + t * cosine * ab, n, xq));
  store<f64>(most, max(load<f64>(most), abs(cosine)));
  store<f64>(most, max(load<f64>(most, 8), abs(t) * max(ab, ba)), 8);
}

/** x'y / (a b) where the products would vanish. */
function small_cosine(n: usize, x: usize, y: usize, a: f64, b: f64): f64 {
  const ca = scaling_to(0, a);
  const cb = scaling_to(0, b);
  let r = 0.0;
  for (const end = x + (n << 3); x < end; x += 8, y += 8) r += load<f64>(x) * ca * (load<f64>(y) * cb);
  return r / (a * ca * (b * cb));
}

/** sqrt(factor) a, unless too little of a is left for that to be accurate. */
function resized(a: f64, factor: f64, n: usize, x: usize): f64 {
  return factor > 1e-4 ? a * sqrt(factor) : norm_f64(n, x);
}
