// eigh.ts - eigenvalues and vectors of a dense symmetric matrix: scale, tridiagonalise, scale, solve, transform back.     A = Z diag(w) Z'
//
// n <= SMALL: the product of the reflectors is formed and QL rotates it; beyond: divide and conquer, then blocks of BLOCK reflectors
// I - V' T V (compact WY) applied to Z by three matrix products. Values only: QL without vectors.
//
// Shapes   a: n x n row-major, lower triangle read; w: n; scratch: eigh_scratch_bytes(n, vectors), aligned to a cache line
// Effects  w ascending; a destroyed, or column j of a the unit eigenvector of w[j]. Returns n, or an index that did not converge
// Source   Golub & Van Loan, chapter 8; blocks: Schreiber & Van Loan 1989
import { gemm_f64, gemm_scratch_bytes } from "./gemm_block";
import { max_abs_f64, power_of_two, scaling_to } from "./householder";
import { scale_f64 } from "./krylov";
import { axpy_f64, dot_f64 } from "./level1";
import { stedc_f64, stedc_scratch_bytes } from "./stedc";
import { steqr_f64 } from "./steqr";
import { sytrd_doubles, sytrd_f64, sytrd_multiplies } from "./sytrd";
import { identity, transpose_f64 } from "./transpose";
import { wy_apply, wy_doubles, wy_factor } from "./wy";

const SMALL: usize = 32;
const BLOCK: usize = 32;

export function eigh_scratch_bytes(n: usize, vectors: bool): usize {
  const lists: usize = (3 * n + 16) << 3; // e, tau, order
  let work = sytrd_doubles(n) << 3;
  if (vectors) work = max(work, n <= SMALL ? (n * n) << 3 : rows_bytes(n) + ((n * n) << 3) + stedc_scratch_bytes(n) + 64);
  return lists + work + (multiplies(n, vectors) ? gemm_scratch_bytes() + 64 : 0);
}

function multiplies(n: usize, vectors: bool): bool {
  return sytrd_multiplies(n) || (vectors && n > SMALL);
}

/** The rows of stedc; after them, in the same place, what the back-transformation needs. */
function rows_bytes(n: usize): usize {
  return ((max(n * n, BLOCK * n + wy_doubles(BLOCK, n)) << 3) + BLOCK * (n << 3) + 63) & ~63;
}

export function eigh_f64(n: usize, a: usize, w: usize, vectors: bool, scratch: usize): usize {
  if (n == 0) return 0;
  const gemm = scratch;
  const e = scratch + (multiplies(n, vectors) ? (gemm_scratch_bytes() + 63) & ~63 : 0);
  const tau = e + (n << 3);
  const order = tau + (n << 3);
  const work = (order + (n << 2) + 63) & ~63;
  const factor = scale_lower(n, a);
  sytrd_f64(n, a, w, e, tau, work, gemm);
  const near1 = scaling_to(0, max(max_abs_f64(n, w), max_abs_f64(n - 1, e)));
  scale_f64(n, near1, w, w);
  scale_f64(n - 1, near1, e, e);
  const floor = power_of_two(-120);
  let done: usize;
  if (!vectors) done = steqr_f64(n, w, e, 0, 0, 0, floor);
  else if (n <= SMALL) {
    product_of_reflectors(n, a, tau, work);
    done = steqr_f64(n, w, e, work, n, n, floor);
    transpose_f64(n, n, work, n, 0, a, n);
  } else {
    const z = work + rows_bytes(n);
    done = stedc_f64(n, w, e, work, order, floor, z + ((n * n) << 3), gemm);
    transpose_f64(n, n, work, n, order, z, n);
    memory.copy(e, w, n << 3);
    for (let i: usize = 0; i < n; i++) store<f64>(w + (i << 3), load<f64>(e + (<usize>load<u32>(order + (i << 2)) << 3)));
    transform_back(n, a, tau, z, work, gemm);
    memory.copy(a, z, (n * n) << 3);
  }
  scale_f64(n, 1 / near1, w, w);
  scale_f64(n, 1 / factor, w, w);
  return done;
}

/** Position i n + j of the first entry, i > j, with |a_ij - a_ji| > tolerance max |a|; n n when A is symmetric to that tolerance; 0 when an entry is not finite. */
export function first_asymmetric_f64(n: usize, a: usize, tolerance: f64): usize {
  const limit = tolerance * max_abs_f64(n * n, a);
  if (!(limit < Infinity)) return 0;
  const row = n << 3;
  for (let i: usize = 0; i < n; i += 8) {
    for (let j: usize = 0; j <= i; j += 8) {
      for (let r = i; r < min(n, i + 8); r++) {
        for (let s = j; s < min(r, j + 8); s++) {
          if (abs(load<f64>(a + r * row + (s << 3)) - load<f64>(a + s * row + (r << 3))) > limit) return r * n + s;
        }
      }
    }
  }
  return n * n;
}

/** Scales the lower triangle so that its largest element is near 1, when it is far from 1; returns the factor, a power of two. */
function scale_lower(n: usize, a: usize): f64 {
  let m = 0.0;
  for (let i: usize = 0; i < n; i++) m = max(m, max_abs_f64(i + 1, a + ((i * n) << 3)));
  if (m == 0 || (m > 1e-20 && m < 1e20)) return 1;
  const c = scaling_to(0, m);
  for (let i: usize = 0; i < n; i++) scale_f64(i + 1, c, a + ((i * n) << 3), a + ((i * n) << 3));
  return c;
}

/** Row j of q := row j of Q' = e_j' H_1 H_2 ... H_{n-1}. */
function product_of_reflectors(n: usize, a: usize, tau: usize, q: usize): void {
  identity(n, n, 0, q);
  for (let j: usize = 0; j < n; j++, q += n << 3) {
    for (let k = j + 1; k < n; k++) {
      const v = a + ((k * n) << 3);
      axpy_f64(k, -load<f64>(tau + (k << 3)) * dot_f64(k, v, q), v, q);
    }
  }
}

/** z := H_{n-1} ... H_1 z. */
function transform_back(n: usize, a: usize, tau: usize, z: usize, work: usize, gemm: usize): void {
  for (let first: usize = 1; first < n; first += BLOCK) {
    const b = min(BLOCK, n - first);
    const k = first + b - 1; // length of the longest
    const p = work + ((b * k) << 3);
    memory.fill(work, 0, (b * k) << 3);
    for (let r: usize = 0; r < b; r++) memory.copy(work + ((r * k) << 3), a + (((first + r) * n) << 3), (first + r) << 3);
    wy_factor(b, k, work, tau + (first << 3), false, p, gemm);
    wy_apply(b, k, work, p, n, z, n, p + (wy_doubles(b, k) << 3), gemm);
  }
}
