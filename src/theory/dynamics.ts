import { checkArrayLike, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { checkRange } from "../kernels/checkRange.js";
import type { KernelDecomposition } from "../kernels/decomposition.js";
import { kernelModes } from "../kernels/kernelModes.js";
import { matmul } from "../linalg/matmul.js";
import { checkTime } from "./checkTime.js";
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
  const gain = (value: number, t: number): number => {
    if (value > resolved) return mode.progress(value, t) / value;
    const limit = mode.nullGain(t);
    return limit < Infinity && limit * resolved <= 1 ? limit : 0;
  };
  const start = (name: string, value: MatrixLike | undefined, rows: number): Matrix => {
    const { cols } = targets;
    if (value === undefined) return makeMatrix(rows, cols);
    const matrix = checkMatrix(where, name, value);
    if (matrix.rows !== rows || matrix.cols !== cols) wrongValue(where, name, `${rows} x ${cols}`, `${matrix.rows} x ${matrix.cols}`);
    return matrix;
  };
  /** from + carry(Q [factor_j(t)] Q'(y - f0)) for each t */
  const evolve = (t: Times, f0: Matrix, from: Matrix, factor: ModeDynamics["progress"], carry: (change: Matrix) => Matrix) => {
    const distance = targets.data.map((value, at) => value - f0.data[at]!);
    const weights = matmul(Q, makeMatrix(n, columns, distance), { transposeA: true }).data;
    const inRange = (data: Float64Array) => checkRange(where, "t", "a time with outputs", data);
    return forTimes(where, t, integerTime, (time) => {
      const factors = lambda.map((value) => factor(value, time));
      const scaled = weights.map((value, at) => value * factors[Math.floor(at / columns)]!);
      const change = carry(matmul(Q, makeMatrix(n, columns, inRange(scaled)))).data;
      return makeMatrix(from.rows, from.cols, inRange(from.data.map((value, at) => value + change[at]!)));
    });
  };

  function train(t: Times, f0?: MatrixLike): Matrix | Matrix[] {
    const from = start("f0", f0, targets.rows);
    return evolve(t, from, from, mode.progress, (change) => change);
  }
  function test(t: Times, crossKernel: MatrixLike, f0?: MatrixLike, f0Test?: MatrixLike): Matrix | Matrix[] {
    const cross = checkMatrix(where, "crossKernel", crossKernel);
    const upright = cross.rows === n;
    if (!upright && cross.cols !== n) wrongValue(where, "crossKernel", `${n} rows (train x test)`, `${cross.rows} x ${cross.cols}`);
    const points = upright ? cross.cols : cross.rows;
    const outputs = columns === targets.cols ? 1 : targets.cols;
    if (points % outputs !== 0) wrongValue(where, "crossKernel", `a multiple of ${outputs} columns (outputs of each test point)`, points);
    const from = start("f0", f0, targets.rows);
    const fromTest = start("f0Test", f0Test, points / outputs);
    return evolve(t, from, fromTest, gain, (change) => matmul(cross, change, { transposeA: upright }));
  }
  return { train: train as Dynamics["train"], test: test as Dynamics["test"] };
}

function forTimes(where: string, t: Times, whole: boolean, at: (time: number) => Matrix): Matrix | Matrix[] {
  if (typeof t === "number") return at(checkTime(where, "t", t, whole));
  return Array.from(checkArrayLike(where, "t", t), (value, i) => checkTime(where, `t[${i}]`, value, whole)).map(at);
}
