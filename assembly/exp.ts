// exp.ts - e^x and e^x - 1 on two lanes, and the reduction shared by every function that is made of exponentials.
//
// Reduction    x = k ln 2 + r, k = round(x log2 e), |r| <= 0.3466; ln 2 in two parts (Cody & Waite 1980, ch. 6), the first of 42 bits, so that
//              x - k ln2_hi is exact; k is rounded by adding 1.5 * 2^52, which leaves its integer in the low bits
// Polynomial   e^r - 1 = r + r^2 Q(r), Q of degree 9, minimax in its error relative to e^r - 1 (2^-55.1; relative to e^r 2^-56.6)
// Accuracy     exp 0.79 ulp, expm1 1.27 ulp (the largest of 5 million random arguments and test/vectors/elementary.json)
// Extremes     overflow gives Infinity, underflow is gradual (scaling in two exact steps), NaN is canonical
// Order        an element's bits depend on its value only: vector, tail and scalar calls agree

/** log2 e, 1.5 * 2^52, ln 2 in two parts, 1, then Q from its constant term up. */
export const EXP: usize = memory.data<f64>([
  1.4426950408889634, 6755399441055744.0, 0.6931471805598903, 5.497923018708371e-14, 1.0, 0.5, 0.16666666666666666, 0.04166666666662,
  0.008333333333327541, 0.0013888888920513586, 0.00019841269875343605, 2.4801516325464157e-5, 2.7557252289192427e-6,
  2.762224214495816e-7, 2.5106898424782065e-8,
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

/** k = round(x log2 e). */
// @ts-ignore: decorator
@inline
export function expPower(x: v128): v128 {
  return f64x2.sub(f64x2.add(f64x2.mul(x, at(EXP, 0)), at(EXP, 1)), at(EXP, 1));
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
  let q = f64x2.add(at(EXP, 13), f64x2.mul(r, at(EXP, 14)));
  q = f64x2.add(f64x2.add(at(EXP, 11), f64x2.mul(r, at(EXP, 12))), f64x2.mul(r2, q));
  q = f64x2.add(f64x2.add(at(EXP, 9), f64x2.mul(r, at(EXP, 10))), f64x2.mul(r2, q));
  q = f64x2.add(f64x2.add(at(EXP, 7), f64x2.mul(r, at(EXP, 8))), f64x2.mul(r2, q));
  q = f64x2.add(f64x2.add(at(EXP, 5), f64x2.mul(r, at(EXP, 6))), f64x2.mul(r2, q));
  return f64x2.sub(f64x2.mul(r2, q), lo);
}

/** v 2^k for integers |k| < 2000 in two exact factors: gradual underflow and overflow as the product demands. */
export function scale(v: v128, k: v128): v128 {
  const half = f64x2.add(f64x2.mul(k, f64x2.splat(0.5)), at(EXP, 1));
  const rest = f64x2.sub(k, f64x2.sub(half, at(EXP, 1)));
  return f64x2.mul(f64x2.mul(v, i64x2.shl(i64x2.add(half, i64x2.splat(1023)), 52)), powerOfTwo(rest));
}

/** 2^k, |k| <= 1022. */
// @ts-ignore: decorator
@inline
export function powerOfTwo(k: v128): v128 {
  return i64x2.shl(i64x2.add(f64x2.add(k, at(EXP, 1)), i64x2.splat(1023)), 52);
}

/** e^(x + xl), any x; xl is a correction of up to a few ulp of x. */
export function expExtended(x: v128, xl: v128): v128 {
  const inside = f64x2.pmax(f64x2.pmin(x, f64x2.splat(720)), f64x2.splat(-760));
  const k = expPower(inside);
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
  const one = f64x2.splat(1);
  const inside = f64x2.pmax(f64x2.pmin(x, f64x2.splat(720)), f64x2.splat(-50));
  const k = expPower(inside);
  const hi = expHigh(inside, k);
  const tail = expTail(hi, expLow(k));
  // 2^-k (e^x - 1) = (1 - 2^-k + hi) + tail, the first sum with its rounding error
  const m = f64x2.sub(one, powerOfTwo(f64x2.neg(f64x2.pmin(k, f64x2.splat(100)))));
  const a = f64x2.add(m, hi);
  const v = f64x2.add(a, f64x2.add(tail, f64x2.sub(hi, f64x2.sub(a, m))));
  return canonical(v128.or(scale(v, k), v128.and(x, f64x2.splat(-0.0))), x);
}

/** exp where |x| <= 708, with the table in locals: the steps of expExtended, the power of two added to the exponent. */
// @ts-ignore: decorator
@inline
function fast(
  x: v128, log2e: v128, magic: v128, ln2: v128, ln2l: v128, one: v128, q0: v128, q1: v128, q2: v128, q3: v128, q4: v128, q5: v128, q6: v128,
  q7: v128, q8: v128, q9: v128,
): v128 {
  const shifted = f64x2.add(f64x2.mul(x, log2e), magic);
  const k = f64x2.sub(shifted, magic);
  const hi = f64x2.sub(x, f64x2.mul(k, ln2));
  const lo = f64x2.mul(k, ln2l);
  const r = f64x2.sub(hi, lo);
  const r2 = f64x2.mul(r, r);
  let q = f64x2.add(q8, f64x2.mul(r, q9));
  q = f64x2.add(f64x2.add(q6, f64x2.mul(r, q7)), f64x2.mul(r2, q));
  q = f64x2.add(f64x2.add(q4, f64x2.mul(r, q5)), f64x2.mul(r2, q));
  q = f64x2.add(f64x2.add(q2, f64x2.mul(r, q3)), f64x2.mul(r2, q));
  q = f64x2.add(f64x2.add(q0, f64x2.mul(r, q1)), f64x2.mul(r2, q));
  const tail = f64x2.sub(f64x2.mul(r2, q), lo);
  const a = f64x2.add(one, hi);
  const e = f64x2.add(a, f64x2.add(tail, f64x2.sub(hi, f64x2.sub(a, one))));
  return i64x2.add(e, i64x2.shl(shifted, 52));
}

/** y[i] = e^x[i] for the leading multiple of 8; returns how many that are. Four vectors a step hide the latencies (V8: +40 %). */
export function expBody(n: usize, x: usize, y: usize): usize {
  const log2e = at(EXP, 0);
  const magic = at(EXP, 1);
  const ln2 = at(EXP, 2);
  const ln2l = at(EXP, 3);
  const one = at(EXP, 4);
  const q0 = at(EXP, 5);
  const q1 = at(EXP, 6);
  const q2 = at(EXP, 7);
  const q3 = at(EXP, 8);
  const q4 = at(EXP, 9);
  const q5 = at(EXP, 10);
  const q6 = at(EXP, 11);
  const q7 = at(EXP, 12);
  const q8 = at(EXP, 13);
  const q9 = at(EXP, 14);
  const limit = f64x2.splat(708);
  const body = n & ~7;
  for (const end = x + (body << 3); x < end; x += 64, y += 64) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const c = v128.load(x, 32);
    const d = v128.load(x, 48);
    const low = v128.and(f64x2.le(f64x2.abs(a), limit), f64x2.le(f64x2.abs(b), limit));
    const high = v128.and(f64x2.le(f64x2.abs(c), limit), f64x2.le(f64x2.abs(d), limit));
    if (i64x2.all_true(v128.and(low, high))) {
      v128.store(y, fast(a, log2e, magic, ln2, ln2l, one, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9));
      v128.store(y, fast(b, log2e, magic, ln2, ln2l, one, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9), 16);
      v128.store(y, fast(c, log2e, magic, ln2, ln2l, one, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9), 32);
      v128.store(y, fast(d, log2e, magic, ln2, ln2l, one, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9), 48);
    } else {
      for (let i: usize = 0; i < 64; i += 16) v128.store(y + i, exp(v128.load(x + i)));
    }
  }
  return body;
}
