import type { Status } from "../core/status.js";
import { cgIn } from "../linalg/cgIn.js";
import type { Control } from "./adaptiveDamping.js";
import { ATTEMPTS, lowered, PUBLISHED, raised } from "./damping.js";
import type { Method } from "./method.js";
import { forwardOperations, productOperations } from "./operations.js";
import type { Outcome } from "./outcome.js";
import { noStep } from "./outcome.js";
import type { Session } from "./session.js";

/** Where the inner conjugate gradients stop. */
export interface TruncationOptions {
  /** Products a solve at most. Default 10 with the published control, 200 with a fixed gamma. */
  maxIterations?: number;
  /** Relative residual at which a solve ends. Default 1e-4 with the published control, 1e-10 with a fixed gamma. */
  tolerance?: number;
}

/** Options of the truncated method that were understood. */
export interface TruncatedPlan {
  method: "newton" | "gauss-newton";
  solver: "cg";
  control: Control;
  stepSize: number;
  cg: Required<TruncationOptions>;
}

/**
 * Newton or Gauss-Newton by truncated conjugate gradients, d = CG(A + gamma I, grad L) from 0 with A = H or G:
 *
 * - published: at most 6 attempts a step. Negative curvature or no strict decrease at theta - d: gamma <- min(2 gamma, 100), again; else
 *   accept, gamma <- max(0.8 gamma, 1e-12). All failed: theta and the raised gamma are kept.
 * - fixed: theta <- theta - stepSize d, whatever the loss does. Negative curvature ends the training: E has no Newton step by CG there.
 *
 * The gain ratio is that of the quadratic model; as d is CG's, it promises grad'd/2 for a whole step.
 *
 * Source   Riedl, Spiliopoulos, Sirignano 2026, published experiment (the baseline; its CG cap does the regularizing)
 */
export function truncated(plan: TruncatedPlan): Method {
  return {
    solver: "cg",
    derivatives: plan.method === "newton" ? 2 : 1,
    relativeDecrease: 0,
    begin: () => ({ scalars: { gamma: plan.control.initial }, vectors: {} }),
    open(session) {
      const solver = openSolver(session, plan);
      return () => (plan.control.adaptive ? publishedStep : fixedStep)(session, solver);
    },
  };
}

interface Solver {
  /** Solves (A + gamma I) d = grad L; adds its products and work to the outcome, and says how it ended. */
  solve(gamma: number, outcome: Outcome): Status;
  /** To theta - stepSize d, if the loss there is admitted. */
  tryStep(outcome: Outcome, admit: (loss: number) => boolean): boolean;
}

function openSolver(session: Session, { method, control, stepSize, cg }: TruncatedPlan): Solver {
  const { engine, model, size, shape } = session;
  const d = session.scratch();
  let gamma = 0;
  let products = 0;
  const apply = (v: number, out: number) => {
    if (method === "newton") model.hvp(v, out);
    else model.gnvp(v, out);
    engine.routines.axpy_f64(size, gamma, v, out);
    products++;
  };
  const system = { n: size, apply, b: session.gradient, x: d, fromZero: true, productOperations: 0 };
  const limits = { ...cg, operations: Infinity, signal: undefined, verify: !control.adaptive };
  return {
    solve(shift, outcome) {
      gamma = shift;
      products = 0;
      const { status } = engine.scope(() => cgIn(engine, system, limits));
      outcome.attempts++;
      outcome.gamma = gamma;
      outcome.products += products;
      outcome.operations += products * productOperations(shape);
      return status;
    },
    tryStep(outcome, admit) {
      const move = session.straight(d, stepSize);
      outcome.decrement = move.promised;
      outcome.operations += forwardOperations(shape);
      return session.tryMove(outcome, move, admit);
    },
  };
}

function publishedStep(session: Session, { solve, tryStep }: Solver): Outcome {
  const { scalars, shape, loss: before } = session;
  const outcome = noStep(shape);
  let gamma = scalars.gamma as number;
  while (!outcome.accepted && outcome.attempts < ATTEMPTS) {
    const status = solve(gamma, outcome);
    if (status !== "negative_curvature") tryStep(outcome, (loss) => loss < before);
    gamma = outcome.accepted ? lowered(gamma) : raised(gamma);
  }
  // Where all attempts failed at the largest gamma, so they will for ever: nothing that a step depends on has changed.
  if (!outcome.accepted && scalars.gamma === PUBLISHED.max) outcome.end = "stagnated";
  scalars.gamma = gamma;
  return outcome;
}

function fixedStep(session: Session, { solve, tryStep }: Solver): Outcome {
  const outcome = noStep(session.shape);
  const status = solve(session.scalars.gamma as number, outcome);
  if (status === "negative_curvature" || status === "nonfinite") outcome.end = status;
  else if (!tryStep(outcome, Number.isFinite)) outcome.end = "nonfinite";
  return outcome;
}
