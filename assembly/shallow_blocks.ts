// shallow_blocks.ts - product with the block diagonal of small symmetric matrices, one a unit.
//
// Shapes   s: width blocks of q x q, row-major, q = d + 1 + K; v, out: parameter vectors in the order W (width x d), b (width), C (K x width)
// Effects  adds to out; v and out do not overlap; no allocation, no globals
// Order    each entry by one dot product in the order of the block's columns
// Checked  by the caller in src/model

/** out += blockdiag(S_1..S_width) v */
export function shallow_blocks_apply_f64(width: usize, d: usize, outputs: usize, s: usize, v: usize, out: usize): void {
  const inner = d << 3;
  const stride = width << 3;
  const skip = d * stride;
  for (let i: usize = 0; i < width; i++) {
    // the unit's own parameters: d of W side by side, then b and the rows of C a width apart
    const w = i * inner;
    const rest = skip + (i << 3);
    for (let j: usize = 0; j < d; j++) s = addRow(s, d, 1 + outputs, v + w, v + rest, stride, out + w + (j << 3));
    let o = out + rest;
    for (let k: usize = 0; k <= outputs; k++) {
      s = addRow(s, d, 1 + outputs, v + w, v + rest, stride, o);
      o += stride;
    }
  }
}

/** Adds one row's product to o; returns the address of the next row. */
// @ts-ignore: decorator
@inline
function addRow(s: usize, d: usize, others: usize, w: usize, rest: usize, stride: usize, o: usize): usize {
  let sum: f64 = 0;
  for (let j: usize = 0; j < d; j++) {
    sum += load<f64>(s) * load<f64>(w);
    s += 8;
    w += 8;
  }
  for (let k: usize = 0; k < others; k++) {
    sum += load<f64>(s) * load<f64>(rest);
    s += 8;
    rest += stride;
  }
  store<f64>(o, load<f64>(o) + sum);
  return s;
}
