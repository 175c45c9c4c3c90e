// nntk/bundle: the whole library in one self-contained file, for pages without a bundler. Names of "nntk" as they are, the other entries
// as namespaces. Re-exports only.
export * as elementary from "./elementary/index.js";
export * from "./index.js";
export * as io from "./io/index.js";
export * as kernels from "./kernels/index.js";
export * as linalg from "./linalg/index.js";
export * as random from "./random/index.js";
export * as theory from "./theory/index.js";
