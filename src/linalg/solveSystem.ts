import { checkOptions, checkVector } from "../core/checks.js";
import type { MatrixLike } from "../core/matrix.js";
import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { countedOperator } from "./countedOperator.js";
import { allFinite } from "./finite.js";
import { checkLimits, ITERATION_KEYS, type IterationOptions, type Limits } from "./limits.js";
import { operationsOf } from "./operations.js";
import { type BoundOperator, bindOperator, checkSquareOperator, type LinearOperator } from "./operator.js";
import { safeScale } from "./powerOfTwo.js";

/** What `cg` and `minres` take. */
export interface SolveOptions extends IterationOptions {
  /** Where to start; zero when absent. */
  x0?: ArrayLike<number>;
  /** z = M^-1 r for a symmetric positive definite M near A, as an operator, a matrix (that of M^-1) or a function (r, z) => void. */
  preconditioner?: MatrixLike | LinearOperator | LinearOperator["apply"];
}

/** What they return. */
export interface SolveResult {
  status: Status;
  x: Float64Array;
  iterations: number;
  /** |b - A x| from its definition, not from a recurrence; when the status is `nonfinite`, the last that was known. */
  residualNorm: number;
}

/** A system A x = b between addresses of one engine. */
export interface BoundSystem {
  n: number;
  apply: BoundOperator;
  /** n doubles, finite, read only. */
  b: number;
  /** n doubles: the start (unless `fromZero`), and at the end the solution. */
  x: number;
  /** Starts at x = 0 without a product, whatever stands there. */
  fromZero: boolean;
  /** z = M^-1 r for a symmetric positive definite M. */
  preconditioner?: BoundOperator | undefined;
  /** Operations of one step's product and preconditioning, for the budget. */
  productOperations: number;
}

export interface SolveOutcome {
  status: Status;
  iterations: number;
  residualNorm: number;
}

/** Vectors between its inverse and this stay as they are: their squares times the largest and the smallest |A| are within the doubles. */
const MODERATE = 1e20;

/**
 * Checks the arguments of a public solver, binds them to an engine, runs `iterate` and copies the result out. A right side far from 1 is
 * scaled by a power of two meanwhile, so that |A| times its square neither over- nor underflows, and so is a preconditioner. Default
 * tolerance 1e-10, at most 10 n steps.
 */
export function solveSystem(
  where: string,
  A: MatrixLike | LinearOperator,
  b: ArrayLike<number>,
  options: SolveOptions,
  iterate: (engine: Engine, system: BoundSystem, limits: Limits) => SolveOutcome,
): SolveResult {
  const operator = checkSquareOperator(where, "A", A);
  const n = operator.rows;
  const rhs = checkVector(where, "b", b, n, "rows of A");
  checkOptions(where, "options", options, [...ITERATION_KEYS, "x0", "preconditioner"]);
  const limits = checkLimits(where, options, 1e-10, 10 * n);
  const x0 = options.x0 === undefined ? undefined : checkVector(where, "x0", options.x0, n, "rows of A");
  const M = options.preconditioner === undefined ? undefined : checkPreconditioner(where, options.preconditioner, n);
  return withEngine((engine) => {
    const scale = safeScale(rhs, MODERATE);
    const copyIn = (v: Float64Array) => engine.put(scale === 1 ? v : v.map((entry) => entry / scale));
    const x = x0 ? copyIn(x0) : engine.arena.f64(n);
    const system = {
      n,
      apply: bindOperator(engine, where, operator),
      b: copyIn(rhs),
      x,
      fromZero: x0 === undefined,
      preconditioner: M && countedOperator(engine, where, M, limits, MODERATE, "preconditioner").apply,
      productOperations: operationsOf(operator) + (M ? operationsOf(M) : 0),
    };
    const { status, iterations, residualNorm } = iterate(engine, system, limits);
    engine.routines.scale_f64(n, scale, x, x);
    const finite = allFinite(engine, n, x);
    return { status: finite ? status : "nonfinite", x: engine.take(x, n), iterations, residualNorm: residualNorm * scale };
  });
}

/** A function becomes an operator; a matrix or an operator is checked to be n x n. */
function checkPreconditioner(where: string, M: NonNullable<SolveOptions["preconditioner"]>, n: number) {
  const operator = typeof M === "function" ? { rows: n, cols: n, apply: M, operations: 2 * n } : M;
  return checkSquareOperator(where, "preconditioner", operator, n);
}
