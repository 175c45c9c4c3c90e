// shallow_rows.ts - the network's sweeps, any number of inputs and outputs: four operations on a block of rows, one row a unit.
//
// Shapes   a block is units x samples, rows contiguous one after another; samples is a multiple of 4; x and f have leading dimension ldx
//          (ldf) in elements; pointers in bytes, 8-byte aligned at least
// Effects  no allocation, no globals. Padding beyond the true samples is the caller's: it is zero in what is summed over samples
// Order    fixed, given with each routine; a result depends on its operands and on the shape of the block only
// Tail     none in samples; units and rows left over from pairs and fours by themselves
// Checked  by the caller in src/model
import { scale_f64 } from "./krylov";

/** z[u, m] = bias[u] + sum_{j<d} w[u*ws + j*wj] x[j*ldx + m], summed in the order of j; bias = 0 (no address) stands for zeros. */
export function shallow_affine_f64(
  units: usize, samples: usize, d: usize, w: usize, ws: usize, wj: usize, bias: usize, x: usize, ldx: usize, z: usize,
): void {
  const row = samples << 3;
  ws <<= 3;
  wj <<= 3;
  ldx <<= 3;
  const wBytes = d * wj;
  for (let u: usize = 0; u < units; u += 2) {
    // a last odd unit is computed twice, into the same row
    const second: usize = u + 1 < units ? 1 : 0;
    affinePair(w, second * ws, wj, wBytes, bias, second << 3, x, ldx, z, second * row, row);
    w += ws << 1;
    if (bias != 0) bias += 16;
    z += row << 1;
  }
}

function affinePair(
  w: usize, ws: usize, wj: usize, wBytes: usize, bias: usize, biasStep: usize, x: usize, ldx: usize, z: usize, zs: usize, row: usize,
): void {
  const b0 = bias == 0 ? f64x2.splat(0) : v128.load64_splat(bias);
  const b1 = bias == 0 ? f64x2.splat(0) : v128.load64_splat(bias + biasStep);
  const end = x + row;
  const wEnd = w + wBytes;
  while (x < end) {
    let s00 = b0;
    let s01 = b0;
    let s10 = b1;
    let s11 = b1;
    let xj = x;
    for (let p = w; p != wEnd; p += wj) {
      const x0 = v128.load(xj);
      const x1 = v128.load(xj, 16);
      const w0 = v128.load64_splat(p);
      const w1 = v128.load64_splat(p + ws);
      s00 = f64x2.add(s00, f64x2.mul(w0, x0));
      s01 = f64x2.add(s01, f64x2.mul(w0, x1));
      s10 = f64x2.add(s10, f64x2.mul(w1, x0));
      s11 = f64x2.add(s11, f64x2.mul(w1, x1));
      xj += ldx;
    }
    v128.store(z, s00);
    v128.store(z, s01, 16);
    v128.store(z + zs, s10);
    v128.store(z + zs, s11, 16);
    x += 32;
    z += 32;
  }
}

/** f[k*ldf + m] += sum_{u<units} c[k*ck + u] y[u, m]: units in fours, (0 + 1) + (2 + 3), one four after another. */
export function shallow_combine_f64(units: usize, samples: usize, outputs: usize, c: usize, ck: usize, y: usize, f: usize, ldf: usize): void {
  const row = samples << 3;
  const fours = units & ~3;
  for (let k: usize = 0; k < outputs; k++) {
    let ck0 = c;
    let yu = y;
    for (let u: usize = 0; u < fours; u += 4) {
      combineFour(ck0, yu, row, f);
      ck0 += 32;
      yu += row << 2;
    }
    for (let u = fours; u < units; u++) {
      combineOne(ck0, yu, row, f);
      ck0 += 8;
      yu += row;
    }
    c += ck << 3;
    f += ldf << 3;
  }
}

