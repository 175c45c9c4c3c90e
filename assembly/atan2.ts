// atan2.ts - the angle of the point (x, y), on one lane.
//
// Reduction    atan(a/b), a <= b, = atan c + atan((a - c b)/(b + c a)), c = 0, 1/2 or 1; the quotient keeps its error, the constants two doubles
// Accuracy     0.6 ulp (measured, as in exp.ts)
// Special      IEEE 754-2019 section 9.2.1 throughout; odd in y to the bit; NaN canonical
import { productError } from "./pow";

/** atan q = q + q^3 A(q^2), |q| <= 1/4. */
const ATAN: usize = memory.data<f64>([
  -0.3333333333333333, 0.19999999999998921, -0.14285714285253562, 0.11111111035291911, -0.09090902827435111, 0.07692016123431836,
  -0.06658651772903566, 0.05752619086241913, -0.04101828156464053,
]);

export function atan2(y: f64, x: f64): f64 {
  if (x != x || y != y) return NaN;
  let ax = abs(x);
  let ay = abs(y);
  if (ax == Infinity || ay == Infinity) {
    // corners: only the ratios 0, 1 and infinity matter
    ay = ay == Infinity ? 1 : 0;
    ax = ax == Infinity ? 1 : 0;
  }
  const steep = ay > ax;
  let a = steep ? ax : ay;
  let b = steep ? ay : ax;
  const west = reinterpret<i64>(x) < 0;
  // angle = quarter pi/2 + sign atan(a/b)
  let base = 0.0;
  let baseLow = 0.0;
  let sign = 1.0;
  if (steep) {
    base = 1.5707963267948966;
    baseLow = 6.123233995736766e-17;
    sign = west ? 1 : -1;
  } else if (west) {
    base = 3.141592653589793;
    baseLow = 1.2246467991473532e-16;
    sign = -1;
  }
  let r = base;
  if (a != 0) {
    if (b > 1e300) {
      a *= 5.421010862427522e-20;
      b *= 5.421010862427522e-20;
    } else if (b < 1e-250) {
      a *= 1.157920892373162e77;
      b *= 1.157920892373162e77;
    }
    if (a < b * 5e-19) r = base == 0 ? a / b : base + (sign * (a / b) + baseLow);
    else {
      // tan(angle - atan c) = (a - c b) / (b + c a), c = 0, 1/2, 1
      const c = a < 0.25 * b ? 0 : a < 0.75 * b ? 0.5 : 1;
      const cb = c * b;
      const ca = c * a;
      const n = a - cb;
      const d = b + ca;
      const dl = b - d + ca;
      const q = n / d;
      const qd = q * d;
      const ql = (n - qd - productError(q, d, qd) - q * dl) / d;
      const z = q * q;
      let p = load<f64>(ATAN, 64);
      for (let i: usize = 8; i-- > 0; ) p = load<f64>(ATAN + (i << 3)) + z * p;
      const arc = c == 0 ? 0 : c == 1 ? 0.7853981633974483 : 0.4636476090008061;
      const arcLow = c == 0 ? 0 : c == 1 ? 3.061616997868383e-17 : 2.2698777452961687e-17;
      const h = base + sign * arc;
      const hl = base == 0 ? 0 : base - h + sign * arc;
      const m = h + sign * q;
      const ml = h == 0 ? 0 : h - m + sign * q;
      r = m + (ml + (hl + (baseLow + sign * (arcLow + (ql + q * (z * p))))));
    }
  }
  return reinterpret<i64>(y) < 0 ? -r : r;
}
