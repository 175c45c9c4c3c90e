import { forwardOperations } from "./operations.js";
import type { Outcome } from "./outcome.js";
import { noStep } from "./outcome.js";
import type { Session } from "./session.js";

/** What methods without a system have in common. */
export const FIRST_ORDER = { solver: "none", derivatives: 1, relativeDecrease: 0 } as const;

/**
 * Ends a step of a method that subtracts a direction made of the gradient, whatever the loss then does: theta <- theta - step, unless a
 * number stops being finite. `remember` writes the method's memory once the step is certain.
 *
 * The gain ratio is that of the linear model, (L - L_new) / grad'step.
 */
export function descend(session: Session, step: number, remember: () => void = () => {}): Outcome {
  const outcome = noStep(session.shape);
  outcome.attempts = 1;
  outcome.operations += forwardOperations(session.shape);
  const move = { ...session.straight(step, 1), promised: session.dot(session.gradient, step) };
  if (session.tryMove(outcome, move, Number.isFinite)) remember();
  else outcome.end = "nonfinite";
  return outcome;
}
