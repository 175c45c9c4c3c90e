// nntk/linalg: dense, iterative and spectral linear algebra.
export type { Matrix, MatrixLike } from "../core/matrix.js";
export type { Status } from "../core/status.js";
export { type CgOptions, cg, type SolveResult } from "./cg.js";
export { type EighResult, eigh, type SpectralStatus } from "./eigh.js";
export type { IterationOptions } from "./limits.js";
export type { LinearOperator } from "./operator.js";
