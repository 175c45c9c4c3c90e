// log.ts - natural logarithm, log(1 + x) on two lanes.
//
// Reduction    x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt 2;  log(1 + f) = 2 atanh(s), s = f/(2 + f), as f - f^2/2 + s (f^2/2 + z L(z)), z = s^2,
//              whose leading sum k ln 2 + f keeps its rounding error (form: Tang 1990)
// Accuracy     log 0.82 ulp, log1p 0.93 ulp (measured, as in exp.ts), subnormal arguments included
// Special      log(0) = -Infinity, NaN below 0; log1p(-0) = -0, log1p(-1) = -Infinity; NaN canonical
// Order        an element's bits depend on its value only
import { at, canonical } from "./exp";

/** ln 2 in two parts, then L with log((1+s)/(1-s)) = 2s + s z L(z), z = s^2. */
const LOG: usize = memory.data<f64>([
  0.6931471805598903, 5.497923018708371e-14, 0.666666666666667, 0.3999999999989889, 0.28571428626253836, 0.22222211089379496,
  0.1818289243253687, 0.15331611722055008, 0.14617807153417325,
]);
const HALF_ROOT_BITS: i64 = 0x3fe6a09e667f3bcd;

/** Leading part of k ln 2 + log(1 + f). */
// @ts-ignore: decorator
@inline
export function logHigh(k: v128, f: v128): v128 {
  return f64x2.add(f64x2.mul(k, at(LOG, 0)), f);
}

/** The rest: k ln 2 + log(1 + f + fl) = h + logLow, fl below an ulp of f, sqrt(1/2) <= 1 + f < sqrt 2. */
export function logLow(k: v128, f: v128, fl: v128, h: v128): v128 {
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const even = f64x2.add(at(LOG, 2), f64x2.mul(w, f64x2.add(at(LOG, 4), f64x2.mul(w, f64x2.add(at(LOG, 6), f64x2.mul(w, at(LOG, 8)))))));
  const odd = f64x2.add(at(LOG, 3), f64x2.mul(w, f64x2.add(at(LOG, 5), f64x2.mul(w, at(LOG, 7)))));
  const r = f64x2.mul(z, f64x2.add(even, f64x2.mul(z, odd)));
  const square = f64x2.mul(f64x2.mul(f, f), f64x2.splat(0.5));
  const lost = f64x2.sub(f, f64x2.sub(h, f64x2.mul(k, at(LOG, 0))));
  const tail = f64x2.add(f64x2.mul(s, f64x2.add(square, r)), f64x2.add(f64x2.mul(k, at(LOG, 1)), fl));
  return f64x2.sub(lost, f64x2.sub(square, tail));
}

/** Biased exponent of x / sqrt(1/2), above the mantissa of x. */
// @ts-ignore: decorator
@inline
function shiftedBits(x: v128): v128 {
  return i64x2.add(x, i64x2.splat(0x3ff0000000000000 - HALF_ROOT_BITS));
}

// @ts-ignore: decorator
@inline
function exponent(bits: v128): v128 {
  return f64x2.sub(v128.or(i64x2.shr_u(bits, 52), i64x2.splat(0x4330000000000000)), f64x2.splat(4503599627370496.0 + 1023.0));
}

/** x / 2^k - 1, exact. */
// @ts-ignore: decorator
@inline
function fraction(bits: v128): v128 {
  const m = i64x2.add(v128.and(bits, i64x2.splat(0x000fffffffffffff)), i64x2.splat(HALF_ROOT_BITS));
  return f64x2.sub(m, f64x2.splat(1));
}

/** log at the ends of its domain: 0 gives -Infinity, negative numbers NaN, Infinity itself. */
function ends(v: v128, u: v128): v128 {
  const infinite = f64x2.splat(Infinity);
  v = v128.bitselect(infinite, v, f64x2.eq(u, infinite));
  v = v128.bitselect(f64x2.neg(infinite), v, f64x2.eq(u, f64x2.splat(0)));
  return v128.bitselect(v, i64x2.splat(0x7ff8000000000000), f64x2.ge(u, f64x2.splat(0)));
}

export function log(x: v128): v128 {
  const tiny = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  const bits = shiftedBits(v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984.0)), x, tiny));
  const k = f64x2.sub(exponent(bits), v128.and(tiny, f64x2.splat(54)));
  const f = fraction(bits);
  const h = logHigh(k, f);
  return ends(f64x2.add(h, logLow(k, f, f64x2.splat(0), h)), x);
}

export function log1p(x: v128): v128 {
  const one = f64x2.splat(1);
  const u = f64x2.add(one, x);
  const b = f64x2.sub(u, one);
  const c = f64x2.add(f64x2.sub(one, f64x2.sub(u, b)), f64x2.sub(x, b));
  const bits = shiftedBits(u);
  const k = exponent(bits);
  // u's rounding error, brought to the scale of f
  const e = i64x2.shr_u(bits, 52);
  const power = i64x2.shl(i64x2.sub(i64x2.splat(2046), e), 52);
  const cl = v128.and(f64x2.mul(c, power), f64x2.lt(u, f64x2.splat(1e300)));
  const f0 = fraction(bits);
  const f = f64x2.add(f0, cl);
  const fl = f64x2.add(f64x2.sub(f0, f), cl);
  const h = logHigh(k, f);
  const v = v128.or(f64x2.add(h, logLow(k, f, fl, h)), v128.and(x, f64x2.splat(-0.0)));
  return ends(v, v128.bitselect(u, x, f64x2.eq(x, x)));
}
