// potrf.ts - Cholesky factorization in place: A = L L', L lower triangular with positive diagonal.
//
// Shapes   a: n x n, rows lda elements apart; only its lower triangle is read and overwritten; scratch: gemm_scratch_bytes()
// Returns  n, or the index of the first pivot that is not a positive finite number; what was written is then of no use
// Order    halves down to 32 rows; rank-k updates by gemm's chains; fixed by n alone
// Source   recursion: Gustavson 1997. |A - L L'| <= c n eps |A|: Higham 2002, theorem 10.3
// Checked  by the caller in src/linalg (shape)

import { multiply } from "./gemm_block";
import { pack_columns_f64, unpack_columns_f64 } from "./gemm_pack";
import { solve_lower } from "./trsm";
import { BASE, INVERSES, row1, rows4, solve_panel } from "./trsm_base";

export function potrf_f64(n: usize, a: usize, lda: usize, scratch: usize): usize {
  if (n <= BASE) return base(n, a, lda << 3, scratch);
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

/**
 * At most BASE rows, four at a time: the part left of the diagonal by a solve with the rows before, in registers; then what it takes from
 * the 4 x 4 block on the diagonal; then that block, column by column. x: the four rows as columns of a packed panel, the block at its end.
 */
function base(n: usize, a: usize, row: usize, x: usize): usize {
  const inverses = x + INVERSES;
  for (let i: usize = 0; i < n; i += 4) {
    const rows = min(4, n - i);
    const strip = a + i * row;
    pack_columns_f64(i + rows, rows, strip, 8, row, x);
    solve_panel(i, a, row, 8, x, inverses);
    unpack_columns_f64(i, rows, x, strip, 8, row);
    if (rows == 4) rows4(i, strip, row, 8, x, 0);
    else for (let r: usize = 0; r < rows; r++) row1(i, i + r, strip + r * row, 8, x, 0);
    const failed = block(rows, x + (i << 5), strip + (i << 3), row, inverses + (i << 3));
    if (failed < rows) return i + failed;
  }
  return n;
}

/** The block on the diagonal: c[s][r] holds its entry (r, s), r >= s, and is used up; L goes to a, 1/l_ss to `inverses`. */
function block(n: usize, c: usize, a: usize, row: usize, inverses: usize): usize {
  for (let s: usize = 0; s < n; s++) {
    const pivot = load<f64>(c + s * 40);
    if (!(pivot > 0 && pivot < Infinity)) return s;
    const d = sqrt<f64>(pivot);
    const inverse = 1 / d;
    store<f64>(a + s * (row + 8), d);
    store<f64>(inverses + (s << 3), inverse);
    for (let r: usize = s + 1; r < n; r++) {
      const t = load<f64>(c + (s << 5) + (r << 3)) * inverse;
      store<f64>(c + (s << 5) + (r << 3), t);
      store<f64>(a + r * row + (s << 3), t);
      for (let q: usize = s + 1; q <= r; q++) {
        const at = c + (q << 5) + (r << 3);
        store<f64>(at, load<f64>(at) - t * load<f64>(c + (s << 5) + (q << 3)));
      }
    }
  }
  return n;
}
