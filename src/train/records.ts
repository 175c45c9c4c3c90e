import type { Status } from "../core/status.js";
import type { Network } from "../model/network.js";
import type { Form } from "../model/structured/newtonSystem.js";
import type { Curvature } from "../model/structured/unitBlocks.js";

/** What one step did. Everything but `seconds` is the same on every machine. */
export interface StepRecord {
  /** Steps taken since the trainer was made, this one included. */
  step: number;
  /** The loss after the step: 1/(2M) sum |f - y|^2, in the network's own coordinates. */
  loss: number;
  /** |grad L| after the step. */
  gradientNorm: number;
  /** |theta_new - theta_old|; 0 where no trial was accepted. */
  stepNorm: number;
  /** The regularizer that the last attempt was made with; 0 for methods without one. */
  gamma: number;
  /** Decrease of the loss over the decrease that the method's model promised; 0 where no trial was accepted. */
  gainRatio: number;
  accepted: boolean;
  /** Systems solved, each for a regularizer of its own. */
  attempts: number;
  /** Hessian or Gauss-Newton products. */
  products: number;
  factorizations: number;
  /** Work in additions and multiplications, an activation counted as 32: the unit of `until.operations`. */
  operations: number;
  /** What solved the step's system: "none" for gradient descent and Adam. */
  solver: "none" | "cg" | "structured";
  /** Of the structured solver: which of its systems was factored. */
  form?: Form;
  /** Of the structured solver: what stood for the residual blocks; "diagonal" where a unit has more than 64 parameters. */
  curvature?: Curvature;
  /** Eigenvalues of H + gamma I below zero, where the method counts them. */
  negativeEigenvalues?: number;
  /** Compute time of this step, callbacks excluded. */
  seconds: number;
  /** Why the run ended; on the record that ends it and on no other. */
  status?: Status;
}

/** How a run ended, and the way there. */
export interface TrainResult {
  status: Status;
  /** A copy of the network where the run ended. */
  network: Network;
  initialLoss: number;
  finalLoss: number;
  /** Steps of this run. */
  steps: number;
  /** One record a step. */
  history: StepRecord[];
  operations: number;
  products: number;
  factorizations: number;
  /** Compute time of the steps, callbacks excluded. */
  seconds: number;
}
