import type { Outcome } from "./method.js";
import { forwardOperations, gradientOperations } from "./operations.js";
import type { Session } from "./session.js";

/**
 * Ends a step of a method that subtracts a direction made of the gradient, whatever the loss then does: theta <- theta - step, unless a
 * number stops being finite. `remember` writes the method's memory once the step is certain.
 *
 * The gain ratio is that of the linear model, (L - L_new) / grad'step.
 */
export function descend(session: Session, step: number, trial: number, remember: () => void = () => {}): Outcome {
  const { engine, size, shape, loss: before } = session;
  const operations = forwardOperations(shape) + gradientOperations(shape);
  const outcome = { attempts: 1, gamma: 0, products: 0, factorizations: 0, operations };
  const promised = session.dot(session.gradient, step);
  const stepNorm = session.norm(step);
  session.copy(session.theta, trial);
  engine.routines.axpy_f64(size, -1, step, trial);
  if (!session.tryMove(trial, Number.isFinite)) return { ...outcome, accepted: false, stepNorm: 0, gainRatio: 0, end: "nonfinite" };
  remember();
  return { ...outcome, accepted: true, stepNorm, gainRatio: promised === 0 ? 0 : (before - session.loss) / promised };
}
