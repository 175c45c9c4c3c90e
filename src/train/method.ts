import type { Memory } from "./memory.js";
import type { Outcome } from "./outcome.js";
import type { Session } from "./session.js";
import type { Shape } from "./shape.js";

/**
 * A training method. `open` is called once a borrow of the engine: it allocates the scratch and returns the step, which is called until
 * the borrow ends. A step does first whatever may fail, in scratch of its own, and then commits all at once: `session.tryMove`, and its
 * numbers and vectors. So a step that throws leaves the trainer at its last whole step.
 */
export interface Method {
  readonly solver: "none" | "cg" | "structured";
  /** What the bound model has to offer: 1 first derivatives, 2 also the residual blocks and with them H. */
  readonly derivatives: 1 | 2;
  /** The relative decrease over 20 steps below which a run counts as stagnated, where the caller names none; 0 for never. */
  readonly relativeDecrease: number;
  begin(shape: Shape): Memory;
  open(session: Session): () => Outcome;
}
