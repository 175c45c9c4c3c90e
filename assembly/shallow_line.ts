// shallow_line.ts - the sweeps of a tanh network with one input and one output, fused: the activations are read once and a' = 1 - a^2
// never goes through memory.
//
// Shapes   a: units x samples, rows contiguous; x, f, u: f64[samples]; w, b, c and their counterparts: f64[units]; samples a multiple of 4
// Effects  no allocation, no globals; padding as in shallow_rows.ts (u is zero there)
// Order    forward: units in pairs, one pair after another; over samples: two accumulators by (m mod 2)
// Checked  by the caller in src/model

/** f[m] += sum_{u<units} c[u] a'[u, m] (vw[u] x[m] + vb[u]) + vc[u] a[u, m] */
export function line_jvp_f64(units: usize, samples: usize, a: usize, x: usize, c: usize, vw: usize, vb: usize, vc: usize, f: usize): void {
  const row = samples << 3;
  for (let u: usize = 0; u < units; u += 2) {
    if (u + 1 < units) jvpPair(row, a, x, c, vw, vb, vc, f);
    else jvpOne(row, a, x, c, vw, vb, vc, f);
    a += row << 1;
    c += 16;
    vw += 16;
    vb += 16;
    vc += 16;
  }
}

function jvpPair(row: usize, a: usize, x: usize, c: usize, vw: usize, vb: usize, vc: usize, f: usize): void {
  const one = f64x2.splat(1);
  const p0 = f64x2.splat(load<f64>(c) * load<f64>(vw));
  const q0 = f64x2.splat(load<f64>(c) * load<f64>(vb));
  const v0 = v128.load64_splat(vc);
  const p1 = f64x2.splat(load<f64>(c, 8) * load<f64>(vw, 8));
  const q1 = f64x2.splat(load<f64>(c, 8) * load<f64>(vb, 8));
  const v1 = v128.load64_splat(vc, 8);
  const end = a + row;
  let other = end;
  while (a < end) {
    const x0 = v128.load(x);
    const s0 = term(one, p0, q0, v0, x0, v128.load(a));
    const t0 = term(one, p1, q1, v1, x0, v128.load(other));
    v128.store(f, f64x2.add(v128.load(f), f64x2.add(s0, t0)));
    const x1 = v128.load(x, 16);
    const s1 = term(one, p0, q0, v0, x1, v128.load(a, 16));
    const t1 = term(one, p1, q1, v1, x1, v128.load(other, 16));
    v128.store(f, f64x2.add(v128.load(f, 16), f64x2.add(s1, t1)), 16);
    a += 32;
    other += 32;
    x += 32;
    f += 32;
  }
}

function jvpOne(row: usize, a: usize, x: usize, c: usize, vw: usize, vb: usize, vc: usize, f: usize): void {
  const one = f64x2.splat(1);
  const p0 = f64x2.splat(load<f64>(c) * load<f64>(vw));
  const q0 = f64x2.splat(load<f64>(c) * load<f64>(vb));
  const v0 = v128.load64_splat(vc);
  const end = a + row;
  while (a < end) {
    v128.store(f, f64x2.add(v128.load(f), term(one, p0, q0, v0, v128.load(x), v128.load(a))));
    a += 16;
    x += 16;
    f += 16;
  }
}

/** (1 - a^2) (p x + q) + v a */
// @ts-ignore: decorator
@inline
function term(one: v128, p: v128, q: v128, v: v128, x: v128, a: v128): v128 {
  return f64x2.add(f64x2.mul(f64x2.sub(one, f64x2.mul(a, a)), f64x2.add(f64x2.mul(p, x), q)), f64x2.mul(v, a));
}

/** w[i] += c[i] sum_m u[m] a'[i, m] x[m];  b[i] += c[i] sum_m u[m] a'[i, m];  c'[i] += sum_m u[m] a[i, m] */
export function line_vjp_f64(
  units: usize, samples: usize, a: usize, x: usize, u: usize, c: usize, w: usize, b: usize, outC: usize,
): void {
  const row = samples << 3;
  for (let i: usize = 0; i < units; i += 2) {
    if (i + 1 < units) vjpPair(row, a, x, u, c, w, b, outC);
    else vjpOne(row, a, x, u, c, w, b, outC);
    a += row << 1;
    c += 16;
    w += 16;
    b += 16;
    outC += 16;
  }
}

