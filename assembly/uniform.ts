// uniform.ts - random bits into uniform doubles.        y[i] = low + width (bits[i] >> 11) 2^-53, below high
//
// Shapes   x: u64[n] random bits; y: f64[n], may be x; pointers 8-byte aligned at least; n in elements
// Result   with width = high - low every y lies in [low, high): what rounding brings to high is the double before it
// Effects  no allocation, no globals;  n = 0 does nothing
// Checked  by the caller in src/random

export function uniform_f64(n: usize, x: usize, y: usize, low: f64, width: f64, high: f64): void {
  const bits = reinterpret<i64>(high);
  const last = reinterpret<f64>(high > 0 ? bits - 1 : (bits | i64.MIN_VALUE) + 1); // before 0 as before -0
  const end = x + (n << 3);
  while (x < end) {
    const u = <f64>(<i64>(load<u64>(x) >> 11)) * 1.1102230246251565e-16;
    const v = low + width * u;
    store<f64>(y, v > last ? last : v);
    x += 8;
    y += 8;
  }
}
