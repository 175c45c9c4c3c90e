import { wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike } from "../core/matrix.js";
import { eigh } from "../linalg/eigh.js";
import { checkDecomposition, isDecomposition, type KernelDecomposition } from "./decomposition.js";

/** A tangent kernel as Q diag(values) Q', values >= 0. */
export interface KernelModes {
  values: Float64Array;
  vectors: Matrix;
}

/** More below 0 than this share of the largest eigenvalue is not rounding. */
const ROUNDING = 1e-8;

/**
 * The modes of a kernel given whole, ascending, or by its decomposition, as it is. From the entries of a kernel the eigenvalues are right to
 * n eps lambda_1; those that rounding made negative are 0.
 */
export function kernelModes(where: string, B: MatrixLike | KernelDecomposition): KernelModes {
  if (isDecomposition(B)) return checkDecomposition(where, "B", B);
  const kernel = checkMatrix(where, "B", B);
  if (kernel.rows !== kernel.cols) wrongValue(where, "B", "a square matrix", `${kernel.rows} x ${kernel.cols}`);
  const { values, vectors } = eigh(kernel);
  const smallest = values[0] ?? 0;
  const largest = values[values.length - 1] ?? 0;
  if (smallest < -ROUNDING * Math.abs(largest)) {
    wrongValue(where, "B", "a positive semidefinite kernel", `the eigenvalue ${smallest} beside ${largest}`);
  }
  return { values: values.map((value) => Math.max(value, 0)), vectors };
}
