// structured_primal.ts - from N x N products of activations to the lower triangle of E = J'J/M + D, parameters coordinate-major.
//
// Shapes   e: P x P row-major, P = q units, parameter (j, i) - coordinate j of unit i - at j * units + i; q = d + 1 + outputs
//          before: block (j, l), l <= j <= d: lower triangle of sum_m a'_im a'_nm x_jm x_lm;  block (d+1, l), l <= d: sum_m a_im a'_nm x_lm, whole;
//          block (d+1, d+1): lower triangle of sum_m a_im a_nm;  c: f64[outputs][units];  factor = s^2 / M
// Effects  no allocation, no globals; the upper triangle of e may be written too
// Checked  by the caller in src/model/structured

import { place } from "./structured_blocks";

/** Completes J'J/M. */
export function structured_finish_f64(units: usize, d: usize, outputs: usize, factor: f64, c: usize, e: usize): void {
  const q = d + 1 + outputs;
  const ld = (q * units) << 3;
  const block = units << 3;
  const band = units * ld;
  for (let j: usize = 0; j <= d; j++) {
    for (let l: usize = 0; l <= j; l++) inputBlock(units, outputs, factor, c, e + j * band + l * block, ld, j != l);
  }
  const first = e + (d + 1) * band;
  const corner = first + (d + 1) * block;
  for (let k = outputs; k-- > 0; ) {
    const rows = first + k * band;
    for (let l: usize = 0; l <= d; l++) crossBlock(units, factor, c + k * block, first + l * block, rows + l * block, ld);
    for (let l: usize = 0; l < k; l++) clearBlock(units, rows + (d + 1 + l) * block, ld);
    scaleLower(units, k == 0 ? factor : 1, corner, corner + k * (band + block), ld, k == 0 ? 1 : factor);
  }
}

/** Lower triangle of one block times factor C'C; mirrored into the upper one where the block is no diagonal one. */
function inputBlock(units: usize, outputs: usize, factor: f64, c: usize, e: usize, ld: usize, mirrored: bool): void {
  const ck = units << 3;
  for (let i: usize = 0; i < units; i++) {
    let p = e + i * ld;
    let up = e + (i << 3);
    for (let n: usize = 0; n <= i; n++) {
      let cc: f64 = 0;
      for (let k: usize = 0; k < outputs; k++) cc += load<f64>(c + k * ck + (i << 3)) * load<f64>(c + k * ck + (n << 3));
      const value = factor * cc * load<f64>(p);
      store<f64>(p, value);
      if (mirrored) store<f64>(up, value);
      p += 8;
      up += ld;
    }
  }
}

/** to[i, n] = factor c[n] from[i, n]; to may be from. */
function crossBlock(units: usize, factor: f64, c: usize, from: usize, to: usize, ld: usize): void {
  for (let i: usize = 0; i < units; i++) {
    for (let n: usize = 0; n < units; n++) store<f64>(to + (n << 3), factor * load<f64>(c + (n << 3)) * load<f64>(from + (n << 3)));
    from += ld;
    to += ld;
  }
}

function clearBlock(units: usize, e: usize, ld: usize): void {
  for (let i: usize = 0; i < units; i++) {
    memory.fill(e, 0, units << 3);
    e += ld;
  }
}

/** to = alpha beta from, lower triangles. */
function scaleLower(units: usize, alpha: f64, from: usize, to: usize, ld: usize, beta: f64): void {
  const factor = alpha * beta;
  for (let i: usize = 0; i < units; i++) {
    for (let n: usize = 0; n <= i; n++) store<f64>(to + (n << 3), factor * load<f64>(from + (n << 3)));
    from += ld;
    to += ld;
  }
}

/** Lower triangle of e += blockdiag(V_i diag(value_i) V_i'); basis = 0 stands for V_i = I. */
export function structured_add_blocks_f64(units: usize, q: usize, basis: usize, value: usize, e: usize): void {
  const ld = (q * units) << 3;
  const row = q << 3;
  for (let i: usize = 0; i < units; i++) {
    for (let j: usize = 0; j < q; j++) {
      if (basis == 0) {
        const at = e + (j * units + i) * (ld + 8);
        store<f64>(at, load<f64>(at) + load<f64>(value + (j << 3)));
        continue;
      }
      for (let l: usize = 0; l <= j; l++) {
        let sum: f64 = 0;
        for (let p: usize = 0; p < q; p++) {
          sum += load<f64>(basis + j * row + (p << 3)) * load<f64>(basis + l * row + (p << 3)) * load<f64>(value + (p << 3));
        }
        const at = e + (j * units + i) * ld + ((l * units + i) << 3);
        store<f64>(at, load<f64>(at) + sum);
      }
    }
    if (basis != 0) basis += q * row;
    value += row;
  }
}

/** Between a parameter vector (W, b, C) and the coordinate-major order: to[j units + i] = from[i, j], or back where `inverse`. */
export function structured_order_f64(units: usize, d: usize, outputs: usize, inverse: bool, from: usize, to: usize): void {
  const q = d + 1 + outputs;
  for (let j: usize = 0; j < q; j++) {
    for (let i: usize = 0; i < units; i++) {
      const own = place(i, j, units, d);
      const major = (j * units + i) << 3;
      if (inverse) store<f64>(to + own, load<f64>(from + major));
      else store<f64>(to + major, load<f64>(from + own));
    }
  }
}
