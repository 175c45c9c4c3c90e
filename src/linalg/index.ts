// nntk/linalg: dense, iterative and spectral linear algebra.
export type { Matrix, MatrixLike } from "../core/matrix.js";
