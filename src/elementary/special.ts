import { mapOne } from "./arrays.js";

/**
 * y[i] = 2/sqrt(pi) integral of e^(-t^2) from 0 to x[i]
 *
 * Accuracy  1.41 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   erf(-0) = -0, erf(Infinity) = 1; odd to the bit; NaN gives NaN
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { erf } from "nntk/elementary";
 *
 * erf([0.5]); // => [0.5204998778130465]
 * ```
 */
export function erf(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("erf", x, out);
}

/**
 * y[i] = 1 / (1 + e^-x[i]), the logistic function
 *
 * Accuracy  1.14 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   sigmoid(-Infinity) = 0, sigmoid(Infinity) = 1; the left tail is relatively accurate down to the subnormal numbers; NaN gives NaN
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { sigmoid } from "nntk/elementary";
 *
 * sigmoid([0, -700]); // => [0.5, 9.859676543759770e-305]
 * ```
 */
export function sigmoid(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("sigmoid", x, out);
}

/**
 * y[i] = log(1 + e^x[i])
 *
 * Accuracy  1.01 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   softplus(-Infinity) = 0, softplus(Infinity) = Infinity; the left tail is relatively accurate down to the subnormal numbers; NaN gives NaN
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { softplus } from "nntk/elementary";
 *
 * softplus([0, 100]); // => [0.6931471805599453, 100]
 * ```
 */
export function softplus(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("softplus", x, out);
}

/**
 * y[i] = x[i] Phi(x[i]), Phi the normal distribution function
 *
 * Accuracy  1.28 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   gelu(-0) = -0, gelu(-Infinity) = -0, gelu(Infinity) = Infinity; the left tail is relatively accurate down to the subnormal numbers; NaN gives NaN
 * Source    Hendrycks & Gimpel 2016 (the definition)
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { gelu } from "nntk/elementary";
 *
 * gelu([1, -1]); // => [0.8413447460685429, -0.15865525393145705]
 * ```
 */
export function gelu(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("gelu", x, out);
}