function combineFour(c: usize, y: usize, row: usize, f: usize): void {
  const c0 = v128.load64_splat(c);
  const c1 = v128.load64_splat(c, 8);
  const c2 = v128.load64_splat(c, 16);
  const c3 = v128.load64_splat(c, 24);
  const end = y + row;
  let y1 = end;
  let y2 = end + row;
  let y3 = y2 + row;
  while (y < end) {
    const even = f64x2.add(f64x2.mul(c0, v128.load(y)), f64x2.mul(c1, v128.load(y1)));
    const odd = f64x2.add(f64x2.mul(c2, v128.load(y2)), f64x2.mul(c3, v128.load(y3)));
    v128.store(f, f64x2.add(v128.load(f), f64x2.add(even, odd)));
    const even1 = f64x2.add(f64x2.mul(c0, v128.load(y, 16)), f64x2.mul(c1, v128.load(y1, 16)));
    const odd1 = f64x2.add(f64x2.mul(c2, v128.load(y2, 16)), f64x2.mul(c3, v128.load(y3, 16)));
    v128.store(f, f64x2.add(v128.load(f, 16), f64x2.add(even1, odd1)), 16);
    y += 32;
    y1 += 32;
    y2 += 32;
    y3 += 32;
    f += 32;
  }
}

function combineOne(c: usize, y: usize, row: usize, f: usize): void {
  const c0 = v128.load64_splat(c);
  const end = y + row;
  while (y < end) {
    v128.store(f, f64x2.add(v128.load(f), f64x2.mul(c0, v128.load(y))));
    y += 16;
    f += 16;
  }
}

/** out[u*os + j*oj] += sum_{m<samples} e[u, m] x[j*ldx + m], j < rows: four accumulators by (m mod 4), (0 + 2) + (1 + 3) at the end. */
export function shallow_dots_f64(
  units: usize, samples: usize, rows: usize, e: usize, x: usize, ldx: usize, out: usize, os: usize, oj: usize,
): void {
  const row = samples << 3;
  os <<= 3;
  oj <<= 3;
  ldx <<= 3;
  for (let u: usize = 0; u < units; u += 2) {
    const paired = u + 1 < units;
    let xj = x;
    let o = out;
    for (let j: usize = 0; j < rows; j++) {
      if (paired) dotPair(e, row, xj, o, os);
      else dotOne(e, row, xj, o);
      xj += ldx;
      o += oj;
    }
    e += row << 1;
    out += os << 1;
  }
}

function dotPair(e: usize, row: usize, x: usize, o: usize, os: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let t0 = f64x2.splat(0);
  let t1 = f64x2.splat(0);
  const end = e + row;
  let e1 = end;
  while (e < end) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    s0 = f64x2.add(s0, f64x2.mul(v128.load(e), x0));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(e, 16), x1));
    t0 = f64x2.add(t0, f64x2.mul(v128.load(e1), x0));
    t1 = f64x2.add(t1, f64x2.mul(v128.load(e1, 16), x1));
    e += 32;
    e1 += 32;
    x += 32;
  }
  addSum(o, f64x2.add(s0, s1));
  addSum(o + os, f64x2.add(t0, t1));
}

function dotOne(e: usize, row: usize, x: usize, o: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  const end = e + row;
  while (e < end) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(e), v128.load(x)));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(e, 16), v128.load(x, 16)));
    e += 32;
    x += 32;
  }
  addSum(o, f64x2.add(s0, s1));
}

// @ts-ignore: decorator
@inline
function addSum(o: usize, s: v128): void {
  store<f64>(o, load<f64>(o) + (f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1)));
}

/** z[u, m] = x[u*ldx + m] y[u, m]; ldx = samples multiplies two blocks, ldx = 0 every row by the same one. z may be y. */
export function shallow_times_f64(units: usize, samples: usize, x: usize, ldx: usize, y: usize, z: usize): void {
  const row = samples << 3;
  ldx <<= 3;
  for (let u: usize = 0; u < units; u++) {
    const end = y + row;
    let p = x;
    while (y < end) {
      v128.store(z, f64x2.mul(v128.load(p), v128.load(y)));
      v128.store(z, f64x2.mul(v128.load(p, 16), v128.load(y, 16)), 16);
      p += 32;
      y += 32;
      z += 32;
    }
    x += ldx;
  }
}

