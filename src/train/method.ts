import type { Status } from "../core/status.js";
import type { Form } from "../model/structured/newtonSystem.js";
import type { Curvature } from "../model/structured/unitBlocks.js";
import type { Memory } from "./memory.js";
import type { Session } from "./session.js";
import type { Shape } from "./shape.js";

/** What a method reports of one step; the trainer adds the loss, the gradient's norm, the step's number and the time. */
export interface Outcome {
  accepted: boolean;
  attempts: number;
  gamma: number;
  stepNorm: number;
  gainRatio: number;
  products: number;
  factorizations: number;
  form?: Form;
  curvature?: Curvature;
  operations: number;
  /** grad'p/2, the decrease that the quadratic model promises, where the method has one: a rule for exact floors reads it. */
  decrement?: number;
  negativeEigenvalues?: number;
  /** The trainer can go no further: gamma at its maximum, a number that is not finite, a factorization or a solve that failed. */
  end?: Status;
}

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
