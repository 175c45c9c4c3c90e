// sigmoid.ts - the logistic function and softplus on two lanes.
//
// Both        from e^-|x| = 2^k (n + nl), n + nl in two parts, so that what follows loses one rounding only
// Accuracy    sigmoid 1.14 ulp, softplus 1.01 ulp (measured, as in exp.ts), both left tails down to the subnormal numbers
// Special     sigmoid(-Infinity) = 0, sigmoid(Infinity) = 1, softplus(-Infinity) = 0, softplus(Infinity) = Infinity, NaN canonical
// Order       an element's bits depend on its value only
import { canonical, expHigh, expLow, expPower, expTail, powerOfTwo, scale } from "./exp";
import { logHigh, logLow } from "./log";

/** 1 / (1 + e^-x), both tails relatively accurate. */
export function sigmoid(x: v128): v128 {
  const one = f64x2.splat(1);
  const r = f64x2.neg(f64x2.pmin(f64x2.abs(x), f64x2.splat(760)));
  const k = expPower(r);
  const hi = expHigh(r, k);
  const tail = expTail(hi, expLow(k));
  // q = e^r / (1 + e^r) = n / (2^-k + n), n = 1 + p, with the rounding errors of n and of the denominator fed back
  const p = f64x2.add(hi, tail);
  const n = f64x2.add(one, p);
  const nl = f64x2.add(f64x2.sub(p, f64x2.sub(n, one)), f64x2.sub(tail, f64x2.sub(p, hi)));
  const c = f64x2.pmin(f64x2.neg(k), f64x2.splat(60));
  const s = powerOfTwo(c);
  const d = f64x2.add(s, n);
  const dl = f64x2.add(f64x2.sub(n, f64x2.sub(d, s)), nl);
  const q0 = f64x2.div(n, d);
  const q = f64x2.add(q0, f64x2.div(f64x2.sub(nl, f64x2.mul(q0, dl)), d));
  const negative = scale(q, f64x2.add(k, c));
  return canonical(v128.bitselect(negative, f64x2.sub(one, q), f64x2.lt(x, f64x2.splat(0))), x);
}

/** log(1 + e^x) = max(x, 0) + log1p(e^-|x|). */
export function softplus(x: v128): v128 {
  const one = f64x2.splat(1);
  const r = f64x2.neg(f64x2.pmin(f64x2.abs(x), f64x2.splat(760)));
  const k = expPower(r);
  const hi = expHigh(r, k);
  const tail = expTail(hi, expLow(k));
  const p = f64x2.add(hi, tail);
  const n = f64x2.add(one, p);
  const nl = f64x2.add(f64x2.sub(p, f64x2.sub(n, one)), f64x2.sub(tail, f64x2.sub(p, hi)));
  const e = scale(n, k);
  const el = scale(nl, k);
  // u = 1 + e in (1, 2]; above sqrt 2 halve it: f = u/2 - 1 = (e - 1)/2, exact for e > 1/2 up to one rounding kept in fl
  const big = f64x2.gt(e, f64x2.splat(0.4142135623730951));
  const j = v128.and(big, one);
  const g = v128.bitselect(f64x2.mul(f64x2.sub(e, one), f64x2.splat(0.5)), e, big);
  const fl = v128.bitselect(
    f64x2.mul(f64x2.add(el, f64x2.sub(e, f64x2.add(f64x2.add(g, g), one))), f64x2.splat(0.5)),
    el,
    big,
  );
  const h = logHigh(j, g);
  const l = logLow(j, g, fl, h);
  const m = f64x2.pmax(x, f64x2.splat(0));
  const positive = f64x2.add(m, h);
  const sum = f64x2.add(positive, f64x2.add(l, v128.bitselect(
    f64x2.sub(h, f64x2.sub(positive, m)), f64x2.sub(m, f64x2.sub(positive, h)), f64x2.ge(m, h))));
  // infinite x leaves Infinity - Infinity in the compensation
  return canonical(v128.bitselect(m, sum, f64x2.gt(x, f64x2.splat(1000))), x);
}
