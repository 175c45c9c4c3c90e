// Plain, slow twins of dense linear algebra for tests: row-major Float64Arrays, no library code.

/** A x for an m x n matrix. */
export function times(A: Float64Array, x: ArrayLike<number>): Float64Array {
  const n = x.length;
  return Float64Array.from({ length: A.length / n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += A[i * n + j]! * x[j]!;
    return sum;
  });
}

export function norm(x: ArrayLike<number>): number {
  return Math.hypot(...Array.from(x));
}

export function minus(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  return Float64Array.from(x, (v, i) => v - y[i]!);
}

/** Q diag(values) Q' with Q a product of as many random reflections as there are `directions`. */
export function withSpectrum(values: ArrayLike<number>, directions: readonly ArrayLike<number>[]): Float64Array {
  const n = values.length;
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) A[i * n + i] = values[i]!;
  for (const u of directions) reflect(A, n, u);
  return A;
}

/** A := R A R, R = I - 2 u u'/u'u, kept exactly symmetric. */
function reflect(A: Float64Array, n: number, u: ArrayLike<number>): void {
  const size = norm(u);
  if (size === 0) return;
  const v = Float64Array.from(u, (entry) => entry / size);
  const w = times(A, v);
  let k = 0;
  for (let i = 0; i < n; i++) k += v[i]! * w[i]!;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = A[i * n + j]! - 2 * (v[i]! * w[j]! + w[i]! * v[j]!) + 4 * k * v[i]! * v[j]!;
      A[i * n + j] = entry;
      A[j * n + i] = entry;
    }
  }
}

/** A repeatable sequence in (-1, 1): for data that has to be dense and irrational, not for statistics. */
export function sequence(n: number, seed = 1): Float64Array {
  let state = seed * 2654435761 + 12345;
  return Float64Array.from({ length: n }, () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2147483648 - 1;
  });
}

/** The matrix as an operator of the user's own. */
export function asFunction(A: Float64Array, n: number) {
  const counter = { products: 0 };
  const apply = (x: Float64Array, out: Float64Array) => {
    counter.products++;
    out.set(times(A, x));
  };
  return { rows: n, cols: n, apply, counter };
}
