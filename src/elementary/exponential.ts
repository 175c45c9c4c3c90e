import { mapOne } from "./arrays.js";

/**
 * y[i] = e^x[i]
 *
 * Accuracy  0.79 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   exp(-Infinity) = 0, exp(Infinity) = Infinity; above 709.78 Infinity, below -745.13 zero, between -708.39 and that subnormal; NaN gives NaN
 * Source    Cody & Waite 1980, ch. 6 (reduction)
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { exp } from "nntk/elementary";
 *
 * exp([0, 1, -1]); // => [1, 2.718281828459045, 0.36787944117144233]
 * ```
 */
export function exp(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("exp", x, out);
}

/**
 * y[i] = e^x[i] - 1, without the cancellation next to 0
 *
 * Accuracy  1.27 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   expm1(-0) = -0, expm1(-Infinity) = -1, expm1(Infinity) = Infinity; NaN gives NaN
 * Source    as exp
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { expm1 } from "nntk/elementary";
 *
 * expm1([1e-10, 0]); // => [1.00000000005e-10, 0]
 * ```
 */
export function expm1(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("expm1", x, out);
}

/**
 * y[i] = log x[i], the natural logarithm
 *
 * Accuracy  0.82 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   log(0) = log(-0) = -Infinity, NaN below 0; subnormal arguments included; NaN gives NaN
 * Source    Tang 1990 (the form 2 atanh(f/(2+f)))
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { log } from "nntk/elementary";
 *
 * log([1, 10]); // => [0, 2.302585092994046]
 * ```
 */
export function log(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("log", x, out);
}

/**
 * y[i] = log(1 + x[i]), without the cancellation next to 0
 *
 * Accuracy  0.93 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   log1p(-0) = -0, log1p(-1) = -Infinity, NaN below -1; NaN gives NaN
 * Source    as log
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { log1p } from "nntk/elementary";
 *
 * log1p([1e-10, -1]); // => [9.9999999995e-11, -Infinity]
 * ```
 */
export function log1p(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("log1p", x, out);
}
