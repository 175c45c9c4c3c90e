// normal.ts - random bits into normal doubles, one for one.        y[i] = mean + deviation Phi^-1(u[i]),  u = (bits[i] + 1/2) 2^-64
//
// Inversion, not Box-Muller or a ziggurat: each value comes from its own 64 bits alone, monotonically. u is never 0 or 1, and its distance
// to the nearer end keeps all its bits: the tails are exact up to |Phi^-1(u)| = 9.2.
//
// Source   Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution", routine PPND16 (relative error 1e-16)
// Shapes   x: u64[n] random bits; y: f64[n], may be x; scratch: u32[64]; pointers 8-byte aligned at least; n in elements
// Order    elementwise: a value depends neither on n nor on its place
// Scratch  64 u32: the places of a block's values in the tails, gathered without a branch and treated two by two afterwards
// Effects  no allocation, no globals;  n = 0 does nothing
// Checked  by the caller in src/random
import { log } from "./log";

/** |u - 1/2| up to which the central approximation holds. */
const SPLIT: f64 = 0.425;

// Numerator from the highest power down, then the denominator; in turn for |u - 1/2| <= SPLIT, sqrt(-log p) <= 5, and beyond.
const CENTRE: usize = memory.data<f64>([
  2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
  133.14166789178437745, 3.387132872796366608,
  5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077, 687.1870074920579083,
  42.313330701600911252, 1.0,
]);
const MIDDLE: usize = memory.data<f64>([
  7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504,
  5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455,
  1.6763848301838038494, 2.05319162663775882187, 1.0,
]);
const FAR: usize = memory.data<f64>([
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093, 0.29656057182850489123,
  1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4, 0.0148753612908506148525,
  0.13692988092273580531, 0.59983220655588793769, 1.0,
]);

/** P(r)/Q(r), both of degree 7. */
function ratio(table: usize, r: v128): v128 {
  let p = v128.load64_splat(table);
  let q = v128.load64_splat(table, 64);
  for (let at = table + 8; at < table + 64; at += 8) {
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(at));
    q = f64x2.add(f64x2.mul(q, r), v128.load64_splat(at, 64));
  }
  return f64x2.div(p, q);
}

/** -Phi^-1(p) for the tail probability p < 1/2 - SPLIT. */
function tail(p: v128): v128 {
  const r = f64x2.sqrt(f64x2.neg(log(p)));
  const z = ratio(MIDDLE, f64x2.sub(r, f64x2.splat(1.6)));
  const far = f64x2.gt(r, f64x2.splat(5));
  return v128.any_true(far) ? v128.bitselect(ratio(FAR, f64x2.sub(r, f64x2.splat(5))), z, far) : z;
}

/** (b + 1/2) 2^-64 of two signed integers. */
// @ts-ignore: decorator
@inline
function scaled(b: v128): v128 {
  const x = f64x2(<f64>i64x2.extract_lane(b, 0), <f64>i64x2.extract_lane(b, 1));
  return f64x2.mul(f64x2.add(x, f64x2.splat(0.5)), f64x2.splat(5.421010862427522e-20));
}

/** Values of a block: what the scratch has room for. */
const BLOCK: usize = 64;

/** Which lanes of u - 1/2 are in the tails. */
// @ts-ignore: decorator
@inline
function outer(q: v128): u32 {
  return i64x2.bitmask(f64x2.gt(f64x2.abs(q), f64x2.splat(SPLIT)));
}

/** mean + deviation Phi^-1(u) where u is central; else 1/2 - |q| without its cancellation, with the sign of q = u - 1/2. */
function central(b: v128, q: v128, m: v128, s: v128): v128 {
  const r = f64x2.sub(f64x2.splat(SPLIT * SPLIT), f64x2.mul(q, q));
  const z = f64x2.add(m, f64x2.mul(s, f64x2.mul(q, ratio(CENTRE, r))));
  const p = scaled(v128.xor(v128.xor(b, i64x2.shr_s(b, 63)), i64x2.splat(i64.MAX_VALUE)));
  return v128.bitselect(z, v128.or(p, v128.and(q, f64x2.splat(-0.0))), f64x2.le(f64x2.abs(q), f64x2.splat(SPLIT)));
}

/** Finishes the two values that were left as signed tail probabilities at a and b, which may be one. */
function finish(a: usize, b: usize, m: v128, s: v128): void {
  const signed = v128.load64_lane(b, v128.load64_splat(a), 1);
  const z = v128.or(tail(f64x2.abs(signed)), v128.and(signed, f64x2.splat(-0.0)));
  const y = f64x2.add(m, f64x2.mul(s, z));
  v128.store64_lane(a, y, 0);
  v128.store64_lane(b, y, 1);
}

export function normal_f64(n: usize, x: usize, y: usize, mean: f64, deviation: f64, scratch: usize): void {
  const m = f64x2.splat(mean);
  const s = f64x2.splat(deviation);
  while (n > 0) {
    const count = n < BLOCK ? n : BLOCK;
    let list = scratch;
    for (const end = y + ((count & ~1) << 3); y < end; x += 16, y += 16) {
      const b = v128.xor(v128.load(x), i64x2.splat(i64.MIN_VALUE)); // u < 1/2 becomes negative
      const q = scaled(b);
      const mask = outer(q);
      store<u32>(list, <u32>y);
      list += (mask & 1) << 2;
      store<u32>(list, <u32>y + 8);
      list += (mask >> 1) << 2;
      v128.store(y, central(b, q, m, s));
    }
    if (count & 1) {
      const b = v128.xor(v128.load64_splat(x), i64x2.splat(i64.MIN_VALUE));
      const q = scaled(b);
      store<u32>(list, <u32>y);
      list += (outer(q) & 1) << 2;
      v128.store64_lane(y, central(b, q, m, s), 0);
    }
    let at = scratch;
    for (; at + 4 < list; at += 8) finish(load<u32>(at), load<u32>(at, 4), m, s);
    if (at < list) finish(load<u32>(at), load<u32>(at), m, s);
    n -= count;
  }
}
