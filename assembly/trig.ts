// trig.ts - sine and cosine on two lanes, right for every finite argument.
//
// Reduction    x = k pi/2 + r + rl: three parts of pi/2 for |x| <= 2^20 (Cody & Waite 1980, ch. 8), else, and where r comes out below 2^-38,
//              one lane at a time in 192-bit integers (Payne & Hanek 1983)
// Accuracy     0.87 ulp both (measured, as in exp.ts)
// Special      sin odd and cos even to the bit; NaN, canonical, at the infinities
// Order        an element's bits depend on its value only
import { at, canonical } from "./exp";

/** 2/pi, pi/2 in parts of 33, 33 and 53 bits, pi/2 in two doubles. */
const PI: usize = memory.data<f64>([
  0.6366197723675814, 1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21, 1.5707963267948966, 6.123233995736766e-17,
]);
/** sin r = r + r^3 S(r^2), then cos r = 1 - r^2/2 + r^4 C(r^2). */
const SIN: usize = memory.data<f64>([
  -0.16666666666666666, 0.008333333333330925, -0.00019841269836722437, 2.755731608382574e-6, -2.505112794596564e-8, 1.591784866512194e-10,
  0.041666666666666664, -0.0013888888888887382, 2.480158729874308e-5, -2.755731726001471e-7, 2.0876143829213935e-9, -1.1382456865840483e-11,
]);
/** The first 1216 bits of 2/pi behind 64 zeros. */
const TWO_OVER_PI: usize = memory.data<u64>([
  0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c,
  0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f,
  0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08,
  0x56033046fc7b6bab,
]);
const MAGIC: f64 = 6755399441055744.0;

// @ts-ignore: decorator
@inline
function horner6(t: usize, z: v128): v128 {
  let p = f64x2.add(at(t, 4), f64x2.mul(z, at(t, 5)));
  p = f64x2.add(at(t, 3), f64x2.mul(z, p));
  p = f64x2.add(at(t, 2), f64x2.mul(z, p));
  p = f64x2.add(at(t, 1), f64x2.mul(z, p));
  return f64x2.add(at(t, 0), f64x2.mul(z, p));
}

/** sin(r + rl + q pi/2), |r| <= 0.79; q is read modulo 4 from the low bits of its lanes. */
function quadrant(r: v128, rl: v128, q: v128): v128 {
  const one = f64x2.splat(1);
  const half = f64x2.splat(0.5);
  const z = f64x2.mul(r, r);
  const s = f64x2.add(r, f64x2.add(f64x2.mul(f64x2.mul(r, z), horner6(SIN, z)), f64x2.mul(rl, f64x2.sub(one, f64x2.mul(half, z)))));
  const hz = f64x2.mul(half, z);
  const w = f64x2.sub(one, hz);
  const tail = f64x2.sub(f64x2.mul(f64x2.mul(z, z), horner6(SIN + 48, z)), f64x2.mul(r, rl));
  const c = f64x2.add(w, f64x2.add(f64x2.sub(f64x2.sub(one, w), hz), tail));
  const odd = i64x2.eq(v128.and(q, i64x2.splat(1)), i64x2.splat(1));
  const sign = i64x2.shl(v128.and(q, i64x2.splat(2)), 62);
  return v128.xor(v128.bitselect(c, s, odd), sign);
}

function sine(x: v128, shift: v128): v128 {
  const magic = f64x2.splat(MAGIC);
  const shifted = f64x2.add(f64x2.mul(x, at(PI, 0)), magic);
  const k = f64x2.sub(shifted, magic);
  const a = f64x2.sub(x, f64x2.mul(k, at(PI, 1)));
  const b = f64x2.mul(k, at(PI, 2));
  const r1 = f64x2.sub(a, b);
  const bb = f64x2.sub(r1, a);
  const e = f64x2.sub(f64x2.sub(a, f64x2.sub(r1, bb)), f64x2.add(b, bb));
  const c = f64x2.sub(f64x2.mul(k, at(PI, 3)), e);
  const r = f64x2.sub(r1, c);
  const rl = f64x2.sub(f64x2.sub(r1, r), c);
  const v = quadrant(r, rl, i64x2.add(shifted, shift));
  // beyond 2^20, and next to a multiple of pi/2, the three parts are not enough
  const near = v128.and(f64x2.lt(f64x2.abs(r), f64x2.splat(3.637978807091713e-12)), f64x2.ne(k, f64x2.splat(0)));
  const fine = v128.andnot(f64x2.le(f64x2.abs(x), f64x2.splat(1048576)), near);
  if (i64x2.all_true(fine)) return v;
  const slow = f64x2.replace_lane(
    f64x2.splat(far(f64x2.extract_lane(x, 0), shift)), 1, far(f64x2.extract_lane(x, 1), shift));
  return canonical(v128.bitselect(v, slow, fine), slow);
}

