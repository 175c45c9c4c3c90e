// reflect4.ts - four reflectors at once on columns in contiguous memory.        C := H3 H2 H1 H0 C,  or  C := H0 H1 H2 H3 C
//
//   with y_i = tau_i (v_i'c - sum_j (v_i'v_j) y_j), j over the reflectors applied before i:  c -= sum_i y_i v_i
//
// so a column is read twice for four reflectors, and not eight times: what lets narrow panels be factored and small Q be formed quickly.
//
// Shapes   v: v_i in column i, from row i on behind a 1 that is not stored (what stands there and above is not read); columns ldv bytes apart,
//          rows >= 4; tau: 4; c: columns of `rows`, ldc bytes apart; work: REFLECT4 doubles
// Effects  c overwritten; nothing else
// Order    the first four rows before the rest in every inner product, the rest by two chains of even and odd rows; fixed by `rows` alone
// Speed    two columns in 8 accumulators, a break after every step: see gemm_micro.ts
// Source   the recurrence is Schreiber & Van Loan's (1989), its triangular matrix left unformed
// Checked  by qr.ts
import { dot_f64 } from "./level1";

/** Doubles of work: four inner products with each of two columns. */
export const REFLECT4: usize = 8;

export function reflect4_f64(rows: usize, v: usize, ldv: usize, tau: usize, backward: bool, columns: usize, c: usize, ldc: usize, work: usize): void {
  const n = rows - 4;
  const v1 = v + ldv;
  const v2 = v1 + ldv;
  const v3 = v2 + ldv;
  const v01 = load<f64>(v, 8);
  const v02 = load<f64>(v, 16);
  const v03 = load<f64>(v, 24);
  const v12 = load<f64>(v1, 16);
  const v13 = load<f64>(v1, 24);
  const v23 = load<f64>(v2, 24);
  const t0 = load<f64>(tau);
  const t1 = load<f64>(tau, 8);
  const t2 = load<f64>(tau, 16);
  const t3 = load<f64>(tau, 24);
  const u = v + 32; // where all four are full
  const u1 = u + ldv;
  const u2 = u1 + ldv;
  const u3 = u2 + ldv;
  const g10 = v01 + (v02 * v12 + v03 * v13) + dot_f64(n, u, u1);
  const g20 = v02 + v03 * v23 + dot_f64(n, u, u2);
  const g21 = v12 + v13 * v23 + dot_f64(n, u1, u2);
  const g30 = v03 + dot_f64(n, u, u3);
  const g31 = v13 + dot_f64(n, u1, u3);
  const g32 = v23 + dot_f64(n, u2, u3);
  for (let j: usize = 0; j < columns; j += 2) {
    const d = j + 1 < columns ? c + ldc : c; // a last odd column is its own partner
    products(n, u, ldv, c + 32, d + 32, work);
    for (let x = c, w = work; ; x = d, w += 8) {
      const c0 = load<f64>(x);
      const c1 = load<f64>(x, 8);
      const c2 = load<f64>(x, 16);
      const c3 = load<f64>(x, 24);
      let y0 = c0 + v01 * c1 + (v02 * c2 + v03 * c3) + load<f64>(w);
      let y1 = c1 + v12 * c2 + v13 * c3 + load<f64>(w, 16);
      let y2 = c2 + v23 * c3 + load<f64>(w, 32);
      let y3 = c3 + load<f64>(w, 48);
      if (backward) {
        y3 = t3 * y3;
        y2 = t2 * (y2 - g32 * y3);
        y1 = t1 * (y1 - g31 * y3 - g21 * y2);
        y0 = t0 * (y0 - g30 * y3 - g20 * y2 - g10 * y1);
      } else {
        y0 = t0 * y0;
        y1 = t1 * (y1 - g10 * y0);
        y2 = t2 * (y2 - g20 * y0 - g21 * y1);
        y3 = t3 * (y3 - g30 * y0 - g31 * y1 - g32 * y2);
      }
      store<f64>(x, c0 - y0);
      store<f64>(x, c1 - v01 * y0 - y1, 8);
      store<f64>(x, c2 - v02 * y0 - v12 * y1 - y2, 16);
      store<f64>(x, c3 - v03 * y0 - v13 * y1 - v23 * y2 - y3, 24);
      store<f64>(w, y0);
      store<f64>(w, y1, 16);
      store<f64>(w, y2, 32);
      store<f64>(w, y3, 48);
      if (x == d) break;
    }
    subtract(n, u, ldv, work, c + 32, d + 32);
    c += ldc << 1;
  }
}

