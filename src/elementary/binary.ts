import { mapTwo } from "./arrays.js";

/**
 * z[i] = x[i]^y[i]
 *
 * Accuracy  0.78 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   IEEE 754-2019 section 9.2.1: pow(x, 0) = 1 and pow(1, y) = 1 for every x and y, NaN included; pow(-1, +-Infinity) = 1; a negative x with a y that is no integer gives NaN
 * Source    Dekker 1971 (the logarithm is carried in two doubles)
 * Shapes    x, y: any length, the same for both, NaN and infinities allowed; result: the same length
 *
 * @param x array of numbers
 * @param y array of numbers
 * @param out where the result goes (may be an argument itself); a new array when omitted
 * @throws {TypeError} an argument is not an array of numbers, or out not a Float64Array  @throws {RangeError} lengths differ
 * @example
 * ```ts
 * import { pow } from "nntk/elementary";
 *
 * pow([2, 2], [0.5, -1074]); // => [1.4142135623730951, 5e-324]
 * ```
 */
export function pow(x: ArrayLike<number>, y: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapTwo("pow", ["x", "y"], ({ routines }) => routines.pow_f64, x, y, out);
}

/**
 * z[i] = the angle of the point (x[i], y[i]), from -pi to pi
 *
 * Accuracy  0.6 ulp at most, as measured; the same bits for an element whatever its position and the array's length
 * Special   IEEE 754-2019 section 9.2.1: signed zeros and infinities as for the limits they stand for; odd in y to the bit
 * Shapes    y, x: any length, the same for both, NaN and infinities allowed; result: the same length
 *
 * @param y array of numbers
 * @param x array of numbers
 * @param out where the result goes (may be an argument itself); a new array when omitted
 * @throws {TypeError} an argument is not an array of numbers, or out not a Float64Array  @throws {RangeError} lengths differ
 * @example
 * ```ts
 * import { atan2 } from "nntk/elementary";
 *
 * atan2([1, -0], [-1, -1]); // => [2.356194490192345, -3.141592653589793]
 * ```
 */
export function atan2(y: ArrayLike<number>, x: ArrayLike<number>, out?: Float64Array): Float64Array {
  return mapTwo("atan2", ["y", "x"], ({ routines }) => routines.atan2_f64, y, x, out);
}
