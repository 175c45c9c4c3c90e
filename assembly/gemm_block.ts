// gemm_block.ts - matrix multiplication by blocks, whole or its lower triangle only.
//
//   C = beta C + alpha A B          A: m x k, B: k x n by element strides (a transpose is a swap of strides); C: m x n, row-major
//
// Shapes   a, b, c: byte addresses, 8-byte aligned; strides in elements, any sign; ldc likewise; scratch: gemm_scratch_bytes(), 16-byte aligned
// Effects  C is not read where beta = 0; C must not overlap A or B; k = 0 or alpha = 0 leaves beta C, A and B unread
// Order    for each element of C: beta C[i,j], then for each KC columns of A in turn + alpha (one chain from zero over p). KC is part of
//          the numeric contract: results depend on (m, n, k, alpha, beta, operands) only
// Lower    the `_lower` forms write and read only the entries of C on and below the diagonal (m = n)
// Source   blocking: Goto & van de Geijn 2008; roles: Van Zee & van de Geijn 2015 (BLIS)
// Checked  by the caller in src/linalg

import { gemm_strip_f64_4x4 } from "./gemm_micro";
import { pack_columns_f64, pack_rows_f64 } from "./gemm_pack";

const KC: usize = 256; // columns of A in one chain: numeric contract
const NC: usize = 320; // most columns of B in one packed block (640 KB, to stay in a cache of 1 MB): speed only

const STRIP: usize = KC * NC * 8; // offset of the packed strip of A
const TILE: usize = STRIP + KC * 64; // offset of the tile that catches edges

/** Bytes of scratch for every routine of the gemm family: gemm, syrk, trsm, potrf. */
export function gemm_scratch_bytes(): usize {
  return TILE + 128;
}

/** C = beta C + alpha A B. */
export function gemm_f64(
  m: usize, n: usize, k: usize, alpha: f64, a: usize, ars: usize, acs: usize, b: usize, brs: usize, bcs: usize, beta: f64, c: usize, ldc: usize,
  scratch: usize,
): void {
  multiply(false, m, n, k, alpha, a, ars << 3, acs << 3, b, brs << 3, bcs << 3, beta, c, ldc << 3, scratch);
}

/** Lower triangle of C = beta C + alpha A B, where A B is known to be symmetric, or only its lower triangle is wanted. */
export function gemm_lower_f64(
  n: usize, k: usize, alpha: f64, a: usize, ars: usize, acs: usize, b: usize, brs: usize, bcs: usize, beta: f64, c: usize, ldc: usize,
  scratch: usize,
): void {
  multiply(true, n, n, k, alpha, a, ars << 3, acs << 3, b, brs << 3, bcs << 3, beta, c, ldc << 3, scratch);
}

/** Lower triangle of C = beta C + alpha A A'. */
export function syrk_f64(
  n: usize, k: usize, alpha: f64, a: usize, ars: usize, acs: usize, beta: f64, c: usize, ldc: usize, scratch: usize,
): void {
  multiply(true, n, n, k, alpha, a, ars << 3, acs << 3, a, acs << 3, ars << 3, beta, c, ldc << 3, scratch);
}

/** The three above with every stride in bytes, for the routines built on them. `lower`: only entries on and below the diagonal. */
export function multiply(
  lower: bool, m: usize, n: usize, k: usize, alpha: f64, a: usize, ars: usize, acs: usize, b: usize, brs: usize, bcs: usize, beta: f64, c: usize,
  crs: usize, scratch: usize,
): void {
  if (alpha == 0) k = 0;
  if (k == 0 || (beta != 0 && beta != 1)) scale(lower, m, n, beta, c, crs);
  const tiles = ((n + NC - 1) / NC) << 2;
  const width = n > NC ? (n + tiles - 1) / tiles << 2 : NC; // blocks of one width, in whole tiles
  for (let j: usize = 0; j < n; j += width) {
    const nb = min(width, n - j);
    for (let p: usize = 0; p < k; p += KC) {
      const kb = min(KC, k - p);
      const fresh = p == 0 && beta == 0;
      pack_columns_f64(kb, nb, b + p * brs + j * bcs, brs, bcs, scratch);
      for (let i: usize = lower ? j : 0; i < m; i += 4) {
        const mb = min(4, m - i);
        const corner = c + i * crs + (j << 3);
        pack_rows_f64(mb, kb, a + i * ars + p * acs, ars, acs, scratch + STRIP);
        if (lower && i < j + nb) strip(mb, i - j, mb, kb, alpha, fresh, corner, crs, scratch);
        else strip(mb, nb, 0, kb, alpha, fresh, corner, crs, scratch);
      }
    }
  }
}

/** A strip of `rows` rows: `columns` columns whole, then the first `triangle` rows and columns of a lower triangle. */
function strip(rows: usize, columns: usize, triangle: usize, k: usize, alpha: f64, fresh: bool, c: usize, crs: usize, scratch: usize): void {
  const pa = scratch + STRIP;
  const tile = scratch + TILE;
  const whole = rows == 4 ? columns & ~3 : 0;
  gemm_strip_f64_4x4(whole >> 2, k, alpha, pa, scratch, fresh, c, crs);
  for (let j = whole; j < columns + triangle; j += 4) {
    gemm_strip_f64_4x4(1, k, alpha, pa, scratch + ((j * k) << 3), true, tile, 32);
    for (let r: usize = 0; r < rows; r++) {
      const end = j < columns ? min(4, columns - j) : r + 1;
      const from = tile + (r << 5);
      const to = c + r * crs + (j << 3);
      for (let s: usize = 0; s < end << 3; s += 8) {
        const value = load<f64>(from + s);
        store<f64>(to + s, fresh ? value : load<f64>(to + s) + value);
      }
    }
  }
}

/** C = beta C, entries not read when beta = 0. */
function scale(lower: bool, m: usize, n: usize, beta: f64, c: usize, crs: usize): void {
  if (beta == 1) return;
  for (let i: usize = 0; i < m; i++) {
    const end = c + ((lower ? i + 1 : n) << 3);
    for (let p = c; p < end; p += 8) store<f64>(p, beta == 0 ? 0 : beta * load<f64>(p));
    c += crs;
  }
}
