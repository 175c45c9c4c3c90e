import { kernelTrace } from "../model/structured/kernelTrace.js";
import type { NewtonSystem } from "../model/structured/newtonSystem.js";
import { openSystem, type SystemChoice } from "../model/structured/openSystem.js";
import { adapted, type DampingRange, FAILED } from "./adaptiveDamping.js";
import type { Method, Outcome } from "./method.js";
import { forwardOperations, gradientOperations, productOperations } from "./operations.js";
import { type Basis, firstPart, nextPart, openPart } from "./part.js";
import { type Attempt, PathCorrection } from "./pathCorrection.js";
import { Polish } from "./polish.js";
import { refinedSolve, type SolveWork, solveWork } from "./refinedSolve.js";
import type { Session } from "./session.js";
import type { Shape } from "./shape.js";

/** Options of the structured method that were understood. */
export interface StructuredPlan extends SystemChoice {
  method: "newton" | "gauss-newton";
  solver: "structured";
  control: ({ kind: "adaptive" } & DampingRange) | { kind: "fixed"; gamma: number; stepSize: number };
  /** Corrections a step at most. */
  corrections: number;
  /** Full-curvature steps at loss floors. */
  polish: boolean;
}

/**
 * Newton's method by exact factorization of the model Hessian E = J'J/M + D (see NewtonSystem):
 *
 * - fixed: theta <- theta - stepSize E^-1 grad, whatever the loss does; the theory's iteration with curvature "full".
 * - adaptive: path-corrected steps (see PathCorrection), each a strict decrease of the loss. A factor that leads to none: gamma <- 4 gamma,
 *   again, until gamma passes its maximum. With `polish`, Newton's own steps at loss floors (see Polish); where the factor stands on a subset
 *   of the samples, steps from parts of them (see firstPart).
 *
 * Source   the step and its regularizer: RSS arXiv:2605.08352; saddle-free: Dauphin et al. 2014
 * Cost     one factor (about 1.01 a step when adaptive) and about 10 forward sweeps
 */
export function structured(plan: StructuredPlan): Method {
  return {
    solver: "structured",
    derivatives: 1,
    relativeDecrease: plan.control.kind === "adaptive" ? 1e-4 : 0,
    begin: (shape) => ({
      scalars: {
        gamma: 0,
        unit: 0,
        draw: 0,
        ...(plan.polish && { floor: 0 }),
        ...(plan.control.kind === "adaptive" && firstPart(plan, shape)),
      },
      vectors: {},
    }),
    open(session) {
      const system = openSystem(session.engine, session.model, plan);
      const { control } = plan;
      if (control.kind === "fixed" && plan.corrections > 0) {
        const path = new PathCorrection(session.engine, session.model, system, plan.corrections);
        return () => fixedStep(session, system, control, () => correctedMove(session, path, control.stepSize));
      }
      if (control.kind === "fixed") {
        const work = { ...solveWork(session, system), trial: session.scratch() };
        return () => fixedStep(session, system, control, () => plainMove(session, work, control.stepSize));
      }
      const path = new PathCorrection(session.engine, session.model, system, plan.corrections);
      const polish = plan.polish ? new Polish(session) : undefined;
      return () =>
        session.engine.scope(() => {
          const { shape, model, loss, gradient } = session;
          return adaptiveStep(session, { shape, model, system, path, loss, gradient }, openPart(session, plan), control, polish);
        });
    },
  };
}

