// stedc.ts - eigenvalues and vectors of a symmetric tridiagonal matrix by divide and conquer.
//
// The matrix is torn into leaves of at most LEAF rows, each solved by QL; two neighbours are joined by the rank-one modification
//   diag(D1, D2) + rho z z',   z = (last row of Q1, +-first row of Q2)
// whose eigenvectors follow from the roots of the secular equation. z is recomputed from the roots (Loewner's formula), so the vectors are
// orthogonal to rounding whatever the gaps. Small z_j and close pairs d_j are deflated first: they cost no arithmetic, and clustered
// spectra are the quick ones.
//
// Shapes   d, e: n (e[n-1] is scratch); z: n x n; order: n 32-bit integers; work: stedc_scratch_bytes(n); gemm: gemm_scratch_bytes()
// Effects  ROW i of z is the eigenvector of d[i]; order lists the rows by rising d; e destroyed. Returns n, or the index where QL failed
// Scale    the caller has scaled T so that |T| is near 1
// Source   Cuppen 1981; Gu & Eisenstat 1994; Rutter 1994 (the layout of LAPACK's dlaed1-3)
import { gemm_f64 } from "./gemm_block";
import { max_abs_f64, norm_f64, rotate_f64 } from "./householder";
import { secular_root } from "./secular";
import { steqr_f64 } from "./steqr";

const LEAF: usize = 24;
const UNIT = f64.EPSILON * 0.5;

/** Eight vectors, the permuted rows and the coefficients of the last merge. */
export function stedc_scratch_bytes(n: usize): usize {
  return (2 * n * n + 8 * n + 64) << 3;
}

export function stedc_f64(n: usize, d: usize, e: usize, z: usize, order: usize, floor: f64, work: usize, gemm: usize): usize {
  memory.fill(z, 0, (n * n) << 3);
  let levels: usize = 0;
  while (n >> levels > LEAF) levels++;
  const leaves: usize = 1 << levels;
  for (let b: usize = 1; b < leaves; b++) {
    const at = d + (bound(n, b, levels) << 3);
    const rho = abs(load<f64>(at + (e - d) - 8));
    store<f64>(at - 8, load<f64>(at - 8) - rho);
    store<f64>(at, load<f64>(at) - rho);
  }
  for (let b: usize = 0; b < leaves; b++) {
    const low = bound(n, b, levels);
    const count = bound(n, b + 1, levels) - low;
    for (let i: usize = 0; i < count; i++) {
      store<f64>(z + (((low + i) * (n + 1)) << 3), 1);
      put(order, low + i, i);
    }
    // QL overwrites the element behind its last: the coupling to the next leaf
    const coupling = e + ((low + count - 1) << 3);
    const rho = load<f64>(coupling);
    const done = steqr_f64(count, d + (low << 3), e + (low << 3), z + ((low * (n + 1)) << 3), count, n, floor);
    if (done < count) return low + done;
    store<f64>(coupling, rho);
  }
  for (; levels > 0; levels--) {
    for (let b: usize = 0; b < <usize>1 << levels; b += 2) {
      const low = bound(n, b, levels);
      const n1 = bound(n, b + 1, levels) - low;
      const both = bound(n, b + 2, levels) - low;
      const rho = load<f64>(e + ((low + n1 - 1) << 3));
      merge(n1, both, d + (low << 3), rho, z + ((low * (n + 1)) << 3), n, order + (low << 2), floor, work, gemm);
    }
  }
  return n;
}

/** First row of block b when n rows are halved `levels` times. */
function bound(n: usize, b: usize, levels: usize): usize {
  return <usize>((<u64>n * <u64>b) >> levels);
}

function at(list: usize, i: usize): usize {
  return load<u32>(list + (i << 2));
}

function put(list: usize, i: usize, value: usize): void {
  store<u32>(list + (i << 2), <u32>value);
}

// @ts-ignore: decorator
@inline
function f(list: usize, i: usize): f64 {
  return load<f64>(list + (i << 3));
}

// @ts-ignore: decorator
@inline
function set(list: usize, i: usize, value: f64): void {
  store<f64>(list + (i << 3), value);
}

