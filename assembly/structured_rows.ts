// structured_rows.ts - the Jacobian's columns in the eigenbases of the residual blocks, unit by unit: what a rank-k update takes.
//
//   t[(i, j), (k, m)] = scale sqrt|weight_ij| (J V_i)_j        (J V_i)_j[k, m] = c_ik a'_im sum_l x_lm V_i[l, j] + a_im x_dm V_i[d+1+k, j]
//
// Shapes   a, slope: f64[units][samples], activations and their first derivatives; samples a multiple of 4
//          x: d + 1 columns of `samples` numbers, zeros behind the true samples; the last column stands for the ones (with sample weights every
//          column carries the rows' factors)
//          c: f64[outputs][ck], of these units;  basis: f64[units][q][q] row-major, vector j in column j, or 0 for the coordinate vectors;  weight: f64[units][q];  q = d + 1 + outputs
//          t: rows of outputs * samples numbers, one after another
// Effects  writes a row for each weight of the wanted sign, in the order of (i, j); returns how many. No allocation, no globals
// Order    every entry by itself: sum over l ascending
// Checked  by the caller in src/model/structured

/** Rows whose weight is above zero (negative = false) or below it (negative = true); a weight of zero writes none. */
export function structured_rows_f64(
  units: usize, samples: usize, d: usize, outputs: usize, scale: f64, a: usize, slope: usize, x: usize, c: usize, ck: usize, basis: usize,
  weight: usize, negative: bool, t: usize,
): usize {
  const q = d + 1 + outputs;
  const row = samples << 3;
  const start = t;
  for (let i: usize = 0; i < units; i++) {
    if (q == 3 && d == 1 && basis != 0 && all3(weight, negative)) {
      rows3(scale, row, a, slope, x, load<f64>(c), basis, weight, t);
      t += 3 * row;
    } else {
      for (let j: usize = 0; j < q; j++) {
        const w = load<f64>(weight + (j << 3));
        if (negative ? !(w < 0) : !(w > 0)) continue;
        const g = scale * sqrt(abs(w));
        if (basis == 0) coordinateRow(d, outputs, g, row, a, slope, x, c, ck << 3, j, t);
        else oneRow(d, outputs, g, row, a, slope, x, c, ck << 3, basis + (j << 3), q << 3, t);
        t += outputs * row;
      }
    }
    a += row;
    slope += row;
    c += 8;
    if (basis != 0) basis += (q * q) << 3;
    weight += q << 3;
  }
  return (t - start) / (outputs * row);
}

// @ts-ignore: decorator
@inline
function all3(weight: usize, negative: bool): bool {
  return !negative && load<f64>(weight) > 0 && load<f64>(weight, 8) > 0 && load<f64>(weight, 16) > 0;
}

/** One input, one output: the three rows of a unit at once. */
function rows3(scale: f64, row: usize, a: usize, slope: usize, x: usize, c: f64, v: usize, weight: usize, t: usize): void {
  const g0 = scale * sqrt(load<f64>(weight));
  const g1 = scale * sqrt(load<f64>(weight, 8));
  const g2 = scale * sqrt(load<f64>(weight, 16));
  const p0 = f64x2.splat(g0 * c * load<f64>(v));
  const p1 = f64x2.splat(g1 * c * load<f64>(v, 8));
  const p2 = f64x2.splat(g2 * c * load<f64>(v, 16));
  const r0 = f64x2.splat(g0 * c * load<f64>(v, 24));
  const r1 = f64x2.splat(g1 * c * load<f64>(v, 32));
  const r2 = f64x2.splat(g2 * c * load<f64>(v, 40));
  const s0 = f64x2.splat(g0 * load<f64>(v, 48));
  const s1 = f64x2.splat(g1 * load<f64>(v, 56));
  const s2 = f64x2.splat(g2 * load<f64>(v, 64));
  const end = a + row;
  const ones = x + row;
  let o = ones;
  let t1 = t + row;
  let t2 = t1 + row;
  while (a < end) {
    const one = v128.load(o);
    const b = v128.load(slope);
    const ao = f64x2.mul(v128.load(a), one);
    const bx = f64x2.mul(b, v128.load(x));
    const bo = f64x2.mul(b, one);
    v128.store(t, f64x2.add(f64x2.add(f64x2.mul(p0, bx), f64x2.mul(r0, bo)), f64x2.mul(s0, ao)));
    v128.store(t1, f64x2.add(f64x2.add(f64x2.mul(p1, bx), f64x2.mul(r1, bo)), f64x2.mul(s1, ao)));
    v128.store(t2, f64x2.add(f64x2.add(f64x2.mul(p2, bx), f64x2.mul(r2, bo)), f64x2.mul(s2, ao)));
    a += 16;
    slope += 16;
    x += 16;
    o += 16;
    t += 16;
    t1 += 16;
    t2 += 16;
  }
}

