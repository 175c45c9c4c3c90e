import { exactForm } from "../model/structured/cost.js";
import type { NewtonSystem } from "../model/structured/newtonSystem.js";
import { openSystem } from "../model/structured/openSystem.js";
import type { Outcome } from "./method.js";
import { forwardOperations, productOperations } from "./operations.js";
import { refinedSolve, type SolveWork, solveWork } from "./refinedSolve.js";
import type { Session } from "./session.js";

/** A step that took less than this part of the loss may have come to a floor. */
const SLOW = 1e-3;
/** Steps to wait after a polish that failed. */
const WAIT = 2;
/** A polish is kept where it leaves at most this part of the gradient's norm, and the loss where it was but for this many roundings. */
const HALF = 0.5;
const ROUNDINGS = 8 * Number.EPSILON;
/** A promise below this part of the loss is a floor reached to rounding. */
const DECREMENT = 1e-12;

/**
 * Newton's own step at a floor of the loss. There |S_i| is not S_i and saddle-free steps converge linearly; with the exact Hessian,
 *
 *   theta <- theta - (H + gamma I)^-1 grad L,   gamma that of the saddle-free steps, or above -min_i lambda_min(S_i)
 *
 * squares the gradient's norm from step to step. It is tried after a step that hardly lowered the loss, and kept only where H + gamma I is
 * certified positive definite by its inertia and the gradient's norm is halved; otherwise the saddle-free step is taken, and the next two too.
 * A floor reached to rounding ends the training as "stagnated".
 *
 * State   `floor` in the method's memory: 1 to polish next, 0 not to, below 0 the saddle-free steps still to take
 * Cost    a factor of its own
 */
export class Polish {
  readonly system: NewtonSystem;
  private readonly work: SolveWork;
  private readonly trial: number;
  private readonly before: number;

  constructor(private readonly session: Session) {
    const { engine, model } = session;
    this.system = openSystem(engine, model, { curvature: "full", form: exactForm(model, model.space.samples) });
    this.work = solveWork(session, this.system);
    this.trial = session.scratch();
    this.before = session.scratch();
  }

  /** The next `floor`, after a saddle-free step. */
  after(lossBefore: number): number {
    const { scalars, loss } = this.session;
    const floor = scalars.floor as number;
    if (floor === 1) return -WAIT; // the polish before it failed
    return floor < 0 ? floor + 1 : lossBefore - loss < SLOW * lossBefore ? 1 : 0;
  }

  /** Tries a polish where one is due; the outcome is accepted, or ended, or is what the try has cost. Commits nothing unless accepted. */
  step(outcome: Outcome): Outcome {
    const { session, trial } = this;
    const { scalars, loss: before, gradientNorm, shape } = session;
    if (scalars.floor !== 1 || !this.factor(outcome)) return outcome;
    const { step } = this.work;
    outcome.products = refinedSolve(session, this.work);
    outcome.operations += 2 * outcome.products * productOperations(shape) + forwardOperations(shape);
    const promised = 0.5 * session.dot(session.gradient, step);
    session.copy(session.theta, this.before);
    session.copy(session.theta, trial);
    session.engine.routines.axpy_f64(session.size, -1, step, trial);
    if (session.tryMove(trial, (loss) => loss <= before * (1 + ROUNDINGS))) {
      if (session.gradientNorm <= HALF * gradientNorm) {
        scalars.draw = (scalars.draw as number) + 1;
        return { ...outcome, accepted: true, stepNorm: session.norm(step), gainRatio: (before - session.loss) / promised };
      }
      session.tryMove(this.before, () => true);
    }
    return promised < DECREMENT * before ? { ...outcome, end: "stagnated" } : outcome;
  }

  /** Factors H + gamma I; where that is not positive definite, once more with the least gamma that is sure to make it so, twice over. */
  private factor(outcome: Outcome): boolean {
    const { system, session } = this;
    system.update(session.scalars.draw as number);
    const gamma = session.scalars.gamma as number;
    return [gamma, -2 * system.leastBlock()].some((each) => {
      if (each < gamma) return false;
      outcome.attempts++;
      outcome.factorizations++;
      outcome.gamma = each;
      outcome.operations += 2 * system.operations;
      const done = system.factor(each);
      outcome.negativeEigenvalues = system.negative;
      return done && system.negative === 0;
    });
  }
}
