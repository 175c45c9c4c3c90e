// shallow_line.ts - the sweeps of a tanh network with one input and one output, fused: the activations are read once and a' = 1 - a^2
// never goes through memory.
//
// Shapes   a: units x samples, rows contiguous; x, f, u: f64[samples]; w, b, c and their counterparts: f64[units]; samples a multiple of 4
// Effects  no allocation, no globals; padding as in shallow_rows.ts (u is zero there)
// Order    forward: units in pairs, one pair after another; backward: two accumulators by (m mod 2)
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
    const xm = v128.load(x);
    const a0 = v128.load(a);
    const a1 = v128.load(other);
    const s0 = f64x2.add(
      f64x2.mul(f64x2.sub(one, f64x2.mul(a0, a0)), f64x2.add(f64x2.mul(p0, xm), q0)),
      f64x2.mul(v0, a0),
    );
    const s1 = f64x2.add(
      f64x2.mul(f64x2.sub(one, f64x2.mul(a1, a1)), f64x2.add(f64x2.mul(p1, xm), q1)),
      f64x2.mul(v1, a1),
    );
    v128.store(f, f64x2.add(v128.load(f), f64x2.add(s0, s1)));
    a += 16;
    other += 16;
    x += 16;
    f += 16;
  }
}

function jvpOne(row: usize, a: usize, x: usize, c: usize, vw: usize, vb: usize, vc: usize, f: usize): void {
  const one = f64x2.splat(1);
  const p0 = f64x2.splat(load<f64>(c) * load<f64>(vw));
  const q0 = f64x2.splat(load<f64>(c) * load<f64>(vb));
  const v0 = v128.load64_splat(vc);
  const end = a + row;
  while (a < end) {
    const a0 = v128.load(a);
    const slope = f64x2.sub(one, f64x2.mul(a0, a0));
    const s0 = f64x2.add(f64x2.mul(slope, f64x2.add(f64x2.mul(p0, v128.load(x)), q0)), f64x2.mul(v0, a0));
    v128.store(f, f64x2.add(v128.load(f), s0));
    a += 16;
    x += 16;
    f += 16;
  }
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
    const t0 = f64x2.mul(um, f64x2.sub(one, f64x2.mul(a0, a0)));
    const t1 = f64x2.mul(um, f64x2.sub(one, f64x2.mul(a1, a1)));
    b0 = f64x2.add(b0, t0);
    b1 = f64x2.add(b1, t1);
    w0 = f64x2.add(w0, f64x2.mul(t0, xm));
    w1 = f64x2.add(w1, f64x2.mul(t1, xm));
    c0 = f64x2.add(c0, f64x2.mul(um, a0));
    c1 = f64x2.add(c1, f64x2.mul(um, a1));
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
  store<f64>(w, load<f64>(w) + ci * (f64x2.extract_lane(sw, 0) + f64x2.extract_lane(sw, 1)));
  store<f64>(b, load<f64>(b) + ci * (f64x2.extract_lane(sb, 0) + f64x2.extract_lane(sb, 1)));
  store<f64>(outC, load<f64>(outC) + (f64x2.extract_lane(sc, 0) + f64x2.extract_lane(sc, 1)));
}