/** Joins the first n1 and the following n - n1 rows of z; order: on entry the order within each part, on exit of the whole. */
function merge(n1: usize, n: usize, d: usize, rho: f64, z: usize, ldz: usize, order: usize, floor: f64, work: usize, gemm: usize): void {
  const row = ldz << 3;
  const n2 = n - n1;
  const u = work; // the vector of the rank-one term
  const poles = u + (n << 3); // the kept d
  const weights = poles + (n << 3); // the kept u
  const roots = weights + (n << 3);
  const spare = roots + (n << 3);
  const sorted = spare + (n << 3); // all rows by rising d
  const list = sorted + (n << 2); // kept rows by rising d from the front, deflated ones from the back
  const kind = list + (n << 2); // 0 the first part only, 1 both, 2 the second part only
  const place = kind + (n << 2); // where a kept row stands in the grouped order
  const sums = (place + (n << 2) + 7) & ~7; // scratch of the root finder
  const upper = (sums + 32 + 63) & ~63; // the permuted rows' first parts, second parts, deflated rows; the coefficients

  const half = sqrt(0.5);
  for (let i: usize = 0; i < n; i++) {
    const mine = load<f64>(z + i * row + ((i < n1 ? n1 - 1 : n1) << 3));
    set(u, i, i >= n1 && rho < 0 ? -half * mine : half * mine);
    put(kind, i, i < n1 ? 0 : 2);
  }
  for (let i: usize = 0, p: usize = 0, q = n1; i < n; i++) {
    const first = q == n || (p < n1 && f(d, at(order, p)) <= f(d, n1 + at(order, q)));
    put(sorted, i, first ? at(order, p++) : n1 + at(order, q++));
  }
  rho = 2 * abs(rho);
  const k = deflate(n, d, rho, u, z, row, sorted, list, kind, floor);

  // kept rows are grouped by kind, so that halves known to be zero are not multiplied
  let c0: usize = 0;
  let c2: usize = 0;
  for (let j: usize = 0; j < k; j++) {
    const kindOf = at(kind, at(list, j));
    if (kindOf == 0) c0++;
    else if (kindOf == 2) c2++;
  }
  const lower = upper + (((k - c2) * n1) << 3);
  const deflated = lower + (((k - c0) * n2) << 3);
  const coefficients = (deflated + (((n - k) * n) << 3) + 63) & ~63;
  let p0: usize = 0;
  let p1 = c0;
  let p2 = k - c2;
  for (let j: usize = 0; j < n; j++) {
    const r = at(list, j);
    const from = z + r * row;
    if (j >= k) {
      memory.copy(deflated + (((j - k) * n) << 3), from, n << 3);
      set(roots, j, f(d, r));
      continue;
    }
    const kindOf = at(kind, r);
    const to = kindOf == 0 ? p0++ : kindOf == 1 ? p1++ : p2++;
    put(place, j, to);
    if (kindOf < 2) memory.copy(upper + ((to * n1) << 3), from, n1 << 3);
    if (kindOf > 0) memory.copy(lower + (((to - c0) * n2) << 3), from + (n1 << 3), n2 << 3);
    set(poles, j, f(d, r));
    set(weights, j, f(u, r));
  }
  if (k) coefficients_of(k, poles, weights, rho, roots, coefficients, place, spare, sums);

  // rows 0..k-1: the new vectors; rows k..n-1: the deflated ones, whose values fall
  memory.copy(d, roots, n << 3);
  for (let i: usize = 0, p: usize = 0, q = n; i < n; i++) put(order, i, q == k || (p < k && f(d, p) <= f(d, q - 1)) ? p++ : --q);
  gemm_f64(k, n1, k - c2, 1, coefficients, k, 1, upper, n1, 1, 0, z, ldz, gemm);
  gemm_f64(k, n2, k - c0, 1, coefficients + (c0 << 3), k, 1, lower, n2, 1, 0, z + (n1 << 3), ldz, gemm);
  for (let j = k; j < n; j++) memory.copy(z + j * row, deflated + (((j - k) * n) << 3), n << 3);
}

