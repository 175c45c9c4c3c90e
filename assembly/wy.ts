// wy.ts - products of reflectors as one matrix, applied by matrix products.
//
//   H_{b-1} ... H_1 H_0 = I - V' L V,    H_0 H_1 ... H_{b-1} = I - V' L' V        row r of V: v_r, L lower triangular
//
// Shapes   v: b x k, leading dimension k, whole rows (ones and zeros included); tau: b; work: wy_doubles(b, k); gemm: gemm_scratch_bytes()
// Source   Schreiber & Van Loan 1989 (compact WY); the row recurrence follows from H_r (I - V' L V)
import { gemm_f64 } from "./gemm_block";
import { axpy_f64 } from "./level1";

/** Doubles of work for wy_factor. */
// @ts-ignore: decorator
@inline
export function wy_doubles(b: usize, k: usize): usize {
  return b * k + 2 * b * b;
}

/** work[0 .. b k) := L V, or L' V for the product in the other order. */
export function wy_factor(b: usize, k: usize, v: usize, tau: usize, transposed: bool, work: usize, gemm: usize): void {
  const l = work + ((b * k) << 3);
  const g = l + ((b * b) << 3);
  gemm_f64(b, b, k, 1, v, k, 1, v, 1, k, 0, g, b, gemm);
  memory.fill(l, 0, (b * b) << 3);
  for (let r: usize = 0; r < b; r++) {
    const factor = load<f64>(tau + (r << 3));
    const mine = l + ((r * b) << 3);
    for (let c: usize = 0; c < r; c++) axpy_f64(c + 1, -factor * load<f64>(g + ((r * b + c) << 3)), l + ((c * b) << 3), mine);
    store<f64>(mine + (r << 3), factor);
  }
  gemm_f64(b, k, b, 1, l, transposed ? 1 : b, transposed ? b : 1, v, k, 1, 0, work, k, gemm);
}

/** Z := Z - V' (P Z) with P = L V or L' V; Z: k x n, leading dimension ldz; product: b x n. */
export function wy_apply(b: usize, k: usize, v: usize, p: usize, n: usize, z: usize, ldz: usize, product: usize, gemm: usize): void {
  gemm_f64(b, n, k, 1, p, k, 1, z, ldz, 1, 0, product, n, gemm);
  gemm_f64(k, n, b, -1, v, 1, k, product, n, 1, 1, z, ldz, gemm);
}

/** The same for Z kept by columns: zt: n x k, leading dimension ldz, is Z'. */
export function wy_apply_columns(b: usize, k: usize, v: usize, p: usize, n: usize, zt: usize, ldz: usize, product: usize, gemm: usize): void {
  gemm_f64(b, n, k, 1, p, k, 1, zt, 1, ldz, 0, product, n, gemm);
  gemm_f64(n, k, b, -1, product, 1, n, v, k, 1, 1, zt, ldz, gemm);
}
