import type { NewtonSystem } from "../model/structured/newtonSystem.js";
import type { Session } from "./session.js";

/** Rounds of iterative refinement at most, and the factor by which a round has to pay. */
const REFINEMENTS = 3;
const REFINED = 0.5;

/** A factored system and the parameter vectors that a refined solve needs; the answer is at `step`. */
export interface SolveWork {
  system: NewtonSystem;
  step: number;
  rest: number;
  product: number;
}

export function solveWork(session: Session, system: NewtonSystem): SolveWork {
  return { system, step: session.scratch(), rest: session.scratch(), product: session.scratch() };
}

/** step = E^-1 grad, refined while that pays: the dual form loses digits where D is nearly singular. Returns the products taken. */
export function refinedSolve(session: Session, { system, step, rest, product }: SolveWork): number {
  const { engine, size, gradient } = session;
  const { axpy_f64 } = engine.routines;
  system.solve(gradient, step);
  let previous = Infinity;
  for (let round = 1; round <= REFINEMENTS; round++) {
    system.multiply(step, product);
    session.copy(gradient, rest);
    axpy_f64(size, -1, product, rest);
    const norm = session.norm(rest);
    if (!(norm < REFINED * previous)) return round;
    previous = norm;
    system.solve(rest, product);
    axpy_f64(size, 1, product, step);
  }
  return REFINEMENTS;
}
