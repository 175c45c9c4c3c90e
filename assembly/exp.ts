// exp.ts - e^x and e^x - 1 on two lanes, and the reduction shared by every function that is made of exponentials.
//
// Reduction    x = k ln 2 + r, k = round(x log2 e), |r| <= 0.3466; ln 2 in two parts (Cody & Waite 1980, ch. 6), the first of 42 bits, so that
//              x - k ln2_hi is exact; k is rounded by adding 1.5 * 2^52, which leaves its integer in the low bits
// Polynomial   e^r - 1 = r + r^2 Q(r), Q of degree 10 (its error stays below 2^-58 of e^r), evaluated by Estrin's scheme
// Extremes     overflow gives Infinity, underflow is gradual (scaling in two exact steps), NaN is canonical
// Order        an element's bits depend on its value only: vector, tail and scalar calls agree

/** log2 e, 1.5 * 2^52, ln 2 in two parts, then Q from its constant term up. */
export const EXP: usize = memory.data<f64>([
  1.4426950408889634, 6755399441055744.0, 0.6931471805598903, 5.497923018708371e-14, 0.5, 0.16666666666666669, 0.041666666666666664,
  0.008333333333330048, 0.0013888888888886543, 0.0001984126986312606, 2.480158731719623e-5, 2.7557268347499137e-6, 2.7557282889212767e-7,
  2.510043897623718e-8, 2.0911274821900127e-9,
]);

/** Two copies of entry i of a table. */
// @ts-ignore: decorator
@inline
export function at(table: usize, i: usize): v128 {
  return v128.load_splat<u64>(table + (i << 3));
}

/** v where x is a number, the canonical NaN where it is not. */
// @ts-ignore: decorator
@inline
export function canonical(v: v128, x: v128): v128 {
  return v128.bitselect(v, i64x2.splat(0x7ff8000000000000), f64x2.eq(x, x));
}

/** round(x log2 e) + 1.5 * 2^52. */
// @ts-ignore: decorator
@inline
export function expShifted(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, at(EXP, 0)), at(EXP, 1));
}

// @ts-ignore: decorator
@inline
export function unshift(shifted: v128): v128 {
  return f64x2.sub(shifted, at(EXP, 1));
}

/** x - k ln2_hi, exact. */
// @ts-ignore: decorator
@inline
export function expHigh(x: v128, k: v128): v128 {
  return f64x2.sub(x, f64x2.mul(k, at(EXP, 2)));
}

/** What the reduction left out: to be subtracted from expHigh. */
// @ts-ignore: decorator
@inline
export function expLow(k: v128): v128 {
  return f64x2.mul(k, at(EXP, 3));
}

/** t with e^(hi - lo) - 1 = hi + t. */
export function expTail(hi: v128, lo: v128): v128 {
  const r = f64x2.sub(hi, lo);
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const a0 = f64x2.add(at(EXP, 4), f64x2.mul(at(EXP, 5), r));
  const a1 = f64x2.add(at(EXP, 6), f64x2.mul(at(EXP, 7), r));
  const a2 = f64x2.add(at(EXP, 8), f64x2.mul(at(EXP, 9), r));
  const a3 = f64x2.add(at(EXP, 10), f64x2.mul(at(EXP, 11), r));
  const a4 = f64x2.add(at(EXP, 12), f64x2.mul(at(EXP, 13), r));
  const b0 = f64x2.add(a0, f64x2.mul(a1, r2));
  const b1 = f64x2.add(a2, f64x2.mul(a3, r2));
  const b2 = f64x2.add(a4, f64x2.mul(at(EXP, 14), r2));
  const q = f64x2.add(b0, f64x2.mul(r4, f64x2.add(b1, f64x2.mul(r4, b2))));
  return f64x2.sub(f64x2.mul(r2, q), lo);
}

/** v 2^k for integers |k| < 2000 in two exact factors: gradual underflow and overflow as the product demands. */
export function scale(v: v128, k: v128): v128 {
  const half = f64x2.add(f64x2.mul(k, f64x2.splat(0.5)), at(EXP, 1));
  const rest = f64x2.add(f64x2.sub(k, unshift(half)), at(EXP, 1));
  return f64x2.mul(f64x2.mul(v, powerOfTwo(half)), powerOfTwo(rest));
}

/** 2^k from k + 1.5 * 2^52, |k| <= 1022. */
// @ts-ignore: decorator
@inline
export function powerOfTwo(shifted: v128): v128 {
  return i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
}

/** e^(x + xl), any x; xl is a correction of up to a few ulp of x. */
export function expExtended(x: v128, xl: v128): v128 {
  const inside = f64x2.pmax(f64x2.pmin(x, f64x2.splat(720)), f64x2.splat(-760));
  const k = unshift(expShifted(inside));
  const hi = expHigh(inside, k);
  const tail = expTail(hi, f64x2.sub(expLow(k), xl));
  // 1 + hi + tail, the first sum with its rounding error
  const one = f64x2.splat(1);
  const a = f64x2.add(one, hi);
  const e = f64x2.add(a, f64x2.add(tail, f64x2.sub(hi, f64x2.sub(a, one))));
  return canonical(scale(e, k), x);
}

export function exp(x: v128): v128 {
  return expExtended(x, f64x2.splat(0));
}

/** e^x - 1; the sign of zero is kept. */
export function expm1(x: v128): v128 {
  const inside = f64x2.pmax(f64x2.pmin(x, f64x2.splat(720)), f64x2.splat(-50));
  const k = unshift(expShifted(inside));
  const hi = expHigh(inside, k);
  const tail = expTail(hi, expLow(k));
  // 2^-k (e^x - 1) = (1 - 2^-k + hi) + tail, the first sum with its rounding error
  const m = f64x2.sub(f64x2.splat(1), powerOfTwo(f64x2.sub(at(EXP, 1), f64x2.pmin(k, f64x2.splat(100)))));
  const a = f64x2.add(m, hi);
  const v = f64x2.add(a, f64x2.add(tail, f64x2.sub(hi, f64x2.sub(a, m))));
  const sign = v128.and(x, f64x2.splat(-0.0));
  return canonical(v128.or(scale(v, k), sign), x);
}
