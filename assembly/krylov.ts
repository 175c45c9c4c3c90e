// krylov.ts - the vector updates of the Krylov methods, on contiguous f64.
//
// Shapes   x, y: f64[n]; pointers in bytes, 8-byte aligned at least; n in elements
// Order    axpy_dot sums as dot_f64 does: four vector accumulators by (i mod 8), fixed tree at the end
// Tail     n mod 8 or n mod 4 by scalar loop;  n = 0 does nothing
// Effects  no allocation, no globals; x and y are the same or do not overlap
// Checked  by the caller (lengths, kinds)

/** y += alpha x;  r = sum_{i<n} y[i]^2 of the new y */
export function axpy_dot_f64(n: usize, alpha: f64, x: usize, y: usize): f64 {
  const a = f64x2.splat(alpha);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  const body = x + ((n & ~7) << 3);
  const end = x + (n << 3);
  while (x < body) {
    const y0 = f64x2.add(v128.load(y), f64x2.mul(a, v128.load(x)));
    const y1 = f64x2.add(v128.load(y, 16), f64x2.mul(a, v128.load(x, 16)));
    const y2 = f64x2.add(v128.load(y, 32), f64x2.mul(a, v128.load(x, 32)));
    const y3 = f64x2.add(v128.load(y, 48), f64x2.mul(a, v128.load(x, 48)));
    v128.store(y, y0);
    v128.store(y, y1, 16);
    v128.store(y, y2, 32);
    v128.store(y, y3, 48);
    s0 = f64x2.add(s0, f64x2.mul(y0, y0));
    s1 = f64x2.add(s1, f64x2.mul(y1, y1));
    s2 = f64x2.add(s2, f64x2.mul(y2, y2));
    s3 = f64x2.add(s3, f64x2.mul(y3, y3));
    x += 64;
    y += 64;
  }
  s0 = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let r = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  while (x < end) {
    const v = load<f64>(y) + alpha * load<f64>(x);
    store<f64>(y, v);
    r += v * v;
    x += 8;
    y += 8;
  }
  return r;
}

/** y = x + beta y */
export function xpby_f64(n: usize, x: usize, beta: f64, y: usize): void {
  const b = f64x2.splat(beta);
  const body = x + ((n & ~3) << 3);
  const end = x + (n << 3);
  while (x < body) {
    v128.store(y, f64x2.add(v128.load(x), f64x2.mul(b, v128.load(y))));
    v128.store(y, f64x2.add(v128.load(x, 16), f64x2.mul(b, v128.load(y, 16))), 16);
    x += 32;
    y += 32;
  }
  while (x < end) {
    store<f64>(y, load<f64>(x) + beta * load<f64>(y));
    x += 8;
    y += 8;
  }
}

/** y = alpha x */
export function scale_f64(n: usize, alpha: f64, x: usize, y: usize): void {
  const a = f64x2.splat(alpha);
  const body = x + ((n & ~3) << 3);
  const end = x + (n << 3);
  while (x < body) {
    v128.store(y, f64x2.mul(a, v128.load(x)));
    v128.store(y, f64x2.mul(a, v128.load(x, 16)), 16);
    x += 32;
    y += 32;
  }
  while (x < end) {
    store<f64>(y, alpha * load<f64>(x));
    x += 8;
    y += 8;
  }
}

/** w = (v - a w - b u) / c;  x += phi w: the direction and the step of MINRES. v, w, u, x do not overlap. */
export function minres_step_f64(n: usize, v: usize, a: f64, w: usize, b: f64, u: usize, c: f64, phi: f64, x: usize): void {
  const va = f64x2.splat(a);
  const vb = f64x2.splat(b);
  const vc = f64x2.splat(1 / c);
  const vp = f64x2.splat(phi);
  const body = v + ((n & ~1) << 3);
  while (v < body) {
    const t = f64x2.sub(f64x2.sub(v128.load(v), f64x2.mul(va, v128.load(w))), f64x2.mul(vb, v128.load(u)));
    const d = f64x2.mul(t, vc);
    v128.store(w, d);
    v128.store(x, f64x2.add(v128.load(x), f64x2.mul(vp, d)));
    v += 16;
    w += 16;
    u += 16;
    x += 16;
  }
  if (n & 1) {
    const d = (load<f64>(v) - a * load<f64>(w) - b * load<f64>(u)) * (1 / c);
    store<f64>(w, d);
    store<f64>(x, load<f64>(x) + phi * d);
  }
}
