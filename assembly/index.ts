// The ABI: what the binary exports, one line a family. Nothing else belongs here. Families that are written alike stand near each other:
// gzip sees 32 kB back, and the binary is twice as long (0.4 kB less than by name).
export { line_blocks_f64, line_jvp_f64, line_vjp_f64 } from "./shallow_line";
export { gemv_f64, gemv_transposed_f64, symv_lower_f64 } from "./gemv";
export {
  shallow_affine_f64, shallow_combine_f64, shallow_dots_f64, shallow_longest_f64, shallow_pull_tanh_f64, shallow_scale_f64,
  shallow_times_f64, shallow_times_tanh_slope_f64,
} from "./shallow_rows";
export { axpy_dot_f64, minres_step_f64, scale_f64, xpby_f64 } from "./krylov";
export { uniform_f64 } from "./uniform";
export { trsm_lower_f64, trsm_lower_transposed_f64, trsm_strided_f64 } from "./trsm";
export { structured_move_f64, structured_scale_f64, structured_weights_f64 } from "./structured_blocks";
export { gemm_f64, gemm_lower_f64, gemm_scratch_bytes, syrk_f64 } from "./gemm_block";
export { structured_rows_f64, structured_trace_f64 } from "./structured_rows";
export { philox4x32_u32 } from "./philox";
export { arrow_f64, lanczos_step_f64, orthogonalize_f64 } from "./lanczos";
export { shallow_blocks_apply_f64 } from "./shallow_blocks";
export { structured_add_blocks_f64, structured_finish_f64, structured_order_f64 } from "./structured_primal";
export { geqrf_f64, qr_doubles } from "./qr";
export { transpose_f64 } from "./transpose";
export { qr_thin_f64, qr_thin_scratch_bytes } from "./qr_thin";
export { ldlt_f64, ldlt_scratch_bytes, ldlt_solve_f64 } from "./ldlt";
export { eigh_f64, eigh_scratch_bytes, first_asymmetric_f64 } from "./eigh";
export { clear_upper_f64, copy_lower_to_upper_f64 } from "./triangle";
export { potrf_f64 } from "./potrf";
export { svd_f64, svd_scratch_bytes } from "./svd";
export { axpy_f64, dot_f64, first_nonfinite_f64 } from "./level1";
export { activation_first_f64, activation_second_f64 } from "./activation";
export { jacobi_eigh_f64 } from "./jacobi_eigh";
export { heap_base } from "./heap";
export { normal_f64 } from "./normal";
export { shallow_near_tanh_f64 } from "./shallow_near";
export { tridiagonal_pairs_f64 } from "./tridiagonal_pairs";
export { atan2_f64, atan2_scalar, elementary_f64, elementary_scalar, pow_f64, pow_scalar } from "./elementary";
