// nntk/elementary: elementary functions on arrays, the same bits in every runtime.
export { atan2, pow } from "./binary.js";
export { exp, expm1, log, log1p } from "./exponential.js";
export { cosh, sinh, tanh } from "./hyperbolic.js";
export { erf, gelu, sigmoid, softplus } from "./special.js";
export { cos, sin } from "./trigonometric.js";
