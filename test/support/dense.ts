import type { Engine } from "../../src/engine/engine.js";
import { guarded } from "./engine.js";

/** Irrational-looking entries of both signs and different sizes, the same for the same seed. */
export function entries(n: number, seed: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => Math.sqrt((i * 7 + seed * 13) % 101) - 5 + 1e-3 * ((i * i) % 11));
}

/** A lower triangular n x n matrix with a diagonal that dominates, the entries above it NaN: nobody may read them. */
export function lowerTriangle(n: number, seed: number): Float64Array {
  const l = entries(n * n, seed).map((v) => v / Math.max(1, n));
  for (let i = 0; i < n; i++) {
    l[i * n + i] = 1 + Math.abs(l[i * n + i] as number);
    l.fill(NaN, i * n + i + 1, (i + 1) * n);
  }
  return l;
}

/** Columns of A in one chain of gemm: the numeric contract of assembly/gemm_block.ts. */
const CHAIN = 256;

/** Entry of alpha A B in gemm's own order: chains of 256 products from zero, each times alpha, added to `start`. */
export function chained(k: number, alpha: number, start: number | undefined, product: (p: number) => number): number {
  let c = start;
  for (let from = 0; from < k; from += CHAIN) {
    let s = 0;
    for (let p = from; p < Math.min(k, from + CHAIN); p++) s += product(p);
    c = c === undefined ? alpha * s : c + alpha * s;
  }
  return c ?? 0;
}

/** Copies values into memory with a canary on both sides, `offset` elements past a cache line. */
export function planted(engine: Engine, values: ArrayLike<number>, offset = 1): { pointer: number; check: () => void } {
  const place = guarded(engine, values.length, offset);
  engine.view(place.pointer, values.length).set(values);
  return place;
}

/** The greatest absolute entry; 0 for none. */
export function largest(values: ArrayLike<number>): number {
  let m = 0;
  for (let i = 0; i < values.length; i++) m = Math.max(m, Math.abs(values[i] as number));
  return m;
}

/** Index of the first entry whose bits differ (-0 is not 0, NaN is NaN); -1 when the lists are the same. */
export function firstDifference(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return Math.min(got.length, expected.length);
  for (let i = 0; i < got.length; i++) if (!Object.is(got[i], expected[i])) return i;
  return -1;
}
