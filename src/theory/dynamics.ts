import { checkArrayLike, checkNumber, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { KernelDecomposition } from "../kernels/decomposition.js";
import { kernelModes } from "../kernels/kernelModes.js";
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
 * Shapes  B: n x n symmetric positive semidefinite, or its decomposition; y: M x K with n = M (one kernel for every output) or n = M K (rows
 *         (m,k), m slowest)
 *
 * Eigenvalues below n eps lambda_1 are not resolved by the entries of B, nor are their modes by those of a cross kernel. Negative ones count
 * as 0. On test points they get the gain of lambda = 0 while that is small enough for lambda not to matter, and none beyond: the
 * pseudo-inverse. On training points a decomposition resolves them.
 */
export function dynamics(
  where: string,
  B: MatrixLike | KernelDecomposition,
  y: MatrixLike,
  mode: ModeDynamics,
  integerTime: boolean,
): Dynamics {
  const { values: lambda, vectors: Q } = kernelModes(where, B);
  const targets = checkMatrix(where, "y", y);
  const n = lambda.length;
  if (targets.rows !== n && targets.rows * targets.cols !== n) {
    wrongValue(where, "y", `${n} rows, or ${n} entries in all (rows of B)`, `${targets.rows} x ${targets.cols}`);
  }
  const columns = targets.rows === n ? targets.cols : 1;
  const resolved = n * Number.EPSILON * lambda.reduce((a, b) => Math.max(a, b), 0);
  const gain = (j: number, t: number): number => {
    const value = lambda[j] as number;
    if (value > resolved) return mode.progress(value, t) / value;
    const limit = mode.nullGain(t);
    return limit < Infinity && limit * resolved <= 1 ? limit : 0;
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
      wrongValue(where, name, `${like.rows} x ${like.cols}`, `${matrix.rows} x ${matrix.cols}`);
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
    if (!upright && cross.cols !== n) wrongValue(where, "crossKernel", `${n} rows (train x test)`, `${cross.rows} x ${cross.cols}`);
    const points = upright ? cross.cols : cross.rows;
    if (columns !== targets.cols && points % targets.cols !== 0) {
      wrongValue(where, "crossKernel", `a multiple of ${targets.cols} columns (outputs of each test point)`, points);
    }
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
  return values.every(Number.isFinite) ? values : wrongValue(where, "t", "a time before the outputs overflow", "an overflow");
}

function forTimes(where: string, t: Times, integer: boolean, at: (time: number) => Matrix): Matrix | Matrix[] {
  const check = (name: string, value: unknown): number => {
    if (value === Infinity) return Infinity;
    const time = checkNumber(where, name, value, { low: 0 });
    if (integer && !Number.isInteger(time)) wrongValue(where, name, "a whole number of steps", time);
    return time;
  };
  if (typeof t === "number") return at(check("t", t));
  const times = Array.from(checkArrayLike(where, "t", t), (value, i) => check(`t[${i}]`, value));
  return times.map(at);
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] as number));
}
