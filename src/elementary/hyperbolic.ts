import { mapOne } from "./arrays.js";

/**
 * y[i] = tanh x[i]
 *
 * Accuracy  1.07 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   tanh(-0) = -0, tanh(Infinity) = 1; 1 from 19.0616 on; odd to the bit; NaN gives NaN
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { tanh } from "nntk/elementary";
 *
 * tanh([0.5, -20]); // => [0.46211715726000973, -1]
 * ```
 */
export function tanh(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("tanh", x, out);
}

/**
 * y[i] = (e^x[i] - e^-x[i]) / 2
 *
 * Accuracy  0.85 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   sinh(-0) = -0; Infinity above 710.4758; odd to the bit; NaN gives NaN
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { sinh } from "nntk/elementary";
 *
 * sinh([1]); // => [1.1752011936438014]
 * ```
 */
export function sinh(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("sinh", x, out);
}

/**
 * y[i] = (e^x[i] + e^-x[i]) / 2
 *
 * Accuracy  0.88 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   cosh(-Infinity) = Infinity; Infinity above 710.4758; even to the bit; NaN gives NaN
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { cosh } from "nntk/elementary";
 *
 * cosh([1]); // => [1.5430806348152437]
 * ```
 */
export function cosh(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("cosh", x, out);
}
