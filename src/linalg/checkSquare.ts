import { wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix } from "../core/matrix.js";

/** A square matrix; its entries are not looked at. */
export function checkSquare(where: string, name: string, value: unknown): Matrix {
  return square(where, name, checkMatrix(where, name, value, false));
}

/** What has as many rows as columns: `order` of them, if that is given. */
export function square<M extends { rows: number; cols: number }>(where: string, name: string, matrix: M, order?: number): M {
  const { rows, cols } = matrix;
  if (rows === cols && rows === (order ?? rows)) return matrix;
  return wrongValue(where, name, order === undefined ? "a square matrix" : `${order} x ${order} (as A)`, `${rows} x ${cols}`);
}
