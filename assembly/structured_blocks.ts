// structured_blocks.ts - batches of small matrices, one a unit: the block diagonal D of the structured step and its inverse.
//
// Shapes   blocks: f64[units][q][q] row-major, q = d + 1 + outputs, coordinates (w, b, c) of the unit; weight: f64[units][q]
//          parameter vectors in the order W (width x d), b (width), C (outputs x width); scratch: f64[q]
// Effects  no allocation, no globals
// Order    every entry by one sum in ascending order
// Checked  by the caller in src/model/structured

/** d[n] = |e[n]| + gamma where `absolute`, else e[n] + gamma, and weight[n] = 1 / d[n]; gamma may have either sign. n numbers, any count. */
export function structured_weights_f64(n: usize, e: usize, gamma: f64, absolute: bool, d: usize, weight: usize): void {
  const end = e + (n << 3);
  while (e < end) {
    const value = load<f64>(e);
    const shifted = (absolute ? abs(value) : value) + gamma;
    store<f64>(d, shifted);
    store<f64>(weight, 1 / shifted);
    e += 8;
    d += 8;
    weight += 8;
  }
}

/** out = blockdiag(V_i diag(weight_i) V_i') v for units unit..end of width, the rest of out untouched; basis = 0 stands for V_i = I. out may be v. */
export function structured_scale_f64(
  unit: usize, end: usize, width: usize, d: usize, outputs: usize, basis: usize, weight: usize, v: usize, out: usize, scratch: usize,
): void {
  const q = d + 1 + outputs;
  const row = q << 3;
  weight += unit * row;
  if (basis == 0) {
    for (; unit < end; unit++) {
      for (let j: usize = 0; j < q; j++) {
        const at = place(unit, j, width, d);
        store<f64>(out + at, load<f64>(weight) * load<f64>(v + at));
        weight += 8;
      }
    }
    return;
  }
  basis += unit * q * row;
  for (; unit < end; unit++) {
    // scratch = diag(weight) V' v
    for (let j: usize = 0; j < q; j++) {
      let sum: f64 = 0;
      let b = basis + (j << 3);
      for (let l: usize = 0; l < q; l++) {
        sum += load<f64>(b) * load<f64>(v + place(unit, l, width, d));
        b += row;
      }
      store<f64>(scratch + (j << 3), sum * load<f64>(weight + (j << 3)));
    }
    for (let l: usize = 0; l < q; l++) {
      let sum: f64 = 0;
      for (let j: usize = 0; j < q; j++) sum += load<f64>(basis + (j << 3)) * load<f64>(scratch + (j << 3));
      store<f64>(out + place(unit, l, width, d), sum);
      basis += row;
    }
    weight += row;
  }
}

/** move = base + factor step, trial = theta + move, in the parameters of units unit..end of width; move may be base or step. */
export function structured_move_f64(
  unit: usize, end: usize, width: usize, d: usize, outputs: usize, base: usize, factor: f64, step: usize, move: usize, theta: usize, trial: usize,
): void {
  for (; unit < end; unit++) {
    for (let j: usize = 0; j <= d + outputs; j++) {
      const at = place(unit, j, width, d);
      const sum = load<f64>(base + at) + factor * load<f64>(step + at);
      store<f64>(move + at, sum);
      store<f64>(trial + at, load<f64>(theta + at) + sum);
    }
  }
}

/** Bytes from the start of a parameter vector to parameter j of unit i. */
// @ts-ignore: decorator
@inline
export function place(i: usize, j: usize, width: usize, d: usize): usize {
  return (j < d ? i * d + j : width * j + i) << 3;
}
