// nntk/kernels: the tangent kernel and the Newton tangent kernel, of networks and of their infinite-width limit.
export { type KernelDecomposition, solveRegularized } from "./decomposition.js";
export { exactNntk } from "./exactNntk.js";
export { type InfiniteNtk, infiniteNtk } from "./infinite/infiniteNtk.js";
export { infiniteNtkDecomposition } from "./infinite/infiniteNtkDecomposition.js";
export { infiniteNtkSpectrum } from "./infinite/infiniteNtkSpectrum.js";
export type { InfiniteNtkOptions } from "./infinite/options.js";
export { nntk, nntkSpectrum } from "./nntk.js";
export { ntk } from "./ntk.js";
export { type NtkDecomposition, ntkDecomposition } from "./ntkDecomposition.js";
export { ntkOperator } from "./ntkOperator.js";
export { ntkSpectrum } from "./ntkSpectrum.js";
export { type UnitMoves, unitMoves } from "./unitMoves.js";