/** Splits the rows: list[0..k) are kept, list[k..n) deflated with d falling. A close pair is rotated so that one of the two deflates. */
function deflate(n: usize, d: usize, rho: f64, u: usize, z: usize, row: usize, sorted: usize, list: usize, kind: usize, floor: f64): usize {
  const tolerance = max(8 * UNIT * max(max_abs_f64(n, d), max_abs_f64(n, u)), floor);
  let k: usize = 0;
  let back = n;
  let held = n; // none
  for (let i: usize = 0; i <= n; i++) {
    let gone = held;
    if (i < n) {
      const next = at(sorted, i);
      const ud = f(u, next);
      if (rho * abs(ud) <= tolerance) gone = next;
      else if (held == n) {
        held = next;
        continue;
      } else {
        const dh = f(d, held);
        const dn = f(d, next);
        const length = sqrt(ud * ud + f(u, held) * f(u, held));
        const c = ud / length;
        const s = f(u, held) / length;
        held = next;
        if (abs((dn - dh) * c * s) > tolerance) {
          put(list, k++, gone);
          continue;
        }
        set(u, next, length);
        if (at(kind, next) != at(kind, gone)) put(kind, next, 1);
        rotate_f64(n, z + gone * row, z + next * row, c, s);
        set(d, gone, dh * c * c + dn * s * s);
        set(d, next, dh * s * s + dn * c * c);
      }
    } else {
      if (held < n) put(list, k++, held);
      break;
    }
    let to = --back;
    for (; to + 1 < n && f(d, at(list, to + 1)) > f(d, gone); to++) put(list, to, at(list, to + 1));
    put(list, to, gone);
  }
  return k;
}

/** Roots, and row i of s: the eigenvector of root i in the basis of the grouped kept rows. u: the kept weights. */
function coefficients_of(k: usize, poles: usize, u: usize, rho: f64, roots: usize, s: usize, place: usize, spare: usize, sums: usize): void {
  const row = k << 3;
  const size = norm_f64(k, u);
  rho *= size * size;
  for (let j: usize = 0; j < k; j++) set(spare, j, (f(u, j) / size) * (f(u, j) / size));
  for (let i: usize = 0; i < k; i++) set(roots, i, secular_root(k, i, poles, spare, rho, s + i * row, sums));
  // Loewner: the weights for which these are the exact roots
  for (let j: usize = 0; j < k; j++) set(spare, j, -1);
  for (let i: usize = 0; i < k; i++) {
    const mine = f(spare, i) * f(s + i * row, i);
    times_ratios(k, spare, s + i * row, poles, f(poles, i));
    set(spare, i, mine);
  }
  for (let j: usize = 0; j < k; j++) set(spare, j, copysign(sqrt(max(0, f(spare, j))), f(u, j)));
  for (let i: usize = 0; i < k; i++) {
    const mine = s + i * row;
    const inverse = 1 / sqrt(quotients(k, spare, mine, u));
    for (let j: usize = 0; j < k; j++) set(mine, at(place, j), f(u, j) * inverse);
  }
}

/** w_j *= t_j / (d_j - pole) */
function times_ratios(n: usize, w: usize, t: usize, d: usize, pole: f64): void {
  const p = f64x2.splat(pole);
  for (const end = w + ((n & ~1) << 3); w < end; w += 16, t += 16, d += 16) {
    v128.store(w, f64x2.mul(v128.load(w), f64x2.div(v128.load(t), f64x2.sub(v128.load(d), p))));
  }
  if (n & 1) store<f64>(w, load<f64>(w) * (load<f64>(t) / (load<f64>(d) - pole)));
}

/** q_j = w_j / t_j; returns the sum of squares. */
function quotients(n: usize, w: usize, t: usize, q: usize): f64 {
  let sum = f64x2.splat(0);
  for (const end = w + ((n & ~1) << 3); w < end; w += 16, t += 16, q += 16) {
    const x = f64x2.div(v128.load(w), v128.load(t));
    v128.store(q, x);
    sum = f64x2.add(sum, f64x2.mul(x, x));
  }
  const r = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (!(n & 1)) return r;
  const x = load<f64>(w) / load<f64>(t);
  store<f64>(q, x);
  return r + x * x;
}
