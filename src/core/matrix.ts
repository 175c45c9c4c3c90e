import { checkArrayLike, checkFinite, checkFloat64Array, checkInteger, checkNumbers } from "./checks.js";
import { isList } from "./typedArrays.js";

/** A dense matrix, row-major: entry (i, j) is data[i * cols + j]. A plain record that survives structuredClone. */
export interface Matrix {
  rows: number;
  cols: number;
  data: Float64Array;
}

/** What every function takes for a matrix: the record, a flat list (one column) or a list of rows. */
export type MatrixLike = Matrix | ArrayLike<number> | readonly ArrayLike<number>[];

/** A rows x cols matrix over `data` (zeros when omitted); the data is not copied. */
export function makeMatrix(rows: number, cols: number, data: Float64Array = new Float64Array(rows * cols)): Matrix {
  return { rows, cols, data };
}

/**
 * Reads a MatrixLike: the record as it is, a flat list as one column, a list of rows copied. Kinds and shapes are checked, and, unless
 * `finite` is false, that every entry is finite. The result may share memory with the argument: read it, never write it.
 *
 * @throws {TypeError} not a matrix, a list or a list of rows; an entry that is no number
 * @throws {RangeError} ragged rows, a data array of the wrong length, a NaN or infinite entry
 */
export function checkMatrix(where: string, name: string, value: unknown, finite = true): Matrix {
  const matrix = isRecord(value) ? checkRecord(where, name, value) : fromLists(where, name, value);
  if (finite) checkFinite(where, `${name}.data`, matrix.data);
  return matrix;
}

function isRecord(value: unknown): value is Matrix {
  return typeof value === "object" && value !== null && !isList(value);
}

function checkRecord(where: string, name: string, value: Matrix): Matrix {
  if (isSound(value)) return value;
  const rows = checkInteger(where, `${name}.rows`, value.rows);
  const cols = checkInteger(where, `${name}.cols`, value.cols);
  return makeMatrix(rows, cols, checkFloat64Array(where, `${name}.data`, value.data, rows * cols, `${rows} x ${cols}`));
}

/** What nearly every record is, decided without putting together the words of an error. */
function isSound({ rows, cols, data }: Matrix): boolean {
  const sized = Number.isSafeInteger(rows) && Number.isSafeInteger(cols) && rows >= 0 && cols >= 0;
  return sized && data instanceof Float64Array && data.constructor === Float64Array && data.length === rows * cols;
}

function fromLists(where: string, name: string, value: unknown): Matrix {
  const list: ArrayLike<unknown> = checkArrayLike(where, name, value);
  const first = list[0];
  if (!isList(first)) return makeMatrix(list.length, 1, checkNumbers(where, name, value));
  const cols = (first as Float64Array).length;
  const data = new Float64Array(list.length * cols);
  for (let i = 0; i < list.length; i++) data.set(checkNumbers(where, `${name}[${i}]`, list[i], cols, "as the first row"), i * cols);
  return makeMatrix(list.length, cols, data);
}
