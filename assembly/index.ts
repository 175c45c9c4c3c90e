// The ABI: what the binary exports, one line a family. Nothing else belongs here.
export { heap_base } from "./heap";
export { jacobi_eigh_f64 } from "./jacobi_eigh";
export { axpy_f64, dot_f64, first_nonfinite_f64 } from "./level1";
export { normal_f64 } from "./normal";
export { philox4x32_u32 } from "./philox";
export { uniform_f64 } from "./uniform";
