import { type Matrix, makeMatrix } from "../core/matrix.js";

/** Matrices of at most this many entries. */
export const SMALL = 25;

interface Svd {
  status: "ok";
  values: Float64Array;
  U?: Matrix;
  V?: Matrix;
}

/** A over an identity: what makes the columns of the one orthogonal turns the other into V. */
const WORK = /* @__PURE__ */ new Float64Array(2 * SMALL);
const SIZES = /* @__PURE__ */ new Float64Array(SMALL);

/**
 * The singular value decomposition of a matrix of a few entries, m >= n, by one-sided Jacobi rotations of its own columns: for these the way
 * into the engine and back, and a QR before, take longer than the rotations. Entry (i, j) is data[i * down + j * across].
 *
 * Undefined when a singular value is beyond 1e60 or below 1e-60 (zero is), an entry is not finite, or twelve sweeps did not do: only then
 * may squares of squares leave the range of float64.
 *
 * Source   Hestenes 1958; accuracy: Demmel & Veselic 1992; every sweep meets pairs without a column in common: (p, p xor k)
 */
export function smallSvd(m: number, n: number, data: Float64Array, down: number, across: number, vectors: boolean): Svd | undefined {
  const w = WORK;
  const foot = m * n;
  const end = vectors ? foot + n * n : foot;
  for (let at = 0, i = 0; at < foot; i += down) for (let k = i, row = at + n; at < row; k += across) w[at++] = data[k] as number;
  for (let at = foot; at < end; at++) w[at] = 0;
  for (let at = foot; at < end; at += n + 1) w[at] = 1;
  let span = 1;
  while (span < n) span *= 2;
  const negligible = n * (Number.EPSILON / 2) * (Number.EPSILON / 2); // a cosine squared
  for (let sweep = 0, turned = true; turned; sweep++) {
    if (sweep === 12) return undefined;
    turned = false;
    for (let k = 1; k < span; k++) {
      for (let p = 0; p < n; p++) {
        const q = p ^ k;
        if (q < p || q >= n) continue;
        let a = 0;
        let b = 0;
        let c = 0;
        for (let i = 0; i < foot; i += n) {
          const x = w[i + p] as number;
          const y = w[i + q] as number;
          a += x * x;
          b += y * y;
          c += x * y;
        }
        if (c * c <= negligible * (a * b)) continue;
        turned = true;
        const d = b - a;
        const r = Math.sqrt(d * d + 4 * c * c);
        const g = Math.abs(d) + r;
        const cosine = Math.sqrt((0.5 * g) / r);
        const sine = (((d < 0 ? -2 : 2) * c) / g) * cosine;
        for (let i = 0; i < end; i += n) {
          const x = w[i + p] as number;
          const y = w[i + q] as number;
          w[i + p] = cosine * x - sine * y;
          w[i + q] = sine * x + cosine * y;
        }
      }
    }
  }
  for (let p = 0; p < n; p++) {
    let square = 0;
    for (let i = p; i < foot; i += n) square += (w[i] as number) * (w[i] as number);
    if (!(square > 1e-120 && square < 1e120)) return undefined;
    SIZES[p] = Math.sqrt(square);
  }
  const values = new Float64Array(n);
  const U = vectors ? makeMatrix(m, n) : undefined;
  const V = vectors ? makeMatrix(n, n) : undefined;
  for (let j = 0; j < n; j++) {
    let p = 0;
    for (let q = 1; q < n; q++) if ((SIZES[q] as number) > (SIZES[p] as number)) p = q;
    const size = SIZES[p] as number;
    values[j] = size;
    SIZES[p] = 0;
    if (U) for (let i = 0; i < foot; i += n) U.data[i + j] = (w[i + p] as number) / size;
    if (V) for (let i = foot; i < end; i += n) V.data[i - foot + j] = w[i + p] as number;
  }
  return U && V ? { status: "ok", values, U, V } : { status: "ok", values };
}
