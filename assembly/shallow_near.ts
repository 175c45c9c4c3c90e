// shallow_near.ts - tanh units near a point where they are known: what a trial step close to the linearised point costs.
//
//   tanh(z + v) = (a + t) / (1 + a t),   a = tanh z,   t = tanh v = p / q      so   (a q + p) / (q + a p), one division and no exponential
//
// Shapes   a, v, out: f64[units][samples], samples a multiple of 4; moved parameters as in shallow_affine_f64. out may be v
// Method   rows with |v| <= 0.625 throughout by the addition theorem, with the rational form of tanh on that interval; the others anew from the
//          moved parameters (NaN passes through either way). The theorem loses a factor exp(2 |v|) <= 3.5 of relative accuracy
// Source   Abramowitz & Stegun 1964, 4.5.26; the rational form: Cody & Waite 1980, chapter 13, in the coefficients of Moshier's Cephes
// Effects  no allocation, no globals
// Checked  by the caller in src/model

import { activation_f64 } from "./activation";
import { shallow_affine_f64 } from "./shallow_rows";

const NEAR: f64 = 0.625;

/** out[u, m] = tanh of the moved unit u at sample m; v holds the moves of its pre-activations. */
export function shallow_near_tanh_f64(
  units: usize, samples: usize, d: usize, a: usize, v: usize, w: usize, bias: usize, x: usize, ldx: usize, out: usize,
): void {
  const row = samples << 3;
  for (let u: usize = 0; u < units; u++) {
    if (near(row, v)) shift(row, a, v, out);
    else {
      shallow_affine_f64(1, samples, d, w, d, 1, bias, x, ldx, out);
      activation_f64(0, samples, out, out);
    }
    a += row;
    v += row;
    out += row;
    w += d << 3;
    bias += 8;
  }
}

function near(row: usize, v: usize): bool {
  let largest = f64x2.splat(0);
  const end = v + row;
  while (v < end) {
    largest = f64x2.pmax(largest, f64x2.abs(v128.load(v)));
    largest = f64x2.pmax(largest, f64x2.abs(v128.load(v, 16)));
    v += 32;
  }
  return f64x2.extract_lane(largest, 0) <= NEAR && f64x2.extract_lane(largest, 1) <= NEAR;
}

function shift(row: usize, a: usize, v: usize, out: usize): void {
  const p0 = f64x2.splat(-1614.68768441708447952);
  const p1 = f64x2.splat(-99.2877231001918586564);
  const p2 = f64x2.splat(-0.964399179425052238628);
  const q0 = f64x2.splat(4844.06305325125486048);
  const q1 = f64x2.splat(2235.48839060100448583);
  const q2 = f64x2.splat(112.811678491632931402);
  const end = a + row;
  while (a < end) {
    const am = v128.load(a);
    const vm = v128.load(v);
    const z = f64x2.mul(vm, vm);
    const p = f64x2.mul(z, f64x2.add(p0, f64x2.mul(z, f64x2.add(p1, f64x2.mul(z, p2)))));
    const q = f64x2.add(q0, f64x2.mul(z, f64x2.add(q1, f64x2.mul(z, f64x2.add(q2, z)))));
    const t = f64x2.mul(vm, f64x2.add(q, p));
    v128.store(out, f64x2.div(f64x2.add(f64x2.mul(am, q), t), f64x2.add(q, f64x2.mul(am, t))));
    a += 16;
    v += 16;
    out += 16;
  }
}
