// nntk/kernels: the tangent kernel and the Newton tangent kernel, of networks and of their infinite-width limit.
export { exactNntk } from "./exactNntk.js";
export { type InfiniteNtk, infiniteNtk } from "./infinite/infiniteNtk.js";
export { infiniteNtkSpectrum } from "./infinite/infiniteNtkSpectrum.js";
export type { InfiniteNtkOptions } from "./infinite/options.js";
export { nntk, nntkSpectrum } from "./nntk.js";
export { ntk } from "./ntk.js";
export { ntkOperator } from "./ntkOperator.js";
export { ntkSpectrum } from "./ntkSpectrum.js";
