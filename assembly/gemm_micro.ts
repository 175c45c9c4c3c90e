// gemm_micro.ts - the inner product of matrix multiplication: a strip of 4 x 4 tiles, each held in registers.
//
//   C[r, 4t + s] (+)= alpha sum_{p<k} A[r, p] B_t[p, s]        r, s < 4;  t < panels
//
// Shapes   pa: k x 4 scalars of A, each stored twice (64 bytes a step); pb: panels of k x 4 scalars of B (32 bytes a step), end to end;
//          c: 4 rows of 4 * panels scalars, `row` bytes apart (any sign);  k >= 1
// Effects  store: C is written and not read; else added to
// Order    each element: one chain over p from zero, times alpha, then added to C
// Speed    8 accumulators of 16 registers. The break after every step ends the basic block: V8 up to 12 hoists all loads of a block and
//          spills when the loop is plainly unrolled (25 against 11-15 GF/s); the breaks also take any remainder of k. A is stored twice
//          because load64_splat costs 10 % on V8 and half on JavaScriptCore. Steps 0..7 differ in their offsets only.
// Checked  by gemm_block.ts

export function gemm_strip_f64_4x4(panels: usize, k: usize, alpha: f64, pa: usize, pb: usize, store: bool, c: usize, row: usize): void {
  const length = k << 5; // bytes of a panel
  const start = pa;
  for (; panels > 0; panels--) {
    const next = pb + length;
    let t = k;
    let c00 = f64x2.splat(0), c01 = f64x2.splat(0);
    let c10 = f64x2.splat(0), c11 = f64x2.splat(0);
    let c20 = f64x2.splat(0), c21 = f64x2.splat(0);
    let c30 = f64x2.splat(0), c31 = f64x2.splat(0);
    let a: v128, b0: v128, b1: v128;
    pa = start;
    while (true) {
      b0 = v128.load(pb); b1 = v128.load(pb, 16);
      a = v128.load(pa); c00 = f64x2.add(c00, f64x2.mul(a, b0)); c01 = f64x2.add(c01, f64x2.mul(a, b1));
      a = v128.load(pa, 16); c10 = f64x2.add(c10, f64x2.mul(a, b0)); c11 = f64x2.add(c11, f64x2.mul(a, b1));
      a = v128.load(pa, 32); c20 = f64x2.add(c20, f64x2.mul(a, b0)); c21 = f64x2.add(c21, f64x2.mul(a, b1));
      a = v128.load(pa, 48); c30 = f64x2.add(c30, f64x2.mul(a, b0)); c31 = f64x2.add(c31, f64x2.mul(a, b1));
      if (t == 1) break;
      b0 = v128.load(pb, 32); b1 = v128.load(pb, 48);
      a = v128.load(pa, 64); c00 = f64x2.add(c00, f64x2.mul(a, b0)); c01 = f64x2.add(c01, f64x2.mul(a, b1));
      a = v128.load(pa, 80); c10 = f64x2.add(c10, f64x2.mul(a, b0)); c11 = f64x2.add(c11, f64x2.mul(a, b1));
      a = v128.load(pa, 96); c20 = f64x2.add(c20, f64x2.mul(a, b0)); c21 = f64x2.add(c21, f64x2.mul(a, b1));
      a = v128.load(pa, 112); c30 = f64x2.add(c30, f64x2.mul(a, b0)); c31 = f64x2.add(c31, f64x2.mul(a, b1));
      if (t == 2) break;
      b0 = v128.load(pb, 64); b1 = v128.load(pb, 80);
      a = v128.load(pa, 128); c00 = f64x2.add(c00, f64x2.mul(a, b0)); c01 = f64x2.add(c01, f64x2.mul(a, b1));
      a = v128.load(pa, 144); c10 = f64x2.add(c10, f64x2.mul(a, b0)); c11 = f64x2.add(c11, f64x2.mul(a, b1));
      a = v128.load(pa, 160); c20 = f64x2.add(c20, f64x2.mul(a, b0)); c21 = f64x2.add(c21, f64x2.mul(a, b1));
      a = v128.load(pa, 176); c30 = f64x2.add(c30, f64x2.mul(a, b0)); c31 = f64x2.add(c31, f64x2.mul(a, b1));
      if (t == 3) break;
      b0 = v128.load(pb, 96); b1 = v128.load(pb, 112);
      a = v128.load(pa, 192); c00 = f64x2.add(c00, f64x2.mul(a, b0)); c01 = f64x2.add(c01, f64x2.mul(a, b1));
      a = v128.load(pa, 208); c10 = f64x2.add(c10, f64x2.mul(a, b0)); c11 = f64x2.add(c11, f64x2.mul(a, b1));
      a = v128.load(pa, 224); c20 = f64x2.add(c20, f64x2.mul(a, b0)); c21 = f64x2.add(c21, f64x2.mul(a, b1));
      a = v128.load(pa, 240); c30 = f64x2.add(c30, f64x2.mul(a, b0)); c31 = f64x2.add(c31, f64x2.mul(a, b1));
      if (t == 4) break;
      b0 = v128.load(pb, 128); b1 = v128.load(pb, 144);
      a = v128.load(pa, 256); c00 = f64x2.add(c00, f64x2.mul(a, b0)); c01 = f64x2.add(c01, f64x2.mul(a, b1));
      a = v128.load(pa, 272); c10 = f64x2.add(c10, f64x2.mul(a, b0)); c11 = f64x2.add(c11, f64x2.mul(a, b1));
      a = v128.load(pa, 288); c20 = f64x2.add(c20, f64x2.mul(a, b0)); c21 = f64x2.add(c21, f64x2.mul(a, b1));
      a = v128.load(pa, 304); c30 = f64x2.add(c30, f64x2.mul(a, b0)); c31 = f64x2.add(c31, f64x2.mul(a, b1));
      if (t == 5) break;
      b0 = v128.load(pb, 160); b1 = v128.load(pb, 176);
      a = v128.load(pa, 320); c00 = f64x2.add(c00, f64x2.mul(a, b0)); c01 = f64x2.add(c01, f64x2.mul(a, b1));
      a = v128.load(pa, 336); c10 = f64x2.add(c10, f64x2.mul(a, b0)); c11 = f64x2.add(c11, f64x2.mul(a, b1));
      a = v128.load(pa, 352); c20 = f64x2.add(c20, f64x2.mul(a, b0)); c21 = f64x2.add(c21, f64x2.mul(a, b1));
      a = v128.load(pa, 368); c30 = f64x2.add(c30, f64x2.mul(a, b0)); c31 = f64x2.add(c31, f64x2.mul(a, b1));
      if (t == 6) break;
      b0 = v128.load(pb, 192); b1 = v128.load(pb, 208);
      a = v128.load(pa, 384); c00 = f64x2.add(c00, f64x2.mul(a, b0)); c01 = f64x2.add(c01, f64x2.mul(a, b1));
      a = v128.load(pa, 400); c10 = f64x2.add(c10, f64x2.mul(a, b0)); c11 = f64x2.add(c11, f64x2.mul(a, b1));
      a = v128.load(pa, 416); c20 = f64x2.add(c20, f64x2.mul(a, b0)); c21 = f64x2.add(c21, f64x2.mul(a, b1));
      a = v128.load(pa, 432); c30 = f64x2.add(c30, f64x2.mul(a, b0)); c31 = f64x2.add(c31, f64x2.mul(a, b1));
      if (t == 7) break;
      b0 = v128.load(pb, 224); b1 = v128.load(pb, 240);
      a = v128.load(pa, 448); c00 = f64x2.add(c00, f64x2.mul(a, b0)); c01 = f64x2.add(c01, f64x2.mul(a, b1));
      a = v128.load(pa, 464); c10 = f64x2.add(c10, f64x2.mul(a, b0)); c11 = f64x2.add(c11, f64x2.mul(a, b1));
      a = v128.load(pa, 480); c20 = f64x2.add(c20, f64x2.mul(a, b0)); c21 = f64x2.add(c21, f64x2.mul(a, b1));
      a = v128.load(pa, 496); c30 = f64x2.add(c30, f64x2.mul(a, b0)); c31 = f64x2.add(c31, f64x2.mul(a, b1));
      if (t == 8) break;
      t -= 8;
      pa += 512;
      pb += 256;
    }
    const s = f64x2.splat(alpha);
    c00 = f64x2.mul(s, c00); c01 = f64x2.mul(s, c01);
    c10 = f64x2.mul(s, c10); c11 = f64x2.mul(s, c11);
    c20 = f64x2.mul(s, c20); c21 = f64x2.mul(s, c21);
    c30 = f64x2.mul(s, c30); c31 = f64x2.mul(s, c31);
    const r1 = c + row, r2 = r1 + row, r3 = r2 + row;
    if (!store) {
      c00 = f64x2.add(v128.load(c), c00); c01 = f64x2.add(v128.load(c, 16), c01);
      c10 = f64x2.add(v128.load(r1), c10); c11 = f64x2.add(v128.load(r1, 16), c11);
      c20 = f64x2.add(v128.load(r2), c20); c21 = f64x2.add(v128.load(r2, 16), c21);
      c30 = f64x2.add(v128.load(r3), c30); c31 = f64x2.add(v128.load(r3, 16), c31);
    }
    v128.store(c, c00); v128.store(c, c01, 16);
    v128.store(r1, c10); v128.store(r1, c11, 16);
    v128.store(r2, c20); v128.store(r2, c21, 16);
    v128.store(r3, c30); v128.store(r3, c31, 16);
    c += 32;
    pb = next;
  }
}
