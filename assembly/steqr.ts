// steqr.ts - implicit QL iteration for a symmetric tridiagonal matrix, with or without vectors.
//
// Each rotation of columns l and l+1 of the eigenvector matrix acts on ROWS of z: z holds the transpose, so they are contiguous.
// An off-diagonal element is zero when |e_i| <= eps (|d_i| + |d_{i+1}|) or |e_i| <= floor.
//
// Shapes   d: n, e: n - 1 read and destroyed (e[n-1] is written: n elements); z: n rows of `width`, leading dimension ldz; width = 0: values only
// Effects  d ascending; row i of z := the combination of z's rows that belongs to d[i]
// Returns  n when every eigenvalue was found, else the index that would not converge in 60 sweeps (not seen in practice; d is still finite)
// Source   Dubrulle, Martin & Wilkinson 1968 (imtql2); Parlett, The Symmetric Eigenvalue Problem, chapter 8
import { rotate_f64 } from "./householder";

const SWEEPS = 60;

export function steqr_f64(n: usize, d: usize, e: usize, z: usize, width: usize, ldz: usize, floor: f64): usize {
  if (n == 0) return 0;
  store<f64>(e + ((n - 1) << 3), 0);
  for (let l: usize = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      for (; m + 1 < n; m++) {
        const size = abs(load<f64>(d + (m << 3))) + abs(load<f64>(d + (m << 3), 8));
        const off = abs(load<f64>(e + (m << 3)));
        if (off <= f64.EPSILON * 0.5 * size || off <= floor) break;
      }
      if (m == l) break;
      if (sweep == SWEEPS) return l;
      if (m == l + 1) solve_pair(l, d, e, z, width, ldz);
      else sweep_ql(l, m, d, e, z, width, ldz);
    }
  }
  sort_rows(n, d, z, width, ldz);
  return n;
}

/** A block of order 2 by one rotation. */
function solve_pair(l: usize, d: usize, e: usize, z: usize, width: usize, ldz: usize): void {
  const dl = d + (l << 3);
  const el = load<f64>(e + (l << 3));
  const theta = (load<f64>(dl, 8) - load<f64>(dl)) / (2 * el);
  const t = copysign(1 / (abs(theta) + (abs(theta) < 1e150 ? sqrt(1 + theta * theta) : abs(theta))), theta);
  store<f64>(dl, load<f64>(dl) - t * el);
  store<f64>(dl, load<f64>(dl, 8) + t * el, 8);
  store<f64>(e + (l << 3), 0);
  if (!width) return;
  const c = 1 / sqrt(1 + t * t);
  rotate_f64(width, z + ((l * ldz) << 3), z + (((l + 1) * ldz) << 3), c, c * t);
}

/** One implicit QL sweep on the unreduced block l..m with Wilkinson's shift. */
function sweep_ql(l: usize, m: usize, d: usize, e: usize, z: usize, width: usize, ldz: usize): void {
  const dl = load<f64>(d + (l << 3));
  const el = load<f64>(e + (l << 3));
  let g = (load<f64>(d + (l << 3), 8) - dl) / (2 * el);
  let r = abs(g) < 1e150 ? sqrt(g * g + 1) : abs(g);
  g = load<f64>(d + (m << 3)) - dl + el / (g + copysign(r, g));
  let s = 1.0;
  let c = 1.0;
  let p = 0.0;
  for (let i = m; i > l; ) {
    i--;
    const di = d + (i << 3);
    const ei = e + (i << 3);
    let f = s * load<f64>(ei);
    const b = c * load<f64>(ei);
    r = sqrt(f * f + g * g);
    store<f64>(ei, r, 8);
    if (r == 0) {
      store<f64>(di, load<f64>(di, 8) - p, 8);
      store<f64>(e + (m << 3), 0);
      return;
    }
    const inverse = 1 / r;
    s = f * inverse;
    c = g * inverse;
    g = load<f64>(di, 8) - p;
    r = (load<f64>(di) - g) * s + 2 * c * b;
    p = s * r;
    store<f64>(di, g + p, 8);
    g = c * r - b;
    if (width) rotate_f64(width, z + ((i * ldz) << 3), z + (((i + 1) * ldz) << 3), c, s);
  }
  store<f64>(d + (l << 3), load<f64>(d + (l << 3)) - p);
  store<f64>(e + (l << 3), g);
  store<f64>(e + (m << 3), 0);
}

/** Selection sort, ascending: at most n row exchanges. */
function sort_rows(n: usize, d: usize, z: usize, width: usize, ldz: usize): void {
  for (let i: usize = 0; i + 1 < n; i++) {
    let k = i;
    for (let j = i + 1; j < n; j++) if (load<f64>(d + (j << 3)) < load<f64>(d + (k << 3))) k = j;
    if (k == i) continue;
    const t = load<f64>(d + (i << 3));
    store<f64>(d + (i << 3), load<f64>(d + (k << 3)));
    store<f64>(d + (k << 3), t);
    let x = z + ((i * ldz) << 3);
    let y = z + ((k * ldz) << 3);
    for (const end = x + (width << 3); x < end; x += 8, y += 8) {
      const u = load<f64>(x);
      store<f64>(x, load<f64>(y));
      store<f64>(y, u);
    }
  }
}