function vjpPair(row: usize, a: usize, x: usize, u: usize, c: usize, w: usize, b: usize, outC: usize): void {
  const one = f64x2.splat(1);
  let w0 = f64x2.splat(0);
  let b0 = f64x2.splat(0);
  let c0 = f64x2.splat(0);
  let w1 = f64x2.splat(0);
  let b1 = f64x2.splat(0);
  let c1 = f64x2.splat(0);
  const end = a + row;
  let other = end;
  while (a < end) {
    const um = v128.load(u);
    const xm = v128.load(x);
    const a0 = v128.load(a);
    const a1 = v128.load(other);
    const s0 = f64x2.mul(um, a0);
    const s1 = f64x2.mul(um, a1);
    c0 = f64x2.add(c0, s0);
    c1 = f64x2.add(c1, s1);
    const t0 = f64x2.sub(um, f64x2.mul(s0, a0));
    const t1 = f64x2.sub(um, f64x2.mul(s1, a1));
    b0 = f64x2.add(b0, t0);
    b1 = f64x2.add(b1, t1);
    w0 = f64x2.add(w0, f64x2.mul(t0, xm));
    w1 = f64x2.add(w1, f64x2.mul(t1, xm));
    a += 16;
    other += 16;
    x += 16;
    u += 16;
  }
  put(c, w, b, outC, w0, b0, c0);
  put(c + 8, w + 8, b + 8, outC + 8, w1, b1, c1);
}

function vjpOne(row: usize, a: usize, x: usize, u: usize, c: usize, w: usize, b: usize, outC: usize): void {
  const one = f64x2.splat(1);
  let w0 = f64x2.splat(0);
  let b0 = f64x2.splat(0);
  let c0 = f64x2.splat(0);
  const end = a + row;
  while (a < end) {
    const um = v128.load(u);
    const a0 = v128.load(a);
    const t0 = f64x2.mul(um, f64x2.sub(one, f64x2.mul(a0, a0)));
    b0 = f64x2.add(b0, t0);
    w0 = f64x2.add(w0, f64x2.mul(t0, v128.load(x)));
    c0 = f64x2.add(c0, f64x2.mul(um, a0));
    a += 16;
    x += 16;
    u += 16;
  }
  put(c, w, b, outC, w0, b0, c0);
}

// @ts-ignore: decorator
@inline
function put(c: usize, w: usize, b: usize, outC: usize, sw: v128, sb: v128, sc: v128): void {
  const ci = load<f64>(c);
  addTo(w, ci * lanes(sw));
  addTo(b, ci * lanes(sb));
  addTo(outC, lanes(sc));
}

/**
 * S_i += the sums over m of the symmetric 3 x 3 block of unit i over (w, b, c):  ww: g x^2, wb: g x, bb: g, cw: t x, cb: t, cc: 0,
 * with t = u[m] a'[i, m] and g = c[i] u[m] a''[i, m] = -2 c[i] a[i, m] t.    s: units x 9, row-major blocks
 */
export function line_blocks_f64(units: usize, samples: usize, a: usize, x: usize, u: usize, c: usize, s: usize): void {
  const row = samples << 3;
  for (let i: usize = 0; i < units; i++) {
    lineBlock(row, a, x, u, -2 * load<f64>(c), s);
    a += row;
    c += 8;
    s += 72;
  }
}

function lineBlock(row: usize, a: usize, x: usize, u: usize, factor: f64, s: usize): void {
  const one = f64x2.splat(1);
  let ww = f64x2.splat(0);
  let wb = f64x2.splat(0);
  let bb = f64x2.splat(0);
  let cw = f64x2.splat(0);
  let cb = f64x2.splat(0);
  const end = a + row;
  while (a < end) {
    const a0 = v128.load(a);
    const xm = v128.load(x);
    const t = f64x2.mul(v128.load(u), f64x2.sub(one, f64x2.mul(a0, a0)));
    const g = f64x2.mul(t, a0);
    const gx = f64x2.mul(g, xm);
    cb = f64x2.add(cb, t);
    cw = f64x2.add(cw, f64x2.mul(t, xm));
    bb = f64x2.add(bb, g);
    wb = f64x2.add(wb, gx);
    ww = f64x2.add(ww, f64x2.mul(gx, xm));
    a += 16;
    x += 16;
    u += 16;
  }
  addTo(s, factor * lanes(ww));
  addTwice(s + 8, s + 24, factor * lanes(wb));
  addTwice(s + 16, s + 48, lanes(cw));
  addTo(s + 32, factor * lanes(bb));
  addTwice(s + 40, s + 56, lanes(cb));
}

function addTwice(p: usize, q: usize, sum: f64): void {
  addTo(p, sum);
  addTo(q, sum);
}

function addTo(p: usize, sum: f64): void {
  store<f64>(p, load<f64>(p) + sum);
}

// @ts-ignore: decorator
@inline
function lanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}