/** 64 bits of 2/pi from its bit `position` (0 is the first) on; position >= -64. */
function bitsFrom(position: i32): u64 {
  const word = TWO_OVER_PI + (((position + 64) >> 6) << 3);
  const s = position & 63;
  const first = load<u64>(word);
  return s ? (first << s) | (load<u64>(word, 8) >> (64 - s)) : first;
}

function highProduct(a: u64, b: u64): u64 {
  const low: u64 = 0xffffffff;
  const al = a & low;
  const ah = a >> 32;
  const bl = b & low;
  const bh = b >> 32;
  const m = ah * bl + ((al * bl) >> 32);
  return ah * bh + (m >> 32) + ((al * bh + (m & low)) >> 32);
}

/** One element x >= 0 by Payne & Hanek 1983: x 2/pi modulo 4 in 192-bit integers, 190 bits behind the point. */
function far(x: f64, shift: v128): f64 {
  const bits = reinterpret<u64>(x);
  const biased = <i32>(bits >> 52);
  if (biased == 0x7ff) return NaN;
  // below 2^-10 only a lane beside a true case comes here; its value is not used
  if (biased < 1013) return x;
  const m = (bits & 0xfffffffffffff) | 0x10000000000000;
  const at0 = biased - 1075 - 2;
  const w0 = bitsFrom(at0 + 128);
  const w1 = bitsFrom(at0 + 64);
  const r0 = m * w0;
  const h0 = highProduct(m, w0);
  const r1 = m * w1 + h0;
  const r2 = m * bitsFrom(at0) + highProduct(m, w1) + <u64>(r1 < h0);
  let q = r2 >> 62;
  let f = (r2 << 2) | (r1 >> 62);
  let g = (r1 << 2) | (r0 >> 62);
  const negative = (f >> 63) << 63;
  if (negative) {
    q++;
    g = 0 - g;
    f = ~f + <u64>(g == 0);
  }
  const zeros = clz(f);
  if (zeros) {
    f = (f << zeros) | (g >> (64 - zeros));
    g <<= zeros;
  }
  // the fraction is (top + rest) 2^(-64 - zeros); times pi/2 in two doubles
  const top = <f64>(f >> 11) * 2048;
  const rest = <f64>(((f & 2047) << 53) | (g >> 11)) * 1.1102230246251565e-16;
  const p = load<f64>(PI, 32);
  const th = reinterpret<f64>(reinterpret<u64>(top) & 0xfffffffff8000000);
  const ph = reinterpret<f64>(reinterpret<u64>(p) & 0xfffffffff8000000);
  const tl = top - th;
  const pl = p - ph;
  const product = top * p;
  const lost = th * ph - product + th * pl + tl * ph + tl * pl;
  const low = lost + (top * load<f64>(PI, 40) + rest * p);
  const unit = reinterpret<f64>(((<u64>(1023 - 64) - zeros) << 52) | negative);
  const r = product + low;
  const v = quadrant(f64x2.splat(r * unit), f64x2.splat((low - (r - product)) * unit), i64x2.add(i64x2.splat(<i64>q), shift));
  return f64x2.extract_lane(v, 0);
}

/** Odd to the bit: the sign is taken off and put back. */
export function sin(x: v128): v128 {
  const v = v128.xor(sine(f64x2.abs(x), i64x2.splat(0)), v128.and(x, f64x2.splat(-0.0)));
  return canonical(v, v);
}

export function cos(x: v128): v128 {
  return sine(f64x2.abs(x), i64x2.splat(1));
}
