import { scalarRoutines } from "../engine/pool.js";
import { CODE } from "./codes.js";

// One number in, one number out, to the bit what nntk/elementary gives for an array holding it. Accuracy, ranges and special cases are
// stated there. A call crosses into the engine without touching its memory.

/** e^x */
export function exp(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.exp, x);
}

/** e^x - 1 */
export function expm1(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.expm1, x);
}

/** Natural logarithm of x */
export function log(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.log, x);
}

/** Natural logarithm of 1 + x */
export function log1p(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.log1p, x);
}

/** x to the power y */
export function pow(x: number, y: number): number {
  return scalarRoutines().pow_scalar(x, y);
}

/** Hyperbolic tangent of x */
export function tanh(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.tanh, x);
}

/** Error function of x */
export function erf(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.erf, x);
}

/** Sine of x radians */
export function sin(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.sin, x);
}

/** Cosine of x radians */
export function cos(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.cos, x);
}

/** Hyperbolic sine of x */
export function sinh(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.sinh, x);
}

/** Hyperbolic cosine of x */
export function cosh(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.cosh, x);
}

/** Angle of the point (x, y), from -pi to pi */
export function atan2(y: number, x: number): number {
  return scalarRoutines().atan2_scalar(y, x);
}

/** 1 / (1 + e^-x) */
export function sigmoid(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.sigmoid, x);
}

/** log(1 + e^x) */
export function softplus(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.softplus, x);
}

/** x Phi(x), Phi the normal distribution function */
export function gelu(x: number): number {
  return scalarRoutines().elementary_scalar(CODE.gelu, x);
}
