// householder.ts - safe norm, elementary reflectors, and the small vector routines the factorizations share.
//
// Reflector  H = I - tau v v', v[pivot] = 1, H x = beta e_pivot; tau = 0 when x is already a multiple of e_pivot
// Shapes     contiguous f64 vectors, pointers in bytes, counts in elements
// Safety     norms and reflectors neither overflow nor lose figures by underflow while the norm itself is representable
// Source     Golub & Van Loan, section 5.1; the sign that avoids cancellation: LAPACK's dlarfg
import { scale_f64 } from "./krylov";
import { dot_f64 } from "./level1";

/** 2^k for -1022 <= k <= 1023. */
// @ts-ignore: decorator
@inline
export function power_of_two(k: i64): f64 {
  return reinterpret<f64>((1023 + k) << 52);
}

/** max |x[i]|; NaN when an element is NaN. */
export function max_abs_f64(n: usize, x: usize): f64 {
  let m = f64x2.splat(0);
  let l = m;
  const end = x + (n << 3);
  for (const body = x + ((n & ~3) << 3); x < body; x += 32) {
    m = larger(m, f64x2.abs(v128.load(x)));
    l = larger(l, f64x2.abs(v128.load(x, 16)));
  }
  for (; x < end; x += 8) m = larger(m, f64x2.abs(v128.load64_splat(x)));
  m = larger(m, l);
  return max(f64x2.extract_lane(m, 0), f64x2.extract_lane(m, 1));
}

/** The larger of numbers >= 0 by their bits, among which NaN is the largest: f64x2.max takes three times as long. */
// @ts-ignore: decorator
@inline
function larger(a: v128, b: v128): v128 {
  return v128.bitselect(b, a, i64x2.gt_s(b, a));
}

/** The power of two that brings m > 0 near 2^target, within what is finite along with its inverse. */
export function scaling_to(target: i64, m: f64): f64 {
  const exponent = <i64>(reinterpret<u64>(m) >> 52) - 1023;
  return m == 0 ? 1 : power_of_two(min<i64>(1000, max<i64>(-1000, target - exponent)));
}

/** Euclidean norm. */
export function norm_f64(n: usize, x: usize): f64 {
  const s = dot_f64(n, x, x);
  if (s >= 1e-270 && s <= 1e300) return sqrt(s);
  const m = max_abs_f64(n, x);
  if (!(m > 0) || m == Infinity) return m;
  const c = m < 1 ? power_of_two(600) : power_of_two(-600);
  let t = 0.0;
  for (const end = x + (n << 3); x < end; x += 8) {
    const u = load<f64>(x) * c;
    t += u * u;
  }
  return sqrt(t) / c;
}

/**
 * Makes the reflector that maps (alpha, x) to (beta, 0): x is overwritten by v without its leading 1, *alpha by beta. Returns tau.
 */
export function reflector_f64(n: usize, alpha: usize, x: usize): f64 {
  const squares = dot_f64(n, x, x);
  const head = load<f64>(alpha);
  const sum = squares + head * head;
  if (squares >= 1e-270 && sum <= 1e300) {
    const beta = head < 0 ? sqrt(sum) : -sqrt(sum);
    scale_f64(n, 1 / (head - beta), x, x);
    store<f64>(alpha, beta);
    return (beta - head) / beta;
  }
  return extreme_reflector(n, alpha, x);
}

/** The same for squares that overflow, vanish or are zero: scaled before anything is computed, for even a norm is coarse among subnormals. */
function extreme_reflector(n: usize, alpha: usize, x: usize): f64 {
  const largest = max_abs_f64(n, x);
  if (largest == 0) return 0;
  const c = scaling_to(0, max(largest, abs(load<f64>(alpha))));
  scale_f64(n, c, x, x);
  const head = load<f64>(alpha) * c;
  const tail = norm_f64(n, x);
  const size = sqrt(head * head + tail * tail);
  const beta = head < 0 ? size : -size;
  scale_f64(n, 1 / (head - beta), x, x);
  store<f64>(alpha, beta / c);
  return (beta - head) / beta;
}

/** (x, y) := (c x - s y, s x + c y) */
export function rotate_f64(n: usize, x: usize, y: usize, c: f64, s: f64): void {
  const cc = f64x2.splat(c);
  const ss = f64x2.splat(s);
  const body = x + ((n & ~1) << 3);
  for (; x < body; x += 16, y += 16) {
    const u = v128.load(x);
    const v = v128.load(y);
    v128.store(x, f64x2.sub(f64x2.mul(cc, u), f64x2.mul(ss, v)));
    v128.store(y, f64x2.add(f64x2.mul(ss, u), f64x2.mul(cc, v)));
  }
  if (n & 1) {
    const u = load<f64>(x);
    const v = load<f64>(y);
    store<f64>(x, c * u - s * v);
    store<f64>(y, s * u + c * v);
  }
}
