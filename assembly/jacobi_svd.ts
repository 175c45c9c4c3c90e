// jacobi_svd.ts - one-sided Jacobi: rotates the rows of x until they are orthogonal; their norms are the singular values.
//
// Shapes   x: n x n (row i of x is column i of the matrix whose columns are rotated); v: n rows of n, or 0; s: n
// Effects  row i of x := s_i u_i', s falling; rows of v rotated and exchanged alike
// Order    by blocks of BLOCK rows; before row p is paired with the rows after it, the row of largest norm among them takes its place
//          (de Rijk 1989). A pair is left alone when its cosine is at most sqrt(n) eps
// Returns  1 when converged, 0 after SWEEPS sweeps (not seen in practice)
// Source   Hestenes 1958; Drmac & Veselic 2008; LAPACK's dgesvj
import { norm_f64, rotate_f64 } from "./householder";
import { dot_f64 } from "./level1";
import { swap_f64 } from "./qr";

const SWEEPS = 40;
const BLOCK: usize = 16;

export function jacobi_svd_f64(n: usize, x: usize, v: usize, s: usize): bool {
  const tolerance = sqrt(<f64>n) * f64.EPSILON * 0.5;
  let converged = n < 2;
  for (let i: usize = 0; i < n; i++) store<f64>(s + (i << 3), norm_f64(n, x + ((i * n) << 3)));
  for (let sweep = 0; sweep < SWEEPS && !converged; sweep++) {
    // no sine times cosine of the sweep above tolerance / n: what the later rotations undid of the earlier ones is below tolerance
    let worst = 0.0;
    for (let i: usize = 0; i < n; i += BLOCK) {
      const ie = min(n, i + BLOCK);
      for (let p = i; p < ie; p++) {
        let big = p;
        for (let q = p + 1; q < n; q++) if (load<f64>(s + (q << 3)) > load<f64>(s + (big << 3))) big = q;
        if (big != p) exchange(n, x, v, s, p, big);
        for (let q = p + 1; q < ie; q++) worst = max(worst, orthogonalize(n, x, v, s, p, q, tolerance));
      }
      for (let j = ie; j < n; j += BLOCK) {
        const je = min(n, j + BLOCK);
        for (let p = i; p < ie; p++) for (let q = j; q < je; q++) worst = max(worst, orthogonalize(n, x, v, s, p, q, tolerance));
      }
    }
    converged = <f64>n * worst <= tolerance;
    for (let i: usize = 0; i < n; i++) store<f64>(s + (i << 3), norm_f64(n, x + ((i * n) << 3)));
  }
  for (let p: usize = 0; p < n; p++) {
    let big = p;
    for (let q = p + 1; q < n; q++) if (load<f64>(s + (q << 3)) > load<f64>(s + (big << 3))) big = q;
    if (big != p) exchange(n, x, v, s, p, big);
  }
  return converged;
}

function exchange(n: usize, x: usize, v: usize, s: usize, p: usize, q: usize): void {
  swap_f64(1, s + (p << 3), s + (q << 3));
  swap_f64(n, x + ((p * n) << 3), x + ((q * n) << 3));
  if (v) swap_f64(n, v + ((p * n) << 3), v + ((q * n) << 3));
}

/** Rotates rows p and q to be orthogonal; returns |sine cosine| of what was done. */
function orthogonalize(n: usize, x: usize, v: usize, s: usize, p: usize, q: usize, tolerance: f64): f64 {
  const a = load<f64>(s + (p << 3));
  const b = load<f64>(s + (q << 3));
  if (b == 0 || a == 0) return 0;
  const xp = x + ((p * n) << 3);
  const xq = x + ((q * n) << 3);
  const cosine = dot_f64(n, xp, xq) / a / b;
  if (!(abs(cosine) > tolerance)) return 0;
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
  return abs(c * t * cosine);
}

/** sqrt(factor) a, unless too little of a is left for that to be accurate. */
function resized(a: f64, factor: f64, n: usize, x: usize): f64 {
  return factor > 1e-4 ? a * sqrt(factor) : norm_f64(n, x);
}
