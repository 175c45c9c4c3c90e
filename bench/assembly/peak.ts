// peak.ts - the denominator of every benchmark: 12 independent multiply-add chains in registers, no memory traffic. 48 flops a step.

/** Runs `steps` steps; the sum depends on all of them, so that nothing can be left out. */
export function peak_f64(steps: i32, a: f64, b: f64): f64 {
  const x = f64x2.splat(a);
  const y = f64x2.splat(b);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(1);
  let s2 = f64x2.splat(2);
  let s3 = f64x2.splat(3);
  let s4 = f64x2.splat(4);
  let s5 = f64x2.splat(5);
  let s6 = f64x2.splat(6);
  let s7 = f64x2.splat(7);
  let s8 = f64x2.splat(8);
  let s9 = f64x2.splat(9);
  let s10 = f64x2.splat(10);
  let s11 = f64x2.splat(11);
  for (; steps > 0; steps--) {
    s0 = f64x2.add(f64x2.mul(s0, x), y);
    s1 = f64x2.add(f64x2.mul(s1, x), y);
    s2 = f64x2.add(f64x2.mul(s2, x), y);
    s3 = f64x2.add(f64x2.mul(s3, x), y);
    s4 = f64x2.add(f64x2.mul(s4, x), y);
    s5 = f64x2.add(f64x2.mul(s5, x), y);
    s6 = f64x2.add(f64x2.mul(s6, x), y);
    s7 = f64x2.add(f64x2.mul(s7, x), y);
    s8 = f64x2.add(f64x2.mul(s8, x), y);
    s9 = f64x2.add(f64x2.mul(s9, x), y);
    s10 = f64x2.add(f64x2.mul(s10, x), y);
    s11 = f64x2.add(f64x2.mul(s11, x), y);
  }
  let s = s0;
  s = f64x2.add(s, s1);
  s = f64x2.add(s, s2);
  s = f64x2.add(s, s3);
  s = f64x2.add(s, s4);
  s = f64x2.add(s, s5);
  s = f64x2.add(s, s6);
  s = f64x2.add(s, s7);
  s = f64x2.add(s, s8);
  s = f64x2.add(s, s9);
  s = f64x2.add(s, s10);
  s = f64x2.add(s, s11);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** Sum of n doubles by four vector accumulators: the rate at which this machine reads. n is a multiple of 8. */
export function read_f64(n: usize, x: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  for (const end = x + (n << 3); x < end; x += 64) {
    s0 = f64x2.add(s0, v128.load(x));
    s1 = f64x2.add(s1, v128.load(x, 16));
    s2 = f64x2.add(s2, v128.load(x, 32));
    s3 = f64x2.add(s3, v128.load(x, 48));
  }
  const s = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}
