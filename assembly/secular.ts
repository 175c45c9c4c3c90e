// secular.ts - one root of the secular equation.        f(x) = 1/rho + sum_{j<k} z_j^2 / (d_j - x) = 0,  d_i < x < d_{i+1}
//
// f rises from -inf to +inf between two poles, and once more beyond the last (d_k stands for d_{k-1} + rho |z|^2). The origin is moved to
// the pole nearer to the root, and the root is sought as a distance tau from it, so that every d_j - x keeps full relative accuracy.
// Each step solves a rational model through f and f' with the two neighbouring poles: the weight of the pole at the origin fixed to its
// true value, or, when a step has not cut |f| by ten, both weights fitted (the middle way). A bracket guards every step, and is
// halved by every other one when PATIENCE steps did not do.
//
// Shapes   d, zz (z_j^2): k, d rising strictly, rho > 0, sum zz = 1; delta: k;  s: 4 doubles of scratch
// Effects  delta[j] = (d_j - origin) - tau for all j;  returns the root
// Stops    |f| <= 8 eps (1/rho + sum |terms|) + eps |tau| f', or the bracket has shrunk to neighbouring numbers
// Source   Bunch, Nielsen & Sorensen 1978; Li, LAPACK Working Note 89 (1993)

const STEPS = 150;
/** Steps after which every other one halves the bracket: the models may circle for ever; four roots in a million get here. */
const PATIENCE = 40;
const UNIT = f64.EPSILON * 0.5;

export function secular_root(k: usize, i: usize, d: usize, zz: usize, rho: f64, delta: usize, s: usize): f64 {
  const last = i + 1 == k;
  // the two poles of the model: around the root, or the last two
  const left = last ? (k > 1 ? i - 1 : i) : i;
  const right = last ? i : i + 1;
  const gap = last ? rho : load<f64>(d + (i << 3), 8) - load<f64>(d + (i << 3));
  let origin = i;
  let low = 0.0;
  let high = last ? rho * (1 + 8 * UNIT * <f64>k) : gap;
  let tau = 0.5 * gap;
  let f = evaluate(k, i, load<f64>(d + (i << 3)), tau, d, zz, rho, s);
  if (f < 0) {
    low = tau;
    if (!last) {
      origin = i + 1;
      low = -tau;
      high = 0;
      tau = -tau;
    }
  } else high = tau;
  const pole = load<f64>(d + (origin << 3));
  const dl = load<f64>(d + (left << 3)) - pole;
  const dr = load<f64>(d + (right << 3)) - pole;
  const zl = load<f64>(zz + (left << 3));
  const zr = load<f64>(zz + (right << 3));
  let fitted = last;
  for (let step = 0; step < STEPS; step++) {
    const slope = load<f64>(s, 8) + load<f64>(s, 24);
    const terms = load<f64>(s, 16) - load<f64>(s);
    if (step > 0 && abs(f) <= UNIT * (16 * (1 / rho + terms) + abs(tau) * slope)) break;
    const a = dl - tau;
    const b = dr - tau;
    // model: c + wl / (a - eta) + wr / (b - eta), equal to f and f' at eta = 0
    let c: f64;
    if (left == right) c = f - b * slope;
    else if (step == 0) c = f - zl / a - zr / b;
    else if (fitted) c = f - a * load<f64>(s, 8) - b * load<f64>(s, 24);
    else if (origin == left) c = f - b * slope - (a - b) * (zl / (a * a));
    else c = f - a * slope - (b - a) * (zr / (b * b));
    const linear = step == 0 ? c * (a + b) + zl + zr : (a + b) * f - a * b * slope;
    const product = a * b * f;
    const root = sqrt(max(0, linear * linear - 4 * product * c));
    const q = 0.5 * (linear + copysign(root, linear));
    let eta = left == right ? -f / slope : product / q;
    if (!(tau + eta > low && tau + eta < high)) eta = q / c;
    if (!(tau + eta > low && tau + eta < high)) eta = -f / slope;
    if ((step >= PATIENCE && step & 1) || !(tau + eta > low && tau + eta < high)) eta = 0.5 * (low + high) - tau;
    const next = tau + eta;
    if (next == tau || next <= low || next >= high) break;
    tau = next;
    const before = abs(f);
    f = evaluate(k, i, pole, tau, d, zz, rho, s);
    if (f < 0) low = tau;
    else high = tau;
    if (step > 0 && abs(f) > 0.1 * before) fitted = !fitted;
  }
  const t = f64x2.splat(tau);
  const p = f64x2.splat(pole);
  let at: usize = 0;
  for (const end = (k & ~1) << 3; at < end; at += 16) v128.store(delta + at, f64x2.sub(f64x2.sub(v128.load(d + at), p), t));
  if (k & 1) store<f64>(delta + at, load<f64>(d + at) - pole - tau);
  return pole + tau;
}

/** f at pole + tau. s := psi, psi', phi, phi': the sums over j <= i (all negative) and over j > i (all positive) and their slopes. */
function evaluate(k: usize, i: usize, pole: f64, tau: f64, d: usize, zz: usize, rho: f64, s: usize): f64 {
  partial(i + 1, pole, tau, d, zz, s);
  partial(k - i - 1, pole, tau, d + ((i + 1) << 3), zz + ((i + 1) << 3), s + 16);
  return 1 / rho + load<f64>(s) + load<f64>(s, 16);
}

/** s := sum zz_j / delta_j, sum zz_j / delta_j^2. */
function partial(n: usize, pole: f64, tau: f64, d: usize, zz: usize, s: usize): void {
  const p = f64x2.splat(pole);
  const t = f64x2.splat(tau);
  const one = f64x2.splat(1);
  let sum = f64x2.splat(0);
  let slope = f64x2.splat(0);
  const body = d + ((n & ~1) << 3);
  for (; d < body; d += 16, zz += 16) {
    const inverse = f64x2.div(one, f64x2.sub(f64x2.sub(v128.load(d), p), t));
    const term = f64x2.mul(v128.load(zz), inverse);
    sum = f64x2.add(sum, term);
    slope = f64x2.add(slope, f64x2.mul(term, inverse));
  }
  let r = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  let q = f64x2.extract_lane(slope, 0) + f64x2.extract_lane(slope, 1);
  if (n & 1) {
    const inverse = 1 / (load<f64>(d) - pole - tau);
    const term = load<f64>(zz) * inverse;
    r += term;
    q += term * inverse;
  }
  store<f64>(s, r);
  store<f64>(s, q, 8);
}
