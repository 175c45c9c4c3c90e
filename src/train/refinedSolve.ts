import type { NewtonSystem } from "../model/structured/newtonSystem.js";
import type { Session } from "./session.js";

/** Rounds of iterative refinement at most, and the factor by which a round has to pay. */
const REFINEMENTS = 3;
const REFINED = 0.5;

/**
 * What solves with a system once it is factored: step = E^-1 grad, refined while that pays, for the dual form loses digits where D is nearly
 * singular. `solve` returns the products taken.
 */
export function refinedSolver(session: Session, system: NewtonSystem): { step: number; solve: () => number } {
  const { engine, size, gradient } = session;
  const { axpy_f64 } = engine.routines;
  const [step, rest, product] = [session.scratch(), session.scratch(), session.scratch()];
  const solve = () => {
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
  };
  return { step, solve };
}
