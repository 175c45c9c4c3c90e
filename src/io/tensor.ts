import { checkFloat64Array, checkInteger, checkVector, isRecord, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike } from "../core/matrix.js";

/** An array of any number of dimensions, row-major (the last index runs fastest). `shape` is empty for a single number. */
export interface Tensor {
  shape: number[];
  data: Float64Array;
}

/** What the encoders take: a tensor, a matrix, a list of rows, or a flat list (one dimension). */
export type TensorLike = Tensor | MatrixLike;

/** As many dimensions as NumPy allows. */
const MAX_DIMENSIONS = 64;

/** The number of entries of a shape. Inexact beyond 2^53, where it can equal no number of bytes that exist. */
export function entryCount(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}

/** Reads a TensorLike; entries may be NaN or infinite. The result may share memory with the argument. */
export function checkTensor(where: string, name: string, value: unknown): Tensor {
  if (isRecord(value) && "shape" in value) {
    const shape = checkShape(where, `${name}.shape`, value.shape);
    return { shape, data: checkFloat64Array(where, `${name}.data`, value.data, entryCount(shape), `shape ${shape.join(" x ")}`) };
  }
  const { rows, cols, data } = checkMatrix(where, name, value, false);
  const flat = !isRecord(value) && typeof (value as ArrayLike<unknown>)[0] !== "object";
  return { shape: flat ? [rows] : [rows, cols], data };
}

/** The sizes of a tensor's dimensions. */
export function checkShape(where: string, name: string, value: unknown): number[] {
  const list = checkVector(where, name, value);
  if (list.length > MAX_DIMENSIONS) wrongValue(where, name, `at most ${MAX_DIMENSIONS} dimensions`, list.length);
  return Array.from(list, (size, i) => checkInteger(where, `${name}[${i}]`, size));
}

/**
 * The tensor as a matrix over the same data: a number is 1 x 1, one dimension is a column, two are rows x cols.
 *
 * @throws {TypeError} not a tensor  @throws {RangeError} three dimensions or more
 */
export function tensorToMatrix(tensor: Tensor): Matrix {
  const { shape, data } = checkTensor("tensorToMatrix", "tensor", tensor);
  const [rows = 1, cols = 1] = shape;
  if (shape.length > 2) wrongValue("tensorToMatrix", "tensor.shape", "at most 2 dimensions", shape.length);
  return { rows, cols, data };
}
