import { checkArrayLike, checkNumber, misuse } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { eigh } from "../linalg/eigh.js";
import { matmul } from "../linalg/matmul.js";
import type { ModeDynamics } from "./decay.js";

/** One time or several; a number of steps for iterates. Infinity is allowed. */
type Times = number | ArrayLike<number>;

/** Predictions of the linearised model in the course of training: a Matrix for one time, a list of them for several. */
export interface Dynamics {
  /** Outputs on the training points at time t, started from f0 (shape of y; zeros when omitted). */
  train(t: number, f0?: MatrixLike): Matrix;
  train(t: ArrayLike<number>, f0?: MatrixLike): Matrix[];
  /**
   * Outputs on test points. crossKernel: J(train) J(test)'/M, train x test, as `ntk(network, x, xTest)` and `infiniteNtk(x, xTest, ...)`
   * return it (test x train is taken too where only that fits); f0Test: start on the test points, zeros when omitted.
   */
  test(t: number, crossKernel: MatrixLike, f0?: MatrixLike, f0Test?: MatrixLike): Matrix;
  test(t: ArrayLike<number>, crossKernel: MatrixLike, f0?: MatrixLike, f0Test?: MatrixLike): Matrix[];
}

/**
 * Dynamics of a linear model under a method that treats each mode of the kernel B = Q Lambda Q' for itself:
 *
 *   train  f(t) = f0 + Q [1 - residual factor_j(t)] Q'(y - f0)
 *   test   f*(t) = f0* + B*' Q [g_j(t)] Q'(y - f0),    g_j = (1 - residual factor_j(t)) / lambda_j
 *
 * Shapes  B: n x n symmetric positive semidefinite; y: M x K with n = M (one kernel for every output) or n = M K (rows (m,k), m slowest)
 *
 * Eigenvalues below n eps lambda_1 are not resolved by B: negative ones count as 0, and on test points they all get the gain of
 * lambda = 0, which for an infinite gain (gradient flow at t = infinity) is dropped: the pseudo-inverse.
 */
export function dynamics(where: string, B: MatrixLike, y: MatrixLike, mode: ModeDynamics, integerTime: boolean): Dynamics {
  const kernel = checkMatrix(where, "B", B);
  const targets = checkMatrix(where, "y", y);
  const n = kernel.rows;
  if (kernel.cols !== n) misuse(RangeError, where, "B", "a square matrix", `${n} x ${kernel.cols}`);
  if (targets.rows !== n && targets.rows * targets.cols !== n) {
    misuse(RangeError, where, "y", `${n} rows, or ${n} entries in all (rows of B)`, `${targets.rows} x ${targets.cols}`);
  }
  const columns = targets.rows === n ? targets.cols : 1;
  const { values, vectors: Q } = decompose(where, kernel);
  const lambda = values.map((value) => Math.max(value, 0));
  const resolved = n * Number.EPSILON * (lambda[n - 1] ?? 0);
  const gain = (j: number, t: number): number => {
    const value = lambda[j] as number;
    if (value > resolved) return mode.progress(value, t) / value;
    const limit = mode.nullGain(t);
    return Number.isFinite(limit) ? limit : 0;
  };
  const modes = (f0: Matrix): Matrix => matmul(Q, makeMatrix(n, columns, subtract(targets.data, f0.data)), { transposeA: true });
  const scaled = (weights: Matrix, factor: (j: number) => number): Matrix => {
    const data = weights.data.map((value, at) => value * factor(Math.floor(at / columns)));
    return makeMatrix(n, columns, checkOverflow(where, data));
  };
  const start = (name: string, value: MatrixLike | undefined, like: Matrix): Matrix => {
    if (value === undefined) return makeMatrix(like.rows, like.cols);
    const matrix = checkMatrix(where, name, value);
    if (matrix.rows !== like.rows || matrix.cols !== like.cols) {
      misuse(RangeError, where, name, `${like.rows} x ${like.cols}`, `${matrix.rows} x ${matrix.cols}`);
    }
    return matrix;
  };
  const finish = (rows: number, cols: number, f0: Matrix, change: Matrix): Matrix => {
    const data = f0.data.map((value, at) => value + (change.data[at] as number));
    return makeMatrix(rows, cols, checkOverflow(where, data));
  };

  function train(t: Times, f0?: MatrixLike): Matrix | Matrix[] {
    const from = start("f0", f0, targets);
    const weights = modes(from);
    return forTimes(where, t, integerTime, (time) => {
      const change = matmul(
        Q,
        scaled(weights, (j) => mode.progress(lambda[j] as number, time)),
      );
      return finish(targets.rows, targets.cols, from, change);
    });
  }
  function test(t: Times, crossKernel: MatrixLike, f0?: MatrixLike, f0Test?: MatrixLike): Matrix | Matrix[] {
    const cross = checkMatrix(where, "crossKernel", crossKernel);
    const upright = cross.rows === n;
    if (!upright && cross.cols !== n) misuse(RangeError, where, "crossKernel", `${n} rows (train x test)`, `${cross.rows} x ${cross.cols}`);
    const points = upright ? cross.cols : cross.rows;
    const shape = columns === targets.cols ? makeMatrix(points, columns) : makeMatrix(points / targets.cols, targets.cols);
    const from = start("f0", f0, targets);
    const fromTest = start("f0Test", f0Test, shape);
    const weights = modes(from);
    return forTimes(where, t, integerTime, (time) => {
      const coefficients = matmul(
        Q,
        scaled(weights, (j) => gain(j, time)),
      );
      return finish(shape.rows, shape.cols, fromTest, matmul(cross, coefficients, { transposeA: upright }));
    });
  }
  return { train: train as Dynamics["train"], test: test as Dynamics["test"] };
}

function checkOverflow(where: string, values: Float64Array): Float64Array {
  return values.every(Number.isFinite) ? values : misuse(RangeError, where, "t", "a time before the outputs overflow", "an overflow");
}

function decompose(where: string, kernel: Matrix): { values: Float64Array; vectors: Matrix } {
  const { values, vectors } = eigh(kernel);
  const n = kernel.rows;
  const smallest = values[0] ?? 0;
  const largest = values[n - 1] ?? 0;
  if (smallest < -1e-8 * Math.abs(largest)) {
    misuse(RangeError, where, "B", "a positive semidefinite kernel", `the eigenvalue ${smallest} beside ${largest}`);
  }
  return { values, vectors };
}

function forTimes(where: string, t: Times, integer: boolean, at: (time: number) => Matrix): Matrix | Matrix[] {
  const check = (name: string, value: unknown): number => {
    if (value === Infinity) return Infinity;
    const time = checkNumber(where, name, value, { low: 0 });
    if (integer && !Number.isInteger(time)) misuse(RangeError, where, name, "a whole number of steps", String(time));
    return time;
  };
  if (typeof t === "number") return at(check("t", t));
  const times = Array.from(checkArrayLike(where, "t", t), (value, i) => check(`t[${i}]`, value));
  return times.map(at);
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] as number));
}
