// hyperbolic.ts - sinh and cosh on two lanes.
//
// sinh         |x| < 1: x + x^3 S(x^2); beyond, and cosh: (e + el -+ 2^-2k / e) 2^(k - 1) with e^|x| = 2^k (e + el)
// Accuracy     sinh 0.85 ulp, cosh 0.88 ulp (measured, as in exp.ts)
// Special      sinh odd and cosh even to the bit; overflow to Infinity; NaN canonical
// Order        an element's bits depend on its value only
import { at, canonical, expHigh, expLow, expPower, expTail, powerOfTwo, scale } from "./exp";

/** sinh x = x + x^3 S(x^2), |x| < 1. */
const SINH: usize = memory.data<f64>([
  0.16666666666666666, 0.008333333333333299, 0.00019841269841324471, 2.7557319191250885e-6, 2.50521177239532e-8, 1.6057676882739475e-10,
  7.746278224810715e-13,
]);

/** (e^|x| + sign e^-|x|) / 2, sign = 1 or -1. */
function halfSum(ax: v128, sign: v128): v128 {
  const one = f64x2.splat(1);
  ax = f64x2.pmin(ax, f64x2.splat(720));
  const k = expPower(ax);
  const hi = expHigh(ax, k);
  const tail = expTail(hi, expLow(k));
  const p = f64x2.add(hi, tail);
  const e = f64x2.add(one, p);
  const el = f64x2.add(f64x2.sub(p, f64x2.sub(e, one)), f64x2.sub(tail, f64x2.sub(p, hi)));
  const s = powerOfTwo(f64x2.neg(f64x2.pmin(k, f64x2.splat(100))));
  const q = f64x2.div(f64x2.mul(s, s), e);
  return scale(f64x2.add(e, f64x2.add(el, f64x2.mul(sign, q))), f64x2.sub(k, one));
}

export function cosh(x: v128): v128 {
  return canonical(halfSum(f64x2.abs(x), f64x2.splat(1)), x);
}

export function sinh(x: v128): v128 {
  const ax = f64x2.abs(x);
  const z = f64x2.mul(x, x);
  let p = at(SINH, 6);
  for (let i: usize = 6; i-- > 0; ) p = f64x2.add(at(SINH, i), f64x2.mul(z, p));
  const small = f64x2.add(ax, f64x2.mul(f64x2.mul(ax, z), p));
  const v = v128.bitselect(small, halfSum(ax, f64x2.splat(-1)), f64x2.lt(ax, f64x2.splat(1)));
  return canonical(v128.or(v, v128.and(x, f64x2.splat(-0.0))), x);
}
