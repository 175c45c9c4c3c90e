// erf.ts - the error function and gelu on two lanes.
import { at, canonical, EXP, expExtended, expHigh, expLow, expShifted, expTail, scale, unshift } from "./exp";

/** erf x = x + x P(x^2), |x| < 1: 13 coefficients; then erfc x = e^(-x^2) V(1 / (x + 2)), 1 <= x < 6: 13 coefficients. */
const ERF: usize = memory.data<f64>([
  0.1283791670955126, -0.3761263890318375, 0.11283791670954879, -0.026866170645076792, 0.0052239776248180145, -0.000854832698083379,
  0.0001205533111164271, -1.4925595266831182e-5, 1.6461000484121368e-6, -1.6350312701054695e-7, 1.4659775274047436e-8,
  -1.1372848856791674e-9, 5.957176147748911e-11,
  -3.110561419848304e-6, 0.5643764953232214, 1.12328435168695, 2.058253590099745, 1.8995201180372743, 9.875587396771408, -41.06423012037353,
  161.05480829176088, -510.4272227750023, 994.1363835555452, -1152.3089552265078, 747.534695393716, -211.9863267232784,
]);
/** 1/sqrt(2 pi) in two doubles, Phi(x) = 1/2 + x/sqrt(2 pi) + x^3 G(x^2) for |x| < 0.85: 9 coefficients. */
const PHI: usize = memory.data<f64>([
  0.3989422804014327, -2.49232720227773e-17,
  -0.06649038006690544, 0.009973557010035407, -0.0011873282154652956, 0.00011543468740035889, -9.444654718912101e-6, 6.659631632389325e-7,
  -4.121203156596652e-8, 2.2532277799855766e-9, -9.762855312390291e-11,
]);
/** x Phi(-x) e^(x^2/2) = (1 - N(x)/D(x)) / sqrt(2 pi), 0.8 <= x < 38.7: N 9 coefficients, D 11. */
const MILLS: usize = memory.data<f64>([
  0.9999999997704988, 1.2060105378819366, 0.738221689280802, 0.2904551294892768, 0.07936189283463027, 0.01535893215093773,
  0.002061853757476341, 0.00017745315732835797, 7.719315988258381e-06,
  1.0, 2.4593246726178926, 2.8205280834290503, 1.9927952011908128, 0.9642521746202741, 0.3354676504141582, 0.08550112033487839,
  0.015891292142909654, 0.0020850116952341497, 0.00017745315744829336, 7.719315987626342e-06,
]);

/** Polynomial of n coefficients by Horner's rule. */
function horner(table: usize, n: usize, z: v128): v128 {
  let p = at(table, n - 1);
  for (let i = n - 1; i-- > 0; ) p = f64x2.add(at(table, i), f64x2.mul(z, p));
  return p;
}

export function erf(x: v128): v128 {
  const one = f64x2.splat(1);
  const ax = f64x2.pmin(f64x2.abs(x), f64x2.splat(6));
  const z = f64x2.mul(ax, ax);
  const small = f64x2.add(ax, f64x2.mul(ax, horner(ERF, 13, z)));
  const y = f64x2.div(one, f64x2.add(ax, f64x2.splat(2)));
  const large = f64x2.sub(one, f64x2.mul(expExtended(f64x2.neg(z), f64x2.splat(0)), horner(ERF + 104, 13, y)));
  const v = v128.bitselect(small, large, f64x2.lt(ax, one));
  return canonical(v128.or(v, v128.and(x, f64x2.splat(-0.0))), x);
}

/** The 26 leading bits of each lane: their products with one another are exact. */
// @ts-ignore: decorator
@inline
function head(x: v128): v128 {
  return v128.and(x, i64x2.splat(0xfffffffff8000000));
}

/** a b - product, by Dekker 1971. */
// @ts-ignore: decorator
@inline
function productError(a: v128, b: v128, product: v128): v128 {
  const ah = head(a);
  const bh = head(b);
  const al = f64x2.sub(a, ah);
  const bl = f64x2.sub(b, bh);
  const s = f64x2.add(f64x2.sub(f64x2.mul(ah, bh), product), f64x2.add(f64x2.mul(ah, bl), f64x2.mul(al, bh)));
  return f64x2.add(s, f64x2.mul(al, bl));
}

/** x Phi(x), Phi the normal distribution function; the negative tail is relatively accurate. */
export function gelu(x: v128): v128 {
  const half = f64x2.splat(0.5);
  const one = f64x2.splat(1);
  const ax = f64x2.pmin(f64x2.abs(x), f64x2.splat(40));
  // centre: x (1/2 + x c + x^3 G), x c with its rounding error
  const z = f64x2.mul(x, x);
  const c = at(PHI, 0);
  const xc = f64x2.mul(x, c);
  const xl = f64x2.add(productError(x, c, xc), f64x2.mul(f64x2.mul(x, z), horner(PHI + 16, 9, z)));
  const s0 = f64x2.add(half, xc);
  const sl = f64x2.add(f64x2.sub(xc, f64x2.sub(s0, half)), xl);
  const sh = f64x2.add(s0, sl);
  const v = f64x2.mul(x, sh);
  const centre = f64x2.add(v, f64x2.add(productError(x, sh, v), f64x2.mul(x, f64x2.sub(sl, f64x2.sub(sh, s0)))));
  // tails: t = |x| Phi(-|x|) = e^(-x^2/2) (1 - N/D) / sqrt(2 pi), x^2/2 in two parts
  const hx = head(ax);
  const a = f64x2.neg(f64x2.mul(f64x2.mul(hx, hx), half));
  const al = f64x2.mul(f64x2.mul(f64x2.sub(hx, ax), f64x2.add(hx, ax)), half);
  const k = unshift(expShifted(a));
  const hi = expHigh(a, k);
  const tail = expTail(hi, f64x2.sub(expLow(k), al));
  const p = f64x2.add(hi, tail);
  const delta = f64x2.mul(c, f64x2.div(horner(MILLS, 9, ax), horner(MILLS + 72, 11, ax)));
  const w = f64x2.sub(c, delta);
  const wl = f64x2.add(f64x2.sub(f64x2.sub(c, w), delta), at(PHI, 1));
  const t = scale(f64x2.add(w, f64x2.add(f64x2.mul(w, p), f64x2.mul(wl, f64x2.add(one, p)))), k);
  const outer = v128.bitselect(f64x2.neg(t), f64x2.sub(x, t), f64x2.lt(x, f64x2.splat(0)));
  return canonical(v128.bitselect(centre, outer, f64x2.lt(ax, f64x2.splat(0.85))), x);
}

/** e^(-x^2/2) / sqrt(2 pi) */
export function normalDensity(x: v128): v128 {
  const ax = f64x2.pmin(f64x2.abs(x), f64x2.splat(40));
  const hx = head(ax);
  const a = f64x2.mul(f64x2.mul(hx, hx), f64x2.splat(-0.5));
  const al = f64x2.mul(f64x2.mul(f64x2.sub(hx, ax), f64x2.add(hx, ax)), f64x2.splat(0.5));
  return f64x2.mul(expExtended(a, al), at(PHI, 0));
}
