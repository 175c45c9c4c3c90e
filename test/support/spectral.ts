import { entries } from "./dense.js";

/** n x n symmetric, row-major, entry (i, j) for j <= i from `entry`. */
export function symmetric(n: number, entry: (i: number, j: number) => number): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = entry(i, j);
  return a;
}

/** Symmetric, irrational-looking. */
export function someSymmetric(n: number, seed = 1): Float64Array {
  const e = entries(n * n, seed);
  return symmetric(n, (i, j) => e[i * n + j] as number);
}

/** Applies `count` reflectors with irrational-looking axes from the left to the m x n matrix: an orthogonal factor nobody computed. */
export function reflected(m: number, n: number, a: ArrayLike<number>, seed: number, count = 3): Float64Array {
  const out = Float64Array.from(a);
  for (let r = 0; r < count; r++) {
    const v = entries(m, seed + r);
    const vv = v.reduce((s, x) => s + x * x, 0);
    if (vv === 0) continue;
    for (let j = 0; j < n; j++) {
      let s = 0;
      for (let i = 0; i < m; i++) s += (v[i] as number) * (out[i * n + j] as number);
      for (let i = 0; i < m; i++) (out[i * n + j] as number) -= ((2 * s) / vv) * (v[i] as number);
    }
  }
  return out;
}

export function transposed(m: number, n: number, a: ArrayLike<number>): Float64Array {
  const t = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) t[j * m + i] = a[i * n + j] as number;
  return t;
}

/** Q diag(values) Q', made exactly symmetric. */
export function withSpectrum(values: ArrayLike<number>, seed = 1): Float64Array {
  const n = values.length;
  const d = symmetric(n, (i, j) => (i === j ? (values[i] as number) : 0));
  const half = transposed(n, n, reflected(n, n, d, seed));
  const whole = reflected(n, n, half, seed);
  return symmetric(n, (i, j) => ((whole[i * n + j] as number) + (whole[j * n + i] as number)) / 2);
}

export function frobenius(a: ArrayLike<number>): number {
  let big = 0;
  for (let i = 0; i < a.length; i++) big = Math.max(big, Math.abs(a[i] as number));
  if (big === 0) return 0;
  let s = 0;
  for (let i = 0; i < a.length; i++) s += ((a[i] as number) / big) ** 2;
  return big * Math.sqrt(s);
}

/** The greatest entry of |X' X - I| for X: m x n. */
export function orthogonality(m: number, n: number, x: ArrayLike<number>): number {
  const t = transposed(m, n, x);
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let s = i === j ? -1 : 0;
      for (let k = 0; k < m; k++) s += (t[i * m + k] as number) * (t[j * m + k] as number);
      worst = Math.max(worst, Math.abs(s));
    }
  }
  return worst;
}

/** Frobenius norm of A X - B diag(values): A: m x n, X: n x k, B: m x k. */
export function residual(
  m: number,
  n: number,
  a: ArrayLike<number>,
  k: number,
  x: ArrayLike<number>,
  b: ArrayLike<number>,
  values: ArrayLike<number>,
): number {
  const r = new Float64Array(m * k);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < n; p++) {
      const f = a[i * n + p] as number;
      for (let j = 0; j < k; j++) (r[i * k + j] as number) += f * (x[p * k + j] as number);
    }
    for (let j = 0; j < k; j++) (r[i * k + j] as number) -= (b[i * k + j] as number) * (values[j] as number);
  }
  return frobenius(r);
}
