// nntk: what a newcomer needs. Re-exports only.
export type { Matrix, MatrixLike } from "./core/matrix.js";
export type { Status } from "./core/status.js";
export { ready } from "./engine/pool.js";
export type { Data } from "./model/data.js";
export { type Activation, flatten, type Network, type Scaling, unflatten } from "./model/network.js";
