// normal.ts - random bits into standard normal doubles, one for one.        y[i] = mean + deviation Phi^-1(u[i])
//
// u = (bits + 1/2) 2^-64, never 0 or 1; its distance to the nearer end keeps all its bits, so that |Phi^-1(u)| reaches 9.2 and the
// tails are exact. Inversion, not Box-Muller or a ziggurat: each value belongs to its own 64 bits, monotonically.
//
// Source   Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution", routine PPND16 (relative error 1e-16)
// Shapes   x: u64[n] random bits; y: f64[n], may be x; scratch: 24 * 256 bytes; pointers 8-byte aligned at least; n in elements
// Order    elementwise: a value does not depend on n or on its place
// Effects  no allocation, no globals;  n = 0 does nothing
// Checked  by the caller in src/random

/** Values a pass: their tail probabilities are gathered, their logarithms taken together, and the results scattered. */
const CHUNK: usize = 256;

const CENTRE = memory.data<f64>([
  2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
  133.14166789178437745, 3.387132872796366608,
  5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077, 687.1870074920579083,
  42.313330701600911252, 1.0,
]);
const MIDDLE = memory.data<f64>([
  7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504,
  5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455,
  1.6763848301838038494, 2.05319162663775882187, 1.0,
]);
const FAR = memory.data<f64>([
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093, 0.29656057182850489123,
  1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4, 0.0148753612908506148525,
  0.13692988092273580531, 0.59983220655588793769, 1.0,
]);

/** P(r)/Q(r), both of degree 7, coefficients from the highest. */
// @ts-ignore: decorator
@inline
function ratio(table: usize, r: f64): f64 {
  let p = load<f64>(table);
  let q = load<f64>(table, 64);
  p = p * r + load<f64>(table, 8);
  q = q * r + load<f64>(table, 72);
  p = p * r + load<f64>(table, 16);
  q = q * r + load<f64>(table, 80);
  p = p * r + load<f64>(table, 24);
  q = q * r + load<f64>(table, 88);
  p = p * r + load<f64>(table, 32);
  q = q * r + load<f64>(table, 96);
  p = p * r + load<f64>(table, 40);
  q = q * r + load<f64>(table, 104);
  p = p * r + load<f64>(table, 48);
  q = q * r + load<f64>(table, 112);
  p = p * r + load<f64>(table, 56);
  q = q * r + load<f64>(table, 120);
  return p / q;
}

export function normal_f64(n: usize, x: usize, y: usize, mean: f64, deviation: f64, scratch: usize): void {
  while (n > 0) {
    const count = n < CHUNK ? n : CHUNK;
    chunk(count, x, y, mean, deviation, scratch);
    n -= count;
    x += count << 3;
    y += count << 3;
  }
}

function chunk(n: usize, x: usize, y: usize, mean: f64, deviation: f64, scratch: usize): void {
  const logs = scratch;
  const places = scratch + (CHUNK << 3);
  let tails: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const bits = <i64>load<u64>(x + (i << 3)) ^ i64.MIN_VALUE; // u < 1/2 becomes negative
    const distance = (<f64>bits + 0.5) * 5.421010862427522e-20; // u - 1/2
    const p = (<f64>(bits ^ (bits >> 63) ^ i64.MAX_VALUE) + 0.5) * 5.421010862427522e-20; // distance from the nearer end
    if (Math.abs(distance) <= 0.425) {
      store<f64>(y + (i << 3), mean + deviation * (distance * ratio(CENTRE, 0.180625 - distance * distance)));
    } else {
      store<f64>(logs + (tails << 3), p);
      store<f64>(places + (tails << 4), distance);
      store<usize>(places + (tails << 4), y + (i << 3), 8);
      tails++;
    }
  }
  log_f64(tails, logs, logs);
  for (let i: usize = 0; i < tails; i++) {
    const r = Math.sqrt(-load<f64>(logs + (i << 3)));
    const z = r <= 5 ? ratio(MIDDLE, r - 1.6) : ratio(FAR, r - 5);
    const place = places + (i << 4);
    store<f64>(load<usize>(place, 8), mean + deviation * copysign<f64>(z, load<f64>(place)));
  }
}

/** log x of positive normal numbers: x = 2^k f, log f = 2 atanh((f - 1)/(f + 1)). */
function log_f64(n: usize, x: usize, y: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const bits = reinterpret<i64>(load<f64>(x + (i << 3)));
    const k = (bits - 0x3fe6a09e667f3bcd) >> 52;
    const f = reinterpret<f64>(bits - (k << 52));
    const s = (f - 1) / (f + 1);
    const t = s * s;
    let p = 1.0 / 21;
    for (let j = 19; j > 0; j -= 2) p = p * t + 1 / <f64>j;
    store<f64>(y + (i << 3), <f64>k * 0.6931471805599453 + 2 * s * p);
  }
}
