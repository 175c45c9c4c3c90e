import { mapOne } from "./arrays.js";

/**
 * y[i] = sin x[i], x in radians
 *
 * Accuracy  0.87 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   sin(-0) = -0, NaN at the infinities; odd to the bit; every finite argument, however large; NaN gives NaN
 * Source    Cody & Waite 1980, ch. 8; Payne & Hanek 1983 for large arguments
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { sin } from "nntk/elementary";
 *
 * sin([1, 1e22]); // => [0.8414709848078965, -0.8522008497671888]
 * ```
 */
export function sin(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("sin", x, out);
}

/**
 * y[i] = cos x[i], x in radians
 *
 * Accuracy  0.87 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   NaN at the infinities; even to the bit; every finite argument, however large; NaN gives NaN
 * Source    as sin
 * Shapes    x: any length, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param out where the result goes (may be x itself); a new array when omitted
 * @throws {TypeError} x is not an array of numbers, or out not a Float64Array  @throws {RangeError} out has another length
 * @example
 * ```ts
 * import { cos } from "nntk/elementary";
 *
 * cos([1, 0]); // => [0.5403023058681398, 1]
 * ```
 */
export function cos(x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapOne("cos", x, out);
}
