// shallow_blocks.ts - product with the block diagonal of small symmetric matrices, one a unit.
//
// Shapes   s: width blocks of q x q, row-major, q = d + 1 + K; v, out: parameter vectors in the order W (width x d), b (width), C (K x width)
// Effects  adds to out; v and out do not overlap; no allocation, no globals
// Order    each entry by one dot product in the order of the block's columns
// Checked  by the caller in src/model

/** out += blockdiag(S_1..S_width) v */
export function shallow_blocks_apply_f64(width: usize, d: usize, outputs: usize, s: usize, v: usize, out: usize): void {
  const q = d + 1 + outputs;
  for (let i: usize = 0; i < width; i++) {
    for (let row: usize = 0; row < q; row++) {
      let sum: f64 = 0;
      for (let col: usize = 0; col < q; col++) {
        sum += load<f64>(s) * load<f64>(v + place(i, col, width, d));
        s += 8;
      }
      const o = out + place(i, row, width, d);
      store<f64>(o, load<f64>(o) + sum);
    }
  }
}

/** Bytes from the start of a parameter vector to parameter j of unit i. */
// @ts-ignore: decorator
@inline
function place(i: usize, j: usize, width: usize, d: usize): usize {
  return (j < d ? i * d + j : width * j + i) << 3;
}
