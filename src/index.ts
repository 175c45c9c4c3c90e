// nntk: what a newcomer needs. Re-exports only.
export type { Matrix, MatrixLike } from "./core/matrix.js";
export type { Signal } from "./core/signal.js";
export type { Status } from "./core/status.js";
export { ready } from "./engine/pool.js";
export * from "./fit/index.js";
export * from "./model/index.js";
export * from "./train/index.js";
