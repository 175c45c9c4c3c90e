// potrf.ts - Cholesky factorization in place: A = L L', L lower triangular with positive diagonal.
//
// Shapes   a: n x n, rows lda elements apart; only its lower triangle is read and overwritten; scratch: gemm_scratch_bytes()
// Returns  n, or the index of the first pivot that is not a positive finite number; what was written is then of no use
// Order    halves down to 16 rows; rank-k updates by gemm's chains; fixed by n alone
// Source   recursion: Gustavson 1997. |A - L L'| <= c n eps |A|: Higham 2002, theorem 10.3
// Checked  by the caller in src/linalg (shape)

import { multiply } from "./gemm_block";
import { solve_lower } from "./trsm";

const BASE: usize = 16;

export function potrf_f64(n: usize, a: usize, lda: usize, scratch: usize): usize {
  if (n <= BASE) return base(n, a, lda << 3);
  const n1 = (n + 2 * BASE - 1) / (2 * BASE) * BASE;
  const n2 = n - n1;
  const row = lda << 3;
  const a21 = a + n1 * row;
  const a22 = a21 + (n1 << 3);
  const first = potrf_f64(n1, a, lda, scratch);
  if (first < n1) return first;
  solve_lower(n1, n2, a, row, 8, a21, 8, row, scratch);
  multiply(true, n2, n2, n1, -1, a21, row, 8, a21, 8, row, 1, a22, row, scratch);
  return n1 + potrf_f64(n2, a22, lda, scratch);
}

/** Row by row: l_ij = (a_ij - <l_i, l_j>) / l_jj over the columns before j. */
function base(n: usize, a: usize, row: usize): usize {
  for (let i: usize = 0; i < n; i++) {
    const li = a + i * row;
    let lj = a;
    for (let j: usize = 0; j < i; j++) {
      const at = li + (j << 3);
      store<f64>(at, (load<f64>(at) - dot(j, li, lj)) / load<f64>(lj + (j << 3)));
      lj += row;
    }
    const at = li + (i << 3);
    const d = load<f64>(at) - dot(i, li, li);
    if (!(d > 0 && d < Infinity)) return i;
    store<f64>(at, sqrt<f64>(d));
  }
  return n;
}

function dot(n: usize, x: usize, y: usize): f64 {
  let s = 0.0;
  for (const end = x + (n << 3); x < end; x += 8) {
    s += load<f64>(x) * load<f64>(y);
    y += 8;
  }
  return s;
}
