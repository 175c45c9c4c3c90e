import { checkInteger, checkNumber, checkOptions, wrongValue } from "../core/checks.js";
import type { Status } from "../core/status.js";
import { cgIn } from "../linalg/cgIn.js";
import { lowered, PUBLISHED, raised } from "./damping.js";
import type { Method, Outcome } from "./method.js";
import { forwardOperations, gradientOperations, productOperations } from "./operations.js";
import type { Session } from "./session.js";

/** Where the inner conjugate gradients stop. */
export interface TruncationOptions {
  /** Products a solve at most. Default 10 with the published control, 200 with a fixed gamma. */
  maxIterations?: number;
  /** Relative residual at which a solve ends. Default 1e-4 with the published control, 1e-10 with a fixed gamma. */
  tolerance?: number;
}

export interface TruncatedPlan {
  method: "newton" | "gauss-newton";
  solver: "cg";
  control: "published" | "fixed";
  /** The fixed gamma, or the one to start from. */
  gamma: number;
  stepSize: number;
  cg: Required<TruncationOptions>;
}

export function planTruncated(
  where: string,
  method: TruncatedPlan["method"],
  regularization: { control: TruncatedPlan["control"]; gamma: number },
  stepSize: unknown = 1,
  cg: TruncationOptions = {},
): TruncatedPlan {
  const published = regularization.control === "published";
  const { maxIterations, tolerance } = checkOptions(where, "cg", cg, ["maxIterations", "tolerance"]);
  const size = checkNumber(where, "stepSize", stepSize, { low: 0, exclusive: true });
  if (published && size !== 1) wrongValue(where, "stepSize", 'to be 1 with { adaptive: "published" }', size);
  return {
    method,
    solver: "cg",
    ...regularization,
    stepSize: size,
    cg: {
      maxIterations: checkInteger(where, "cg.maxIterations", maxIterations ?? (published ? 10 : 200), 1),
      tolerance: checkNumber(where, "cg.tolerance", tolerance ?? (published ? 1e-4 : 1e-10), { low: 0, high: 1 }),
    },
  };
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
    begin: () => ({ scalars: { gamma: plan.gamma }, vectors: {} }),
    open(session) {
      const work = openTruncated(session, plan);
      return plan.control === "published" ? () => publishedStep(session, work) : () => fixedStep(session, work, plan);
    },
  };
}

/** What a borrow sets up for the steps in it. */
interface Work {
  /** Addresses of CG's solution and of the trial point. */
  d: number;
  trial: number;
  /** Solves (A + gamma I) d = grad L, adds its products and work to the outcome, and says how it ended. */
  solve(gamma: number, outcome: Outcome): Status;
}

function openTruncated(session: Session, { method, control, cg }: TruncatedPlan): Work {
  const { engine, model, size, shape } = session;
  const d = session.scratch();
  const trial = session.scratch();
  let gamma = 0;
  let products = 0;
  const product = method === "newton" ? (v: number, out: number) => model.hvp(v, out) : (v: number, out: number) => model.gnvp(v, out);
  const apply = (v: number, out: number) => {
    product(v, out);
    engine.routines.axpy_f64(size, gamma, v, out);
    products++;
  };
  const system = { n: size, apply, b: session.gradient, x: d, fromZero: true, productOperations: 0 };
  const limits = { ...cg, operations: Infinity, signal: undefined, verify: control === "fixed" };
  const solve = (shift: number, outcome: Outcome) => {
    gamma = shift;
    products = 0;
    const { status } = cgIn(engine, system, limits);
    outcome.attempts++;
    outcome.gamma = gamma;
    outcome.products += products;
    outcome.operations += products * productOperations(shape);
    return status;
  };
  return { d, trial, solve };
}

function publishedStep(session: Session, { d, trial, solve }: Work): Outcome {
  const outcome = nothingYet(session);
  const before = session.loss;
  let gamma = session.scalars.gamma as number;
  while (!outcome.accepted && outcome.attempts < PUBLISHED.attempts) {
    const status = solve(gamma, outcome);
    if (status !== "negative_curvature") tryStep(session, d, trial, 1, outcome, (loss) => loss < before);
    gamma = outcome.accepted ? lowered(gamma) : raised(gamma);
  }
  // Where all attempts failed at the largest gamma, so they will for ever: nothing that a step depends on has changed.
  if (!outcome.accepted && session.scalars.gamma === PUBLISHED.max) outcome.end = "stagnated";
  session.scalars.gamma = gamma;
  return outcome;
}

function fixedStep(session: Session, { d, trial, solve }: Work, { stepSize }: TruncatedPlan): Outcome {
  const outcome = nothingYet(session);
  const status = solve(session.scalars.gamma as number, outcome);
  if (status === "negative_curvature" || status === "nonfinite") outcome.end = status;
  else if (!tryStep(session, d, trial, stepSize, outcome, Number.isFinite)) outcome.end = "nonfinite";
  return outcome;
}

function nothingYet({ shape }: Session): Outcome {
  const operations = gradientOperations(shape);
  return { accepted: false, attempts: 0, gamma: 0, stepNorm: 0, gainRatio: 0, products: 0, factorizations: 0, operations };
}

/** Moves to theta - stepSize d if the loss there is admitted, and completes the outcome. */
function tryStep(
  session: Session,
  d: number,
  trial: number,
  stepSize: number,
  outcome: Outcome,
  admit: (loss: number) => boolean,
): boolean {
  const { engine, size, shape, loss: before } = session;
  const promised = session.dot(session.gradient, d) * (stepSize - 0.5 * stepSize * stepSize);
  outcome.decrement = promised;
  const stepNorm = stepSize * session.norm(d);
  session.copy(session.theta, trial);
  engine.routines.axpy_f64(size, -stepSize, d, trial);
  outcome.operations += forwardOperations(shape);
  if (!session.tryMove(trial, admit)) return false;
  outcome.accepted = true;
  outcome.stepNorm = stepNorm;
  outcome.gainRatio = promised === 0 ? 0 : (before - session.loss) / promised;
  return true;
}
