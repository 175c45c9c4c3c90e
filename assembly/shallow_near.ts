// shallow_near.ts - tanh units near a point where they are known: what a trial step close to the linearised point costs.
//
//   tanh(z + v) = (a + t) / (1 + a t),   a = tanh z,   t = tanh v = p / q      so   (a q + p) / (q + a p), one division and no exponential
//
// Shapes   a, out: f64[units][samples], samples a multiple of 4; parameters and their moves as in shallow_affine_f64
// Method   rows with |v| <= 0.625 throughout by the addition theorem, with the rational form of tanh on that interval; the others anew from the
//          moved parameters (NaN passes through either way). The theorem loses a factor exp(2 |v|) <= 3.5 of relative accuracy
// Source   Abramowitz & Stegun 1964, 4.5.26; the rational form: Cody & Waite 1980, chapter 13, in the coefficients of Moshier's Cephes
// Effects  no allocation, no globals
// Checked  by the caller in src/model

import { Code, elementary_f64 } from "./elementary";
import { at } from "./exp";
import { shallow_affine_f64 } from "./shallow_rows";

const NEAR: f64 = 0.625;
/** Numerator and denominator of tanh v / v - 1 = z P(z)/Q(z), z = v^2: from memory, or V8 builds them anew for every vector. */
const RATIONAL: usize = memory.data<f64>([
  -1614.68768441708447952, -99.2877231001918586564, -0.964399179425052238628, 4844.06305325125486048, 2235.48839060100448583,
  112.811678491632931402,
]);

/** out[u, m] = tanh of unit u at (w, bias) where a has it before the move (vw, vb). */
export function shallow_near_tanh_f64(
  units: usize, samples: usize, d: usize, a: usize, vw: usize, vb: usize, w: usize, bias: usize, x: usize, ldx: usize, out: usize,
): void {
  const row = samples << 3;
  if (d != 1) shallow_affine_f64(units, samples, d, vw, d, 1, vb, x, ldx, out);
  for (let u: usize = 0; u < units; u++) {
    const near = d == 1 ? shiftLine(row, a, x, vw, vb, out) : shift(row, a, out);
    if (!near) {
      shallow_affine_f64(1, samples, d, w, d, 1, bias, x, ldx, out);
      elementary_f64(Code.Tanh, samples, out, out);
    }
    a += row;
    out += row;
    w += d << 3;
    bias += 8;
    vw += 8;
    vb += 8;
  }
}

/** The theorem on one row, the moves of whose pre-activations are in out; false where one of them is too long. */
function shift(row: usize, a: usize, out: usize): bool {
  const p0 = at(RATIONAL, 0);
  const p1 = at(RATIONAL, 1);
  const p2 = at(RATIONAL, 2);
  const q0 = at(RATIONAL, 3);
  const q1 = at(RATIONAL, 4);
  const q2 = at(RATIONAL, 5);
  let largest = f64x2.splat(0);
  const end = a + row;
  while (a < end) {
    const v0 = v128.load(out);
    const v1 = v128.load(out, 16);
    largest = f64x2.pmax(f64x2.pmax(largest, f64x2.abs(v0)), f64x2.abs(v1));
    v128.store(out, moved(v128.load(a), v0, p0, p1, p2, q0, q1, q2));
    v128.store(out, moved(v128.load(a, 16), v1, p0, p1, p2, q0, q1, q2), 16);
    a += 32;
    out += 32;
  }
  return f64x2.extract_lane(largest, 0) <= NEAR && f64x2.extract_lane(largest, 1) <= NEAR;
}

/** The same for one input, where the moves are vb + vw x. */
function shiftLine(row: usize, a: usize, x: usize, vw: usize, vb: usize, out: usize): bool {
  const p0 = at(RATIONAL, 0);
  const p1 = at(RATIONAL, 1);
  const p2 = at(RATIONAL, 2);
  const q0 = at(RATIONAL, 3);
  const q1 = at(RATIONAL, 4);
  const q2 = at(RATIONAL, 5);
  const w = v128.load64_splat(vw);
  const b = v128.load64_splat(vb);
  let largest = f64x2.splat(0);
  const end = a + row;
  while (a < end) {
    const v0 = f64x2.add(b, f64x2.mul(w, v128.load(x)));
    const v1 = f64x2.add(b, f64x2.mul(w, v128.load(x, 16)));
    largest = f64x2.pmax(f64x2.pmax(largest, f64x2.abs(v0)), f64x2.abs(v1));
    v128.store(out, moved(v128.load(a), v0, p0, p1, p2, q0, q1, q2));
    v128.store(out, moved(v128.load(a, 16), v1, p0, p1, p2, q0, q1, q2), 16);
    a += 32;
    x += 32;
    out += 32;
  }
  return f64x2.extract_lane(largest, 0) <= NEAR && f64x2.extract_lane(largest, 1) <= NEAR;
}

// @ts-ignore: decorator
@inline
function moved(a: v128, v: v128, p0: v128, p1: v128, p2: v128, q0: v128, q1: v128, q2: v128): v128 {
  const z = f64x2.mul(v, v);
  const p = f64x2.mul(z, f64x2.add(p0, f64x2.mul(z, f64x2.add(p1, f64x2.mul(z, p2)))));
  const q = f64x2.add(q0, f64x2.mul(z, f64x2.add(q1, f64x2.mul(z, f64x2.add(q2, z)))));
  const t = f64x2.mul(v, f64x2.add(q, p));
  return f64x2.div(f64x2.add(f64x2.mul(a, q), t), f64x2.add(q, f64x2.mul(a, t)));
}
