// level1.ts - vector routines on contiguous f64.
//
// Shapes   x, y: f64[n]; pointers in bytes, 8-byte aligned at least; n in elements
// Order    four vector accumulators by (i mod 8), fixed tree at the end: a result depends on (n, x, y) only
// Tail     n mod 8 by scalar loop;  n = 0 gives 0 (dot) or does nothing
// Effects  no allocation, no globals; aliasing of x and y allowed
// Checked  by the caller (lengths, kinds)

/** r = sum_{i<n} x[i] y[i] */
export function dot_f64(n: usize, x: usize, y: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  const body = x + ((n & ~7) << 3);
  const end = x + (n << 3);
  while (x < body) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(x), v128.load(y)));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
    s2 = f64x2.add(s2, f64x2.mul(v128.load(x, 32), v128.load(y, 32)));
    s3 = f64x2.add(s3, f64x2.mul(v128.load(x, 48), v128.load(y, 48)));
    x += 64;
    y += 64;
  }
  s0 = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let r = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  while (x < end) {
    r += load<f64>(x) * load<f64>(y);
    x += 8;
    y += 8;
  }
  return r;
}

/** y += alpha x */
export function axpy_f64(n: usize, alpha: f64, x: usize, y: usize): void {
  const a = f64x2.splat(alpha);
  const body = x + ((n & ~3) << 3);
  const end = x + (n << 3);
  while (x < body) {
    v128.store(y, f64x2.add(v128.load(y), f64x2.mul(a, v128.load(x))));
    v128.store(y, f64x2.add(v128.load(y, 16), f64x2.mul(a, v128.load(x, 16))), 16);
    x += 32;
    y += 32;
  }
  while (x < end) {
    store<f64>(y, load<f64>(y) + alpha * load<f64>(x));
    x += 8;
    y += 8;
  }
}

/** Index of the first element that is NaN or infinite; n when all are finite. */
export function first_nonfinite_f64(n: usize, x: usize): usize {
  // x - x is 0 for finite x and NaN otherwise; blocks of 8 are tested at once, the element is searched only in a block that fails.
  const start = x;
  const body = x + ((n & ~7) << 3);
  const end = x + (n << 3);
  while (x < body) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const c = v128.load(x, 32);
    const d = v128.load(x, 48);
    const t = f64x2.add(f64x2.add(f64x2.sub(a, a), f64x2.sub(b, b)), f64x2.add(f64x2.sub(c, c), f64x2.sub(d, d)));
    if (!i64x2.all_true(f64x2.eq(t, t))) break;
    x += 64;
  }
  while (x < end) {
    const v = load<f64>(x);
    if (v - v != 0) return (x - start) >> 3;
    x += 8;
  }
  return n;
}
