// tridiagonal_pairs.ts - a few eigenpairs of a symmetric tridiagonal matrix T: eigenvalues i with from <= i < to, ascending, by bisection,
// their vectors by inverse iteration.
//
// A bracket is cut into nine by eight points, whose counts of smaller eigenvalues (the signs of the pivots of T - x) run in four chains of
// two; the counts are monotone, so equal eigenvalues and those of a matrix that falls apart are found as they are. A vector is three solves
// from numbers without a pattern, each made orthogonal to the vectors before it: a cluster gets a basis.
//
// Shapes   d, e: n >= 1; e[i] couples i and i + 1, and e[n-1], which couples T to what follows, is read but has no effect; size: at least a
//          third of |T|; width: of the bracket at the end, relative to size; w, y: value and vector (n wide) of eigenvalue i are at
//          i - from + done; rows 0..done-1 of y, found before, are read; scratch: to - from + done + n doubles
// Effects  w within width size and a few eps |T|; rows of y orthonormal, |T y - w y| likewise
// Source   Givens 1954; counts: Demmel, Dhillon & Ren 1995; inverse iteration: Golub & Van Loan, section 8.2.2
import { scale_f64 } from "./krylov";
import { orthogonalize_f64 } from "./lanczos";

export function tridiagonal_pairs_f64(n: usize, d: usize, e: usize, from: usize, to: usize, done: usize, size: f64, width: f64, w: usize, y: usize, scratch: usize): void {
  const tiny = f64.EPSILON * size + 1e-300;
  w += done << 3;
  for (; from < to; from++, done++, w += 8) {
    let theta = -3 * size;
    let part = 6 * size;
    while (part > width * size) {
      part *= 1 / 9.0;
      theta += part * points_below(n, d, e, <i64>from, theta, part);
    }
    theta += 0.5 * part;
    store<f64>(w, theta);
    const row = y + ((done * n) << 3);
    for (let i: usize = 0; i < n; i++) store<f64>(row + (i << 3), <f64>(((<u32>i + 1) * (<u32>done + 1) * 2654435769) >> 16));
    for (let t = 0; t < 3; t++) {
      solve(n, d, e, theta, tiny, row, scratch);
      scale_f64(n, 1 / orthogonalize_f64(n, done, y, row, scratch), row, row);
    }
  }
}

/** How many of the points low + part, ..., low + 8 part have at most `index` eigenvalues below them. */
function points_below(n: usize, d: usize, e: usize, index: i64, low: f64, part: f64): f64 {
  const zero = f64x2.splat(0);
  const two = f64x2.splat(2 * part);
  const x0 = f64x2.replace_lane(f64x2.splat(low + part), 1, low + 2 * part);
  const x1 = f64x2.add(x0, two);
  const x2 = f64x2.add(x1, two);
  const x3 = f64x2.add(x2, two);
  let s = zero;
  let q0 = f64x2.splat(1);
  let q1 = q0;
  let q2 = q0;
  let q3 = q0;
  let c0 = zero;
  let c1 = zero;
  let c2 = zero;
  let c3 = zero;
  for (const end = d + (n << 3); d < end; d += 8, e += 8) {
    const v = v128.load64_splat(d);
    q0 = f64x2.sub(f64x2.sub(v, x0), f64x2.div(s, q0));
    q1 = f64x2.sub(f64x2.sub(v, x1), f64x2.div(s, q1));
    q2 = f64x2.sub(f64x2.sub(v, x2), f64x2.div(s, q2));
    q3 = f64x2.sub(f64x2.sub(v, x3), f64x2.div(s, q3));
    c0 = i64x2.add(c0, f64x2.lt(q0, zero));
    c1 = i64x2.add(c1, f64x2.lt(q1, zero));
    c2 = i64x2.add(c2, f64x2.lt(q2, zero));
    c3 = i64x2.add(c3, f64x2.lt(q3, zero));
    const coupling = load<f64>(e);
    s = f64x2.splat(coupling * coupling + 1e-300);
  }
  const most = i64x2.splat(-index); // the counts are negative
  c0 = i64x2.add(i64x2.add(i64x2.ge_s(c0, most), i64x2.ge_s(c1, most)), i64x2.add(i64x2.ge_s(c2, most), i64x2.ge_s(c3, most)));
  return -<f64>(i64x2.extract_lane(c0, 0) + i64x2.extract_lane(c0, 1));
}

/**
 * x := tiny (T - theta)^-1 x by elimination; a pivot below `tiny` is taken to be that. Rows are not exchanged: where a pivot is small and its
 * neighbours grow, the vector is small in their place. u: n doubles.
 */
function solve(n: usize, d: usize, e: usize, theta: f64, tiny: f64, x: usize, u: usize): void {
  const first = x;
  let pivot = 1.0;
  let after = 0.0;
  let coupling = 0.0;
  for (const end = x + (n << 3); x < end; x += 8) {
    const ratio = coupling / pivot;
    pivot = load<f64>(d) - theta - ratio * coupling;
    if (abs(pivot) < tiny) pivot = tiny;
    coupling = load<f64>(e);
    after = load<f64>(x) - ratio * after;
    store<f64>(x, after);
    store<f64>(u, pivot);
    d += 8;
    e += 8;
    u += 8;
  }
  after = 0;
  do {
    x -= 8;
    u -= 8;
    e -= 8;
    after = (load<f64>(x) * tiny - load<f64>(e) * after) / load<f64>(u);
    store<f64>(x, after);
  } while (x > first);
}
