import { checkPositive, checkVector, isRecord, wrongKind, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { Network } from "./network.js";

/**
 * Samples: the rows of x (samples x inputs) and y (samples x outputs). A flat list is one column. Optional weights, positive, one a
 * sample, make the loss sum_m weights[m] |f(x_m) - y_m|^2 / (2 sum weights); equal weights change nothing.
 */
export interface Data {
  x: MatrixLike;
  y: MatrixLike;
  weights?: ArrayLike<number>;
}

/** Data that was found to fit a network: shapes agree, everything is finite. May share memory with what the caller gave: read only. */
export interface CheckedData {
  readonly x: Matrix;
  /** Absent where only the inputs matter (predict, jvp, vjp, jacobian, gnvp's operator). */
  readonly y?: Matrix;
  readonly weights?: Float64Array;
}

/** Reads the samples' inputs for a network. */
export function checkInputs(where: string, network: Partial<Network>, x: MatrixLike, name = "x"): Matrix {
  return checkSamples(where, name, x, network.inputs, "inputs");
}

function checkSamples(where: string, name: string, value: MatrixLike, cols: number | undefined, what: string): Matrix {
  const matrix = checkMatrix(where, name, value);
  if (matrix.rows === 0) wrongValue(where, name, "at least one sample (row)", 0);
  return matrix.cols === (cols ?? matrix.cols) ? matrix : wrongValue(where, name, `${cols} columns (${what} of the network)`, matrix.cols);
}

/** Reads a data set for a network; of one that is still to be made, sizes that are not known are not looked at. */
export function checkData(where: string, network: Partial<Network>, data: Data): CheckedData & { readonly y: Matrix } {
  if (!isRecord(data)) wrongKind(where, "data", "an object with x and y", data);
  const x = checkInputs(where, network, data.x);
  const y = checkSamples(where, "y", data.y, network.outputs, "outputs");
  if (y.rows !== x.rows) wrongValue(where, "y", `${x.rows} rows (one a sample, as x)`, y.rows);
  if (data.weights === undefined) return { x, y };
  return { x, y, weights: checkPositive(where, "weights", checkVector(where, "weights", data.weights, x.rows, "samples")) };
}

/** Data of their own memory, for what outlives the call that was given them. */
export function copyData({ x, y, weights }: CheckedData): CheckedData {
  const copy = ({ rows, cols, data }: Matrix) => makeMatrix(rows, cols, data.slice());
  return { x: copy(x), y: y && copy(y), weights: weights?.slice() };
}
