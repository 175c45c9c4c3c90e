// uniform.ts - random bits into uniform doubles.        y[i] = min(low + width (bits[i] >> 11) 2^-53, last)
//
// Shapes   x: u64[n] random bits; y: f64[n], may be x; pointers 8-byte aligned at least; n in elements
// Result   with width = high - low and last the double before high: every y lies in [low, high), whatever the rounding
// Effects  no allocation, no globals;  n = 0 does nothing
// Checked  by the caller in src/random

export function uniform_f64(n: usize, x: usize, y: usize, low: f64, width: f64, last: f64): void {
  const end = x + (n << 3);
  while (x < end) {
    const u = <f64>(<i64>(load<u64>(x) >> 11)) * 1.1102230246251565e-16;
    const v = low + width * u;
    store<f64>(y, v > last ? last : v);
    x += 8;
    y += 8;
  }
}