/** e[i] := (1 - a[i]^2) e[i], i < n; n is a multiple of 4. The slope of tanh, without a table of it. */
export function shallow_times_tanh_slope_f64(n: usize, a: usize, e: usize): void {
  const one = f64x2.splat(1);
  const end = e + (n << 3);
  while (e < end) {
    const a0 = v128.load(a);
    const a1 = v128.load(a, 16);
    v128.store(e, f64x2.mul(f64x2.sub(one, f64x2.mul(a0, a0)), v128.load(e)));
    v128.store(e, f64x2.mul(f64x2.sub(one, f64x2.mul(a1, a1)), v128.load(e, 16)), 16);
    a += 32;
    e += 32;
  }
}

/**
 * What a backward sweep takes of tanh units with one output before it turns to the inputs:
 * e[i, m] = c[i] u[m] (1 - a[i, m]^2);  b[i] += sum_m e[i, m];  outC[i] += sum_m u[m] a[i, m]; sums as in shallow_dots_f64
 */
export function shallow_pull_tanh_f64(units: usize, samples: usize, a: usize, u: usize, c: usize, e: usize, b: usize, outC: usize): void {
  const row = samples << 3;
  for (; units > 0; units--) {
    pullOne(row, a, u, load<f64>(c), e, b, outC);
    a += row;
    e += row;
    c += 8;
    b += 8;
    outC += 8;
  }
}

function pullOne(row: usize, a: usize, u: usize, c: f64, e: usize, b: usize, outC: usize): void {
  const one = f64x2.splat(1);
  const ci = f64x2.splat(c);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let t0 = f64x2.splat(0);
  let t1 = f64x2.splat(0);
  const end = a + row;
  while (a < end) {
    const a0 = v128.load(a);
    const a1 = v128.load(a, 16);
    const u0 = v128.load(u);
    const u1 = v128.load(u, 16);
    const e0 = f64x2.mul(f64x2.sub(one, f64x2.mul(a0, a0)), f64x2.mul(ci, u0));
    const e1 = f64x2.mul(f64x2.sub(one, f64x2.mul(a1, a1)), f64x2.mul(ci, u1));
    v128.store(e, e0);
    v128.store(e, e1, 16);
    s0 = f64x2.add(s0, e0);
    s1 = f64x2.add(s1, e1);
    t0 = f64x2.add(t0, f64x2.mul(a0, u0));
    t1 = f64x2.add(t1, f64x2.mul(a1, u1));
    a += 32;
    u += 32;
    e += 32;
  }
  addSum(b, f64x2.add(s0, s1));
  addSum(outC, f64x2.add(t0, t1));
}

/** z[u*ldz + m] = c[u] y[u, m], u < units. */
export function shallow_scale_f64(units: usize, samples: usize, c: usize, y: usize, z: usize, ldz: usize): void {
  for (; units > 0; units--) {
    scale_f64(samples, load<f64>(c), y, z);
    c += 8;
    y += samples << 3;
    z += ldz << 3;
  }
}

/** most[j] = the largest of itself and sum_{p<q} y[(u*q + p)*count + j]^2, u < units, j < count; NaN once there was one. */
export function shallow_longest_f64(units: usize, q: usize, count: usize, y: usize, most: usize): void {
  const row = count << 3;
  for (; units > 0; units--) {
    const next = y + q * row;
    let to = most;
    for (const end = most + ((count & ~1) << 3); to < end; to += 16, y += 16) {
      let s = f64x2.splat(0);
      for (let p = y; p < next; p += row) s = f64x2.add(s, f64x2.mul(v128.load(p), v128.load(p)));
      v128.store(to, f64x2.max(v128.load(to), s));
    }
    if (count & 1) {
      let s = 0.0;
      for (let p = y; p < next; p += row) s += load<f64>(p) * load<f64>(p);
      store<f64>(to, max(load<f64>(to), s));
    }
    y = next;
  }
}