/** w[2 i + s] = v_i' x_s over n rows: i < 4, s < 2. */
function products(n: usize, v: usize, ldv: usize, x: usize, y: usize, w: usize): void {
  let v1 = v + ldv;
  let v2 = v1 + ldv;
  let v3 = v2 + ldv;
  let s00 = f64x2.splat(0), s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0), s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0), s21 = f64x2.splat(0);
  let s30 = f64x2.splat(0), s31 = f64x2.splat(0);
  let a: v128, b0: v128, b1: v128;
  let t = n >> 1;
  if (t) {
    while (true) {
      b0 = v128.load(x); b1 = v128.load(y);
      a = v128.load(v); s00 = f64x2.add(s00, f64x2.mul(a, b0)); s01 = f64x2.add(s01, f64x2.mul(a, b1));
      a = v128.load(v1); s10 = f64x2.add(s10, f64x2.mul(a, b0)); s11 = f64x2.add(s11, f64x2.mul(a, b1));
      a = v128.load(v2); s20 = f64x2.add(s20, f64x2.mul(a, b0)); s21 = f64x2.add(s21, f64x2.mul(a, b1));
      a = v128.load(v3); s30 = f64x2.add(s30, f64x2.mul(a, b0)); s31 = f64x2.add(s31, f64x2.mul(a, b1));
      if (t == 1) break;
      b0 = v128.load(x, 16); b1 = v128.load(y, 16);
      a = v128.load(v, 16); s00 = f64x2.add(s00, f64x2.mul(a, b0)); s01 = f64x2.add(s01, f64x2.mul(a, b1));
      a = v128.load(v1, 16); s10 = f64x2.add(s10, f64x2.mul(a, b0)); s11 = f64x2.add(s11, f64x2.mul(a, b1));
      a = v128.load(v2, 16); s20 = f64x2.add(s20, f64x2.mul(a, b0)); s21 = f64x2.add(s21, f64x2.mul(a, b1));
      a = v128.load(v3, 16); s30 = f64x2.add(s30, f64x2.mul(a, b0)); s31 = f64x2.add(s31, f64x2.mul(a, b1));
      if (t == 2) break;
      t -= 2; x += 32; y += 32; v += 32; v1 += 32; v2 += 32; v3 += 32;
    }
  }
  let p0 = sum(s00), p1 = sum(s01), p2 = sum(s10), p3 = sum(s11), p4 = sum(s20), p5 = sum(s21), p6 = sum(s30), p7 = sum(s31);
  if (n & 1) {
    t <<= 4; // what of the last round was done
    const l0 = load<f64>(x + t), l1 = load<f64>(y + t);
    const a0 = load<f64>(v + t), a1 = load<f64>(v1 + t), a2 = load<f64>(v2 + t), a3 = load<f64>(v3 + t);
    p0 += a0 * l0; p1 += a0 * l1;
    p2 += a1 * l0; p3 += a1 * l1;
    p4 += a2 * l0; p5 += a2 * l1;
    p6 += a3 * l0; p7 += a3 * l1;
  }
  store<f64>(w, p0); store<f64>(w, p1, 8);
  store<f64>(w, p2, 16); store<f64>(w, p3, 24);
  store<f64>(w, p4, 32); store<f64>(w, p5, 40);
  store<f64>(w, p6, 48); store<f64>(w, p7, 56);
}

// @ts-ignore: decorator
@inline
function sum(s: v128): f64 {
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** x_s -= sum_i w[2 i + s] v_i over n rows; x_0 and x_1 may be one. */
function subtract(n: usize, v: usize, ldv: usize, w: usize, x: usize, y: usize): void {
  let v1 = v + ldv;
  let v2 = v1 + ldv;
  let v3 = v2 + ldv;
  const y00 = v128.load64_splat(w), y01 = v128.load64_splat(w, 8);
  const y10 = v128.load64_splat(w, 16), y11 = v128.load64_splat(w, 24);
  const y20 = v128.load64_splat(w, 32), y21 = v128.load64_splat(w, 40);
  const y30 = v128.load64_splat(w, 48), y31 = v128.load64_splat(w, 56);
  let a: v128, b0: v128, b1: v128;
  let t = n >> 1;
  if (t) {
    while (true) {
      b0 = v128.load(x); b1 = v128.load(y);
      a = v128.load(v); b0 = f64x2.sub(b0, f64x2.mul(a, y00)); b1 = f64x2.sub(b1, f64x2.mul(a, y01));
      a = v128.load(v1); b0 = f64x2.sub(b0, f64x2.mul(a, y10)); b1 = f64x2.sub(b1, f64x2.mul(a, y11));
      a = v128.load(v2); b0 = f64x2.sub(b0, f64x2.mul(a, y20)); b1 = f64x2.sub(b1, f64x2.mul(a, y21));
      a = v128.load(v3); b0 = f64x2.sub(b0, f64x2.mul(a, y30)); b1 = f64x2.sub(b1, f64x2.mul(a, y31));
      v128.store(y, b1); v128.store(x, b0);
      if (t == 1) break;
      b0 = v128.load(x, 16); b1 = v128.load(y, 16);
      a = v128.load(v, 16); b0 = f64x2.sub(b0, f64x2.mul(a, y00)); b1 = f64x2.sub(b1, f64x2.mul(a, y01));
      a = v128.load(v1, 16); b0 = f64x2.sub(b0, f64x2.mul(a, y10)); b1 = f64x2.sub(b1, f64x2.mul(a, y11));
      a = v128.load(v2, 16); b0 = f64x2.sub(b0, f64x2.mul(a, y20)); b1 = f64x2.sub(b1, f64x2.mul(a, y21));
      a = v128.load(v3, 16); b0 = f64x2.sub(b0, f64x2.mul(a, y30)); b1 = f64x2.sub(b1, f64x2.mul(a, y31));
      v128.store(y, b1, 16); v128.store(x, b0, 16);
      if (t == 2) break;
      t -= 2; x += 32; y += 32; v += 32; v1 += 32; v2 += 32; v3 += 32;
    }
  }
  t <<= 4; // what of the last round was done
  if (n & 1) {
    x += t;
    y += t;
    const a0 = load<f64>(v + t), a1 = load<f64>(v1 + t), a2 = load<f64>(v2 + t), a3 = load<f64>(v3 + t);
    const last = load<f64>(x) - a0 * load<f64>(w) - a1 * load<f64>(w, 16) - a2 * load<f64>(w, 32) - a3 * load<f64>(w, 48);
    store<f64>(y, load<f64>(y) - a0 * load<f64>(w, 8) - a1 * load<f64>(w, 24) - a2 * load<f64>(w, 40) - a3 * load<f64>(w, 56));
    store<f64>(x, last);
  }
}
