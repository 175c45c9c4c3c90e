import type { Status } from "../core/status.js";
import type { Form, NewtonSystem } from "../model/structured/newtonSystem.js";
import type { Curvature } from "../model/structured/unitBlocks.js";
import { gradientOperations } from "./operations.js";
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

/** The outcome of a step that has yet to be made: what it has cost is the gradient. */
export function noStep(shape: Shape): Outcome {
  const operations = gradientOperations(shape);
  return { accepted: false, attempts: 0, gamma: 0, stepNorm: 0, gainRatio: 0, products: 0, factorizations: 0, operations };
}

/** The same of a step by factorization. */
export function noSystemStep(shape: Shape, { form, curvature }: NewtonSystem): Outcome {
  return { ...noStep(shape), form, curvature };
}

/** Factors the system at this gamma, and writes down that it was tried. */
export function factored(outcome: Outcome, system: NewtonSystem, gamma: number): boolean {
  outcome.attempts++;
  outcome.factorizations++;
  outcome.gamma = gamma;
  outcome.operations += 2 * system.operations;
  const done = system.factor(gamma);
  outcome.negativeEigenvalues = system.negative;
  return done;
}