function adaptiveStep(session: Session, whole: Basis, part: Basis | undefined, range: DampingRange, polish?: Polish): Outcome {
  const { scalars, loss: before } = session;
  let basis = part ?? whole;
  const unit = scalars.unit || kernelTrace(session.engine, whole.model);
  let gamma = scalars.gamma || range.initial * unit;
  let rows = scalars.rows ?? 0;
  const outcome = nothingYet(session, whole.system);
  // J = 0 (every unit dead) leaves nothing to step along, and no unit for gamma; nor does one that overflows
  if (!(gamma > 0 && unit < Infinity)) return { ...outcome, end: gamma === 0 ? "stagnated" : "nonfinite" };
  const polished = polish?.step(nothingYet(session, polish.system));
  if (polished?.accepted) scalars.gamma = adapted(gamma, { fraction: 1, gainRatio: 1 }, range.min * unit);
  if (polished?.accepted || polished?.end) return polished;
  if (polished) addWork(outcome, polished);
  if (part) outcome.operations += forwardOperations(whole.shape) + forwardOperations(part.shape) + gradientOperations(part.shape);
  basis.system.update(scalars.draw as number);
  while (!outcome.accepted && gamma <= range.max * unit) {
    const { system, path } = basis;
    outcome.attempts++;
    outcome.factorizations++;
    outcome.gamma = gamma;
    outcome.operations += 2 * system.operations;
    const usable = system.factor(gamma) && !system.negative;
    outcome.negativeEigenvalues = system.negative;
    const attempt = usable ? path.attempt(session.theta, basis.loss, basis.gradient) : undefined;
    if (attempt !== undefined) {
      outcome.operations += pathOperations(basis.shape, attempt);
      // the floor of a part is not that of all samples
      if (basis === whole) outcome.decrement = attempt.promised;
    }
    if (attempt?.found && session.tryMove(path.trial, (loss) => loss < before)) {
      outcome.accepted = true;
      outcome.stepNorm = attempt.stepNorm;
      outcome.gainRatio = attempt.promised > 0 ? (before - session.loss) / attempt.promised : 0;
      gamma = adapted(gamma, { fraction: attempt.fraction, gainRatio: outcome.gainRatio }, range.min * unit);
      if (basis === part) rows = nextPart(rows, part.loss - attempt.loss, before - session.loss);
    } else if (basis === part) {
      rows = nextPart(rows, 1, 0);
      basis = whole;
      whole.system.update(scalars.draw as number);
    } else gamma *= FAILED;
  }
  if (!outcome.accepted) outcome.end = "stagnated";
  else {
    const after = { ...(polish && { floor: polish.after(before) }), ...(rows > 0 && { rows }) };
    Object.assign(scalars, { gamma, unit, draw: (scalars.draw as number) + 1, ...after });
  }
  return outcome;
}

/** Adds the work of a polish that failed to the step that is taken in its place. */
function addWork(outcome: Outcome, { attempts, factorizations, products, operations }: Outcome): void {
  outcome.attempts += attempts;
  outcome.factorizations += factorizations;
  outcome.products += products;
  outcome.operations += attempts > 0 ? operations : 0;
}

/** What a factor led to: the trial it placed, and the figures of the way there. */
interface Move {
  trial: number;
  /** grad'p of the whole step p. */
  slope: number;
  stepNorm: number;
  products: number;
  operations: number;
}

function fixedStep(
  session: Session,
  system: NewtonSystem,
  { gamma, stepSize }: { gamma: number; stepSize: number },
  move: () => Move,
): Outcome {
  const { scalars, loss: before } = session;
  const outcome = nothingYet(session, system);
  outcome.attempts = 1;
  outcome.factorizations = 1;
  outcome.gamma = gamma;
  outcome.operations += 2 * system.operations + forwardOperations(session.shape);
  system.update(scalars.draw as number);
  if (!system.factor(gamma)) return { ...outcome, end: system.negative === undefined ? "not_positive_definite" : "breakdown" };
  outcome.negativeEigenvalues = system.negative;
  const { trial, slope, stepNorm, products, operations } = move();
  outcome.products = products;
  outcome.operations += operations;
  if (!session.tryMove(trial, Number.isFinite)) return { ...outcome, end: "nonfinite" };
  scalars.draw = (scalars.draw as number) + 1;
  const promised = slope * (stepSize - 0.5 * stepSize * stepSize);
  const gainRatio = promised === 0 ? 0 : (before - session.loss) / promised;
  // of an indefinite model the promise says nothing about a floor
  const decrement = outcome.negativeEigenvalues ? undefined : promised;
  return { ...outcome, accepted: true, decrement, stepNorm, gainRatio };
}

/** theta - stepSize E^-1 grad */
function plainMove(session: Session, work: SolveWork & { trial: number }, stepSize: number): Move {
  const { trial, step } = work;
  const products = refinedSolve(session, work);
  session.copy(session.theta, trial);
  session.engine.routines.axpy_f64(session.size, -stepSize, step, trial);
  const operations = 2 * products * productOperations(session.shape);
  return { trial, slope: session.dot(session.gradient, step), stepNorm: stepSize * session.norm(step), products, operations };
}

/** The same, corrected. */
function correctedMove(session: Session, path: PathCorrection, stepSize: number): Move {
  const attempt = path.take(session.theta, session.gradient, stepSize);
  const operations = pathOperations(session.shape, attempt);
  return { trial: path.trial, slope: 2 * attempt.promised, stepNorm: attempt.stepNorm, products: 0, operations };
}

function pathOperations(shape: Shape, { products, forwards }: Attempt): number {
  return products * productOperations(shape) + forwards * (forwardOperations(shape) + gradientOperations(shape));
}

function nothingYet({ shape }: Session, { form, curvature }: NewtonSystem): Outcome {
  const operations = gradientOperations(shape);
  return { accepted: false, attempts: 0, gamma: 0, stepNorm: 0, gainRatio: 0, products: 0, factorizations: 0, operations, form, curvature };
}