/** Coordinate j of one unit. */
function coordinateRow(
  d: usize, outputs: usize, g: f64, row: usize, a: usize, slope: usize, x: usize, c: usize, ck: usize, j: usize, t: usize,
): void {
  for (let k: usize = 0; k < outputs; k++) {
    if (j <= d) scaledProduct(row, g * load<f64>(c), slope, x + j * row, t);
    else if (k == j - d - 1) scaledProduct(row, g, a, x + d * row, t);
    else memory.fill(t, 0, row);
    c += ck;
    t += row;
  }
}

/** t = alpha (u o v) */
function scaledProduct(row: usize, alpha: f64, u: usize, v: usize, t: usize): void {
  const va = f64x2.splat(alpha);
  const end = u + row;
  while (u < end) {
    v128.store(t, f64x2.mul(va, f64x2.mul(v128.load(u), v128.load(v))));
    u += 16;
    v += 16;
    t += 16;
  }
}

/** One vector of one unit's basis. The part that all outputs share is kept in the last output's place until that one is written. */
function oneRow(
  d: usize, outputs: usize, g: f64, row: usize, a: usize, slope: usize, x: usize, c: usize, ck: usize, v: usize, vs: usize, t: usize,
): void {
  const shared = t + (outputs - 1) * row;
  const ones = x + d * row;
  direction(d + 1, row, slope, x, v, vs, shared);
  v += (d + 1) * vs;
  for (let k: usize = 0; k < outputs; k++) {
    combine(row, g * load<f64>(c), shared, g * load<f64>(v), a, ones, t);
    c += ck;
    v += vs;
    t += row;
  }
}

/** out = slope o (X~ v) */
function direction(columns: usize, row: usize, slope: usize, x: usize, v: usize, vs: usize, out: usize): void {
  const end = slope + row;
  const last = v + columns * vs;
  while (slope < end) {
    let s = f64x2.splat(0);
    let s1 = s;
    let xl = x;
    for (let p = v; p != last; p += vs) {
      const vl = v128.load64_splat(p);
      s = f64x2.add(s, f64x2.mul(vl, v128.load(xl)));
      s1 = f64x2.add(s1, f64x2.mul(vl, v128.load(xl, 16)));
      xl += row;
    }
    v128.store(out, f64x2.mul(s, v128.load(slope)));
    v128.store(out, f64x2.mul(s1, v128.load(slope, 16)), 16);
    slope += 32;
    x += 32;
    out += 32;
  }
}

/** t = alpha b + beta (a o ones); t may be b. */
function combine(row: usize, alpha: f64, b: usize, beta: f64, a: usize, ones: usize, t: usize): void {
  const va = f64x2.splat(alpha);
  const vb = f64x2.splat(beta);
  const end = a + row;
  while (a < end) {
    const ao = f64x2.mul(v128.load(a), v128.load(ones));
    v128.store(t, f64x2.add(f64x2.mul(va, v128.load(b)), f64x2.mul(vb, ao)));
    a += 16;
    b += 16;
    ones += 16;
    t += 16;
  }
}

/** sum of the squares of all rows' entries for identity bases and unit weights: sum_i |c_i|^2 sum_m slope_im^2 |x_m|^2 + K sum_m a_im^2 x_dm^2 */
export function structured_trace_f64(
  units: usize, samples: usize, d: usize, outputs: usize, a: usize, slope: usize, x: usize, c: usize, ck: usize,
): f64 {
  const row = samples << 3;
  const ones = x + d * row;
  let total: f64 = 0;
  for (let i: usize = 0; i < units; i++) {
    let cc: f64 = 0;
    for (let k: usize = 0; k < outputs; k++) cc += load<f64>(c + ((k * ck) << 3)) * load<f64>(c + ((k * ck) << 3));
    let slopes: f64 = 0;
    for (let xl = x; xl <= ones; xl += row) slopes += squares(row, slope, xl);
    total += cc * slopes + <f64>outputs * squares(row, a, ones);
    a += row;
    slope += row;
    c += 8;
  }
  return total;
}

/** sum_m (u[m] v[m])^2, two accumulators by (m mod 2) */
function squares(row: usize, u: usize, v: usize): f64 {
  let sum = f64x2.splat(0);
  const end = u + row;
  while (u < end) {
    const p = f64x2.mul(v128.load(u), v128.load(v));
    sum = f64x2.add(sum, f64x2.mul(p, p));
    u += 16;
    v += 16;
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
