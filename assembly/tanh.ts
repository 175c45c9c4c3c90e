// tanh.ts - hyperbolic tangent on two lanes.
//
// |x| < 0.7    x + x^3 N(x^2)/D(x^2), N of degree 2, D of degree 3 (relative error 2^-56)
// beyond       1 - 2 / (e^2|x| + 1) = 1 - s / (h + (1 + s)/2), s = 2^-k, h = (e^2r - 1)/2, |x| = k (ln 2)/2 + r; both forms are computed and
//              share one division; |x| is taken as 20 beyond 20. Four numbers that are all on one side take that side's form only: neighbours in
//              a row of pre-activations mostly are, and where none are it costs nothing
// Accuracy     1.07 ulp (the largest of 5 million random arguments and test/vectors/elementary.json); 0.54 ulp for |x| < 0.2; odd to the bit; tanh(-0) = -0, NaN canonical
// Order        an element's bits depend on its value only: vector, tail and scalar calls agree
import { at, canonical } from "./exp";

/** 2 log2 e, 1.5 * 2^52, (ln 2)/2 in two parts, 20, 0.7, 1, 1/2, -1, -0; N; D without its 1; then h = r + r^2 Q(r). */
const TANH: usize = memory.data<f64>([
  2.8853900817779268, 6755399441055744.0, 0.34657359027994514, 2.7489615093541853e-14, 20.0, 0.7, 1.0, 0.5, -1.0, -0.0,
  -0.3333333333333333, -0.02049522886753235, -0.00019901990913769401, 0.46148568660258626, 0.023286572463946293, 0.00020636437984939814,
  1.0, 0.6666666666666666, 0.3333333333329, 0.13333333333428254, 0.04444444455591963, 0.01269841257024637, 0.0031745935608089746,
  0.0007054725289937241, 0.00014143435092958345, 2.5608264412617465e-5,
]);

/** What is added to ax below 0.7, times `lowDenominator`; z = ax^2. */
// @ts-ignore: decorator
@inline
function lowNumerator(ax: v128, z: v128, n0: v128, n1: v128, n2: v128): v128 {
  return f64x2.mul(f64x2.mul(ax, z), f64x2.add(n0, f64x2.mul(z, f64x2.add(n1, f64x2.mul(z, n2)))));
}

// @ts-ignore: decorator
@inline
function lowDenominator(z: v128, one: v128, d1: v128, d2: v128, d3: v128): v128 {
  return f64x2.add(one, f64x2.mul(z, f64x2.add(d1, f64x2.mul(z, f64x2.add(d2, f64x2.mul(z, d3))))));
}

/** h + (1 + s)/2; shifted = ax * 2 log2 e + magic, power = k 2^52 */
// @ts-ignore: decorator
@inline
function highDenominator(
  ax: v128, shifted: v128, power: v128, magic: v128, ln2: v128, ln2l: v128, half: v128, q0: v128, q1: v128, q2: v128, q3: v128, q4: v128,
  q5: v128, q6: v128, q7: v128, q8: v128, q9: v128,
): v128 {
  const k = f64x2.sub(shifted, magic);
  const r = f64x2.sub(f64x2.sub(ax, f64x2.mul(k, ln2)), f64x2.mul(k, ln2l));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const qa = f64x2.add(f64x2.add(q0, f64x2.mul(q1, r)), f64x2.mul(r2, f64x2.add(q2, f64x2.mul(q3, r))));
  const qb = f64x2.add(f64x2.add(q4, f64x2.mul(q5, r)), f64x2.mul(r2, f64x2.add(q6, f64x2.mul(q7, r))));
  const q = f64x2.add(qa, f64x2.mul(r4, f64x2.add(qb, f64x2.mul(r4, f64x2.add(q8, f64x2.mul(q9, r))))));
  const h = f64x2.add(r, f64x2.mul(r2, q));
  return f64x2.add(f64x2.add(i64x2.sub(half, power), half), h);
}

/** Any x: both forms, one division. */
// @ts-ignore: decorator
@inline
function core(
  x: v128, log2e: v128, magic: v128, ln2: v128, ln2l: v128, cap: v128, seam: v128, one: v128, half: v128, minus: v128, sign: v128, n0: v128,
  n1: v128, n2: v128, d1: v128, d2: v128, d3: v128, q0: v128, q1: v128, q2: v128, q3: v128, q4: v128, q5: v128, q6: v128, q7: v128, q8: v128,
  q9: v128,
): v128 {
  const ax = f64x2.pmin(v128.andnot(x, sign), cap);
  const shifted = f64x2.add(f64x2.mul(ax, log2e), magic);
  const power = i64x2.shl(shifted, 52);
  const den = highDenominator(ax, shifted, power, magic, ln2, ln2l, half, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9);
  const z = f64x2.mul(ax, ax);
  const n = lowNumerator(ax, z, n0, n1, n2);
  const d = lowDenominator(z, one, d1, d2, d3);
  const small = f64x2.lt(ax, seam);
  const quotient = f64x2.div(v128.bitselect(n, i64x2.sub(minus, power), small), v128.bitselect(d, den, small));
  return v128.or(f64x2.add(v128.bitselect(ax, one, small), quotient), v128.and(x, sign));
}

