// erf.ts - the error function and gelu on two lanes.
//
// erf          |x| < 1: x + x P(x^2); beyond: 1 - e^(-x^2) V(1 / (x + 2)), V fitted with the weight e^(-x^2)
// gelu         |x| < 0.8: x (1/2 + x/sqrt(2 pi) + x^3 G(x^2)); beyond: |x| Phi(-|x|) from Mills' ratio times e^(-x^2/2), x^2 in two parts
// Accuracy     erf 1.41 ulp, gelu 1.28 ulp (measured, as in exp.ts), gelu's left tail down to the subnormal numbers
// Special      erf odd to the bit; gelu(-Infinity) = -0; NaN canonical
// Order        an element's bits depend on its value only
import { at, canonical, expExtended, expHigh, expLow, expPower, expTail, scale } from "./exp";

/** erf x = x + x P(x^2), |x| < 1: 13 coefficients; then erfc x = e^(-x^2) V(1 / (x + 2)), 1 <= x < 6: 13 coefficients. */
const ERF: usize = memory.data<f64>([
  0.1283791670955126, -0.3761263890318375, 0.11283791670954879, -0.026866170645076792, 0.0052239776248180145, -0.000854832698083379,
  0.0001205533111164271, -1.4925595266831182e-5, 1.6461000484121368e-6, -1.6350312701054695e-7, 1.4659775274047436e-8,
  -1.1372848856791674e-9, 5.957176147748911e-11,
  -3.110561419848304e-6, 0.5643764953232214, 1.12328435168695, 2.058253590099745, 1.8995201180372743, 9.875587396771408, -41.06423012037353,
  161.05480829176088, -510.4272227750023, 994.1363835555452, -1152.3089552265078, 747.534695393716, -211.9863267232784,
]);
/** 1/sqrt(2 pi) in two doubles, Phi(x) = 1/2 + x/sqrt(2 pi) + x^3 G(x^2) for |x| < 0.8: 9 coefficients. */
const PHI: usize = memory.data<f64>([
  0.3989422804014327, -2.49232720227773e-17,
  -0.06649038006690544, 0.009973557010032963, -0.0011873282154107269, 0.0001154346869208681, -9.444652547137151e-6, 6.659576171787303e-7,
  -4.1203964187128614e-8, 2.246988704649282e-9, -9.563696915796312e-11,
]);
/** x Phi(-x) e^(x^2/2) = 1/sqrt(2 pi) - N(x - 1)/D(x - 1), 0.78 <= x < 38.7: N 9 coefficients, D 10 after its 1. */
const MILLS: usize = memory.data<f64>([
  0.1373639885363093, 0.16265983400670628, 0.09301738145981542, 0.032977157218766234, 0.007865972394070478, 0.0012884518505649702,
  0.00014154194997986018, 9.5645618669338e-6, 3.065611746241707e-7,
  2.088423176935425, 2.017796494700866, 1.1900481475302356, 0.47552787632150667, 0.13487970496678842, 0.027590968337342398,
  0.004035155206941029, 0.00040581639473639714, 2.551167104178274e-5, 7.684349081288707e-7,
]);

/** Polynomial of n coefficients by Horner's rule. */
// @ts-ignore: decorator
@inline
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
  const k = expPower(a);
  const hi = expHigh(a, k);
  const tail = expTail(hi, f64x2.sub(expLow(k), al));
  const p = f64x2.add(hi, tail);
  const u = f64x2.sub(ax, one);
  // the last steps of N and D with their rounding errors
  const n1 = f64x2.mul(u, horner(MILLS + 8, 8, u));
  const n = f64x2.add(at(MILLS, 0), n1);
  const nl = f64x2.sub(n1, f64x2.sub(n, at(MILLS, 0)));
  const d1 = f64x2.mul(u, horner(MILLS + 72, 10, u));
  const d = f64x2.add(one, d1);
  const dl = f64x2.sub(d1, f64x2.sub(d, one));
  const delta = f64x2.div(n, d);
  const w = f64x2.sub(c, delta);
  const lost = f64x2.div(f64x2.sub(f64x2.mul(delta, dl), nl), d);
  const wl = f64x2.add(f64x2.sub(f64x2.sub(c, w), delta), f64x2.add(at(PHI, 1), lost));
  const pl = f64x2.sub(tail, f64x2.sub(p, hi));
  // (w + wl) (1 + p + pl)
  const wp = f64x2.mul(w, p);
  const t0 = f64x2.add(w, wp);
  const tl = f64x2.add(f64x2.sub(wp, f64x2.sub(t0, w)), productError(w, p, wp));
  const t = scale(f64x2.add(t0, f64x2.add(tl, f64x2.add(f64x2.mul(w, pl), f64x2.mul(wl, f64x2.add(one, p))))), k);
  const outer = v128.bitselect(f64x2.neg(t), f64x2.sub(x, t), f64x2.lt(x, f64x2.splat(0)));
  const result = v128.bitselect(centre, outer, f64x2.lt(ax, f64x2.splat(0.8)));
  return canonical(v128.or(result, v128.and(x, f64x2.splat(-0.0))), x);
}

/** c e^(-h x^2), h = 1 or 1/2, x^2 in two parts. */
export function gaussian(x: v128, h: f64, c: f64): v128 {
  const ax = f64x2.pmin(f64x2.abs(x), f64x2.splat(40));
  const hx = head(ax);
  const a = f64x2.mul(f64x2.mul(hx, hx), f64x2.splat(-h));
  const al = f64x2.mul(f64x2.mul(f64x2.sub(hx, ax), f64x2.add(hx, ax)), f64x2.splat(h));
  return f64x2.mul(expExtended(a, al), f64x2.splat(c));
}
