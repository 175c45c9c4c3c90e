// nntk/linalg: dense, iterative and spectral linear algebra.
export type { Matrix, MatrixLike } from "../core/matrix.js";
export type { Status } from "../core/status.js";
export { type CgOptions, cg, type SolveResult } from "./cg.js";
export { type CholeskyResult, cholesky } from "./cholesky.js";
export { type EighResult, eigh, type SpectralStatus } from "./eigh.js";
export { type EigshOptions, type EigshResult, eigsh } from "./eigsh.js";
export { type GemvOptions, gemv } from "./gemv.js";
export { type GramOptions, gram } from "./gram.js";
export type { Which } from "./lanczosEnds.js";
export { type Inertia, type LdltResult, ldlt } from "./ldlt.js";
export type { IterationOptions } from "./limits.js";
export { type MatmulOptions, matmul } from "./matmul.js";
export type { LinearOperator } from "./operator.js";
export { solveCholesky } from "./solveCholesky.js";
export { solveLdlt } from "./solveLdlt.js";
export { type SolveTriangularOptions, solveTriangular } from "./solveTriangular.js";