/** |x| < 0.7; -0 keeps its sign. */
// @ts-ignore: decorator
@inline
function low(x: v128, one: v128, sign: v128, n0: v128, n1: v128, n2: v128, d1: v128, d2: v128, d3: v128): v128 {
  const z = f64x2.mul(x, x);
  return v128.or(f64x2.add(x, f64x2.div(lowNumerator(x, z, n0, n1, n2), lowDenominator(z, one, d1, d2, d3))), v128.and(x, sign));
}

/** |x| >= 0.7 */
// @ts-ignore: decorator
@inline
function high(
  x: v128, log2e: v128, magic: v128, ln2: v128, ln2l: v128, cap: v128, one: v128, half: v128, minus: v128, sign: v128, q0: v128, q1: v128,
  q2: v128, q3: v128, q4: v128, q5: v128, q6: v128, q7: v128, q8: v128, q9: v128,
): v128 {
  const ax = f64x2.pmin(v128.andnot(x, sign), cap);
  const shifted = f64x2.add(f64x2.mul(ax, log2e), magic);
  const power = i64x2.shl(shifted, 52);
  const den = highDenominator(ax, shifted, power, magic, ln2, ln2l, half, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9);
  return v128.or(f64x2.add(one, f64x2.div(i64x2.sub(minus, power), den)), v128.and(x, sign));
}

/** Any x, one vector: for what is left over by the loop, and for single numbers. */
export function tanh(x: v128): v128 {
  const v = core(
    x, at(TANH, 0), at(TANH, 1), at(TANH, 2), at(TANH, 3), at(TANH, 4), at(TANH, 5), at(TANH, 6), at(TANH, 7), at(TANH, 8), at(TANH, 9),
    at(TANH, 10), at(TANH, 11), at(TANH, 12), at(TANH, 13), at(TANH, 14), at(TANH, 15), at(TANH, 16), at(TANH, 17), at(TANH, 18),
    at(TANH, 19), at(TANH, 20), at(TANH, 21), at(TANH, 22), at(TANH, 23), at(TANH, 24), at(TANH, 25),
  );
  return canonical(v, x);
}

/** y[i] = tanh x[i] for the leading multiple of 4; returns how many that are. NaN goes by itself. */
export function tanhBody(n: usize, x: usize, y: usize): usize {
  const log2e = at(TANH, 0);
  const magic = at(TANH, 1);
  const ln2 = at(TANH, 2);
  const ln2l = at(TANH, 3);
  const cap = at(TANH, 4);
  const seam = at(TANH, 5);
  const one = at(TANH, 6);
  const half = at(TANH, 7);
  const minus = at(TANH, 8);
  const sign = at(TANH, 9);
  const n0 = at(TANH, 10);
  const n1 = at(TANH, 11);
  const n2 = at(TANH, 12);
  const d1 = at(TANH, 13);
  const d2 = at(TANH, 14);
  const d3 = at(TANH, 15);
  const q0 = at(TANH, 16);
  const q1 = at(TANH, 17);
  const q2 = at(TANH, 18);
  const q3 = at(TANH, 19);
  const q4 = at(TANH, 20);
  const q5 = at(TANH, 21);
  const q6 = at(TANH, 22);
  const q7 = at(TANH, 23);
  const q8 = at(TANH, 24);
  const q9 = at(TANH, 25);
  const body = n & ~3;
  for (const end = x + (body << 3); x < end; x += 32, y += 32) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const lows = i64x2.bitmask(f64x2.lt(v128.andnot(a, sign), seam)) + i64x2.bitmask(f64x2.lt(v128.andnot(b, sign), seam));
    if (lows == 6) {
      v128.store(y, low(a, one, sign, n0, n1, n2, d1, d2, d3));
      v128.store(y, low(b, one, sign, n0, n1, n2, d1, d2, d3), 16);
    } else if (i64x2.all_true(v128.and(f64x2.eq(a, a), f64x2.eq(b, b)))) {
      if (lows == 0) {
        v128.store(y, high(a, log2e, magic, ln2, ln2l, cap, one, half, minus, sign, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9));
        v128.store(y, high(b, log2e, magic, ln2, ln2l, cap, one, half, minus, sign, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9), 16);
      } else {
        v128.store(y, core(
          a, log2e, magic, ln2, ln2l, cap, seam, one, half, minus, sign, n0, n1, n2, d1, d2, d3, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9));
        v128.store(y, core(
          b, log2e, magic, ln2, ln2l, cap, seam, one, half, minus, sign, n0, n1, n2, d1, d2, d3, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9), 16);
      }
    } else {
      v128.store(y, tanh(a));
      v128.store(y, tanh(b), 16);
    }
  }
  return body;
}
