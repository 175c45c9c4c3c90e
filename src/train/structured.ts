import { kernelTrace } from "../model/structured/kernelTrace.js";
import type { NewtonSystem } from "../model/structured/newtonSystem.js";
import { openSystem, type SystemChoice } from "../model/structured/openSystem.js";
import { adapted, type Control, FAILED } from "./adaptiveDamping.js";
import type { Method } from "./method.js";
import { forwardOperations, gradientOperations, productOperations } from "./operations.js";
import type { Outcome } from "./outcome.js";
import { factored, noSystemStep } from "./outcome.js";
import { type Basis, firstPart, nextPart, openPart } from "./part.js";
import { openPath } from "./pathCorrection.js";
import { floorAfter, openPolish } from "./polish.js";
import { refinedSolver } from "./refinedSolve.js";
import type { Move, Session } from "./session.js";

/** Options of the structured method that were understood. */
export interface StructuredPlan extends SystemChoice {
  method: "newton" | "gauss-newton";
  solver: "structured";
  control: Control;
  stepSize: number;
  /** Corrections a step at most. */
  corrections: number;
  /** Full-curvature steps at loss floors. */
  polish: boolean;
}

/**
 * Newton's method by exact factorization of the model Hessian E = J'J/M + D (see NewtonSystem):
 *
 * - fixed: theta <- theta - stepSize E^-1 grad, whatever the loss does; the theory's iteration with curvature "full".
 * - adaptive: path-corrected steps (see openPath), each a strict decrease of the loss. A factor that leads to none: gamma <- 4 gamma,
 *   again, until gamma passes its maximum. With `polish`, Newton's own steps at loss floors (see openPolish); where the factor stands on a subset
 *   of the samples, steps from parts of them (see firstPart).
 *
 * Source   the step and its regularizer: RSS arXiv:2605.08352; saddle-free: Dauphin et al. 2014
 * Cost     one factor (about 1.01 a step when adaptive) and about 10 forward sweeps
 */
export function structured(plan: StructuredPlan): Method {
  const { control, corrections, polish } = plan;
  return {
    solver: "structured",
    derivatives: 1,
    relativeDecrease: control.adaptive ? 1e-4 : 0,
    begin: (shape) => ({
      scalars: { gamma: 0, unit: 0, draw: 0, ...(polish && { floor: 0 }), ...(control.adaptive && firstPart(plan, shape)) },
      vectors: {},
    }),
    open(session) {
      const { engine, model, shape } = session;
      if (!control.adaptive) return openFixed(session, plan);
      const system = openSystem(engine, model, plan);
      const path = openPath(engine, model, shape, system, { corrections });
      const polishStep = polish ? openPolish(session) : undefined;
      return () =>
        engine.scope(() => {
          const { loss, gradient } = session;
          return adaptiveStep(session, { shape, model, system, path, loss, gradient }, openPart(session, plan), control, polishStep);
        });
    },
  };
}

function adaptiveStep(session: Session, whole: Basis, part: Basis | undefined, range: Control, polish?: () => Outcome): Outcome {
  const { scalars, loss: before } = session;
  const unit = scalars.unit || kernelTrace(session.engine, whole.model);
  let gamma = scalars.gamma || range.initial * unit;
  const outcome = noSystemStep(whole.shape, whole.system);
  // J = 0 (every unit dead) leaves nothing to step along, and no unit for gamma; nor does one that overflows
  if (!(gamma > 0 && unit < Infinity)) return { ...outcome, end: gamma === 0 ? "stagnated" : "nonfinite" };
  if (polish && scalars.floor === 1) {
    const polished = polish();
    if (polished.accepted) scalars.gamma = adapted(gamma, 1, 1, range.min * unit);
    if (polished.accepted || polished.end) return polished;
    for (const key of ["attempts", "factorizations", "products", "operations"] as const) outcome[key] += polished[key];
  }
  if (part) outcome.operations += forwardOperations(whole.shape) + forwardOperations(part.shape) + gradientOperations(part.shape);
  let basis = part ?? whole;
  let rows = scalars.rows ?? 0;
  basis.system.update(scalars.draw as number);
  while (!outcome.accepted && gamma <= range.max * unit) {
    const { system, path } = basis;
    const usable = factored(outcome, system, gamma) && !system.negative;
    const attempt = usable ? path(session.theta, basis.gradient, basis.loss) : undefined;
    if (attempt) outcome.operations += attempt.operations;
    // the floor of a part is not that of all samples
    if (attempt && basis === whole) outcome.decrement = attempt.promised;
    // a promise below 0 is rounding: it has no ratio
    const promised = attempt && attempt.promised > 0 ? attempt.promised : 0;
    if (attempt?.found && session.tryMove(outcome, { ...attempt, promised }, (loss) => loss < before)) {
      gamma = adapted(gamma, attempt.fraction, outcome.gainRatio, range.min * unit);
      if (basis === part) rows = nextPart(rows, part.loss - attempt.loss, before - session.loss);
    } else if (basis === part) {
      rows = nextPart(rows, 1, 0);
      basis = whole;
      whole.system.update(scalars.draw as number);
    } else gamma *= FAILED;
  }
  if (!outcome.accepted) outcome.end = "stagnated";
  else {
    Object.assign(scalars, { gamma, unit, draw: (scalars.draw as number) + 1 });
    if (polish) scalars.floor = floorAfter(session, before);
    if (rows > 0) scalars.rows = rows;
  }
  return outcome;
}

/** Steps with a gamma for good: straight ones, or corrected along their path. */
function openFixed(session: Session, plan: StructuredPlan): () => Outcome {
  const { engine, model, shape, scalars } = session;
  const system = openSystem(engine, model, plan);
  const lead = plan.corrections > 0 ? openCorrected(session, system, plan) : openStraight(session, system, plan);
  return () => {
    const outcome = noSystemStep(shape, system);
    outcome.operations += forwardOperations(shape);
    system.update(scalars.draw as number);
    if (!factored(outcome, system, plan.control.initial)) {
      delete outcome.negativeEigenvalues;
      return { ...outcome, end: system.negative === undefined ? "not_positive_definite" : "breakdown" };
    }
    const move = lead(outcome);
    if (!move || !session.tryMove(outcome, move, Number.isFinite)) return { ...outcome, end: "nonfinite" };
    scalars.draw = (scalars.draw as number) + 1;
    // of an indefinite model the promise says nothing about a floor
    if (!outcome.negativeEigenvalues) outcome.decrement = move.promised;
    return outcome;
  };
}

/** theta - stepSize E^-1 grad */
function openStraight(session: Session, system: NewtonSystem, { stepSize }: StructuredPlan): (outcome: Outcome) => Move {
  const { step, solve } = refinedSolver(session, system);
  return (outcome) => {
    outcome.products = solve();
    outcome.operations += 2 * outcome.products * productOperations(session.shape);
    return session.straight(step, stepSize);
  };
}

/** The same, corrected; undefined where the step overflows. */
function openCorrected(session: Session, system: NewtonSystem, plan: StructuredPlan): (outcome: Outcome) => Move | undefined {
  const { stepSize } = plan;
  const path = openPath(session.engine, session.model, session.shape, system, plan);
  return (outcome) => {
    const attempt = path(session.theta, session.gradient, session.loss);
    outcome.operations += attempt.operations;
    const promised = 2 * attempt.promised * (stepSize - 0.5 * stepSize * stepSize);
    return attempt.found ? { ...attempt, promised } : undefined;
  };
}
