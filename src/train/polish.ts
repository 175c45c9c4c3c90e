import { exactForm } from "../model/structured/cost.js";
import { openSystem } from "../model/structured/openSystem.js";
import { forwardOperations, productOperations } from "./operations.js";
import type { Outcome } from "./outcome.js";
import { factored, noSystemStep } from "./outcome.js";
import { refinedSolver } from "./refinedSolve.js";
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
export function openPolish(session: Session): () => Outcome {
  const { engine, model, scalars, shape } = session;
  const system = openSystem(engine, model, { curvature: "full", form: exactForm(model, model.space.samples) });
  const { step, solve } = refinedSolver(session, system);
  return () => {
    const { loss: before, gradientNorm } = session;
    const outcome = noSystemStep(shape, system);
    const gamma = scalars.gamma as number;
    system.update(scalars.draw as number);
    // where that gamma is not enough, once more with the least that is sure to be, twice over
    const definite = [gamma, -2 * system.leastBlock()].some(
      (each) => each >= gamma && factored(outcome, system, each) && system.negative === 0,
    );
    if (!definite) return outcome;
    outcome.products = solve();
    outcome.operations += 2 * outcome.products * productOperations(shape) + forwardOperations(shape);
    const move = session.straight(step, 1);
    const polished = { ...outcome };
    if (session.tryMove(polished, move, (loss) => loss <= before * (1 + ROUNDINGS))) {
      if (session.gradientNorm <= HALF * gradientNorm) {
        scalars.draw = (scalars.draw as number) + 1;
        return polished;
      }
      session.arrive(session.goBack());
    }
    if (move.promised < DECREMENT * before) outcome.end = "stagnated";
    return outcome;
  };
}

/** The next `floor`, after a saddle-free step. */
export function floorAfter({ scalars, loss }: Session, lossBefore: number): number {
  const floor = scalars.floor as number;
  if (floor === 1) return -WAIT; // the polish before it failed
  return floor < 0 ? floor + 1 : lossBefore - loss < SLOW * lossBefore ? 1 : 0;
}
