// pow.ts - x^y = e^(y log |x|), the logarithm in two doubles, on one lane.
//
// Accuracy     0.78 ulp (measured, as in exp.ts)
// Special      IEEE 754-2019 section 9.2.1 throughout; NaN canonical
import { expExtended } from "./exp";

const TWO_54: f64 = 18014398509481984.0;

// @ts-ignore: decorator
@inline
function head(x: f64): f64 {
  return reinterpret<f64>(reinterpret<u64>(x) & 0xfffffffff8000000);
}

/** a b - product, by Dekker 1971. */
export function productError(a: f64, b: f64, product: f64): f64 {
  const ah = head(a);
  const bh = head(b);
  const al = a - ah;
  const bl = b - bh;
  return ah * bh - product + (ah * bl + al * bh) + al * bl;
}

/** y log x for finite x > 0, y not zero, given to e^; about 2^-66 of relative error in the logarithm. */
function powPositive(x: f64, y: f64): f64 {
  let k = 0.0;
  if (x < 2.2250738585072014e-308) {
    x *= TWO_54;
    k = -54;
  }
  const t = reinterpret<i64>(x) - 0x3fe6a09e667f3bcd;
  k += <f64>(t >> 52);
  const m = reinterpret<f64>((t & 0xfffffffffffff) + 0x3fe6a09e667f3bcd);
  // s = f / (2 + f) in two doubles
  const f = m - 1;
  const d = 2 + f;
  const dl = f - (d - 2);
  const s = f / d;
  const sd = s * d;
  const sl = (f - sd - productError(s, d, sd) - s * dl) / d;
  // z = s^2 in two doubles
  const z = s * s;
  const zl = productError(s, s, z) + 2 * s * sl;
  // (log m)/2 = s + s (z/3 + z^2 (1/5 + z (1/7 + ...)))
  const tail = z * (0.14285714285714285 + z * (0.11111111111111111 + z * (0.09090909090909091 + z * (0.07692307692307693 +
    z * (0.06666666666666667 + z * (0.058823529411764705 + z * (0.05263157894736842 + z * (0.047619047619047616 +
    z * (0.043478260869565216 + z * 0.04)))))))));
  const c = 0.2 + tail;
  const cl = 0.2 - c + tail - 1.1102230246251566e-17;
  // u = 1/3 + z c
  const zc = z * c;
  const zcl = productError(z, c, zc) + z * cl + zl * c;
  const third = 0.3333333333333333;
  const u = third + zc;
  const ul = third - u + zc + zcl + 1.850371707708594e-17;
  // v = z u, w = s v
  const v = z * u;
  const vl = productError(z, u, v) + z * ul + zl * u;
  const w = s * v;
  const wl = productError(s, v, w) + s * vl + sl * v;
  // log x = k ln 2 + 2 (s + w)
  const a = k * 0.6931471805598903;
  const b = 2 * s;
  const h1 = a + b;
  const l1 = a != 0 ? a - h1 + b : 0;
  const w2 = 2 * w;
  const h2 = h1 + w2;
  const l2 = h1 - h2 + w2 + (l1 + (2 * (sl + wl) + k * 5.497923018708371e-14));
  const h = h2 + l2;
  const l = h2 - h + l2;
  const e = y * h;
  // out of range either way: the error term is not needed and might be NaN
  const el = abs(e) < 1000 ? productError(y, h, e) + y * l : 0;
  return f64x2.extract_lane(expExtended(f64x2.splat(e), f64x2.splat(el)), 0);
}

export function pow(x: f64, y: f64): f64 {
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return NaN;
  const ax = abs(x);
  const integer = floor(y) == y;
  const odd = integer && abs(y) < 9007199254740992.0 && (<i64>y & 1) != 0;
  const negative = reinterpret<i64>(x) < 0;
  let r: f64;
  if (abs(y) == Infinity) {
    if (ax == 1) return 1;
    return ax > 1 == y > 0 ? Infinity : 0;
  }
  if (ax == 0 || ax == Infinity) r = (ax == 0) == y > 0 ? 0 : Infinity;
  else {
    if (negative && !integer) return NaN;
    r = ax == 1 ? 1 : powPositive(ax, abs(y) < 1e-300 ? (y > 0 ? 1e-300 : -1e-300) : y);
  }
  return negative && odd ? -r : r;
}
