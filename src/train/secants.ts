import type { Engine } from "../engine/engine.js";
import type { NewtonSystem } from "../model/structured/newtonSystem.js";

/** Corrections that are remembered. */
const DEPTH = 5;
/** A remembered change that is dependent on the others but for this fraction of itself is left out. */
const DEPENDENT = 1e-8;

/**
 * Type-I Anderson mixing for the corrections of a path: what the last changes of y did to the defect is known, so that part of the defect is
 * removed by them, and only the rest by the factor.
 *
 *   y + B^-1 (F - Q Q'F) - Y Q'F       Q: the last changes of F, orthonormalised from the newest on; Y: the changes of y that go with them
 *
 * Source   Anderson 1965; Walker & Ni 2011, section 2
 *
 * Shapes   defects and y: vectors of sample space, n; `change` is the address of the present correction
 */
export function openSecants(engine: Engine, system: NewtonSystem, n: number) {
  const { axpy_f64, dot_f64, scale_f64 } = engine.routines;
  // how one correction changed the defect and, behind it, y: 2n numbers
  const pair = () => engine.arena.f64(2 * n);
  const work = pair();
  const change = work + 8 * n;
  const pool = Array.from({ length: DEPTH }, pair);
  const basis = Array.from({ length: DEPTH }, pair);
  let held = 0;

  const norm = (v: number) => Math.sqrt(dot_f64(n, v, v));
  /** Takes a member of the basis out of a pair, as far as its defect lies along it. */
  const remove = (member: number, from: number) => axpy_f64(2 * n, -dot_f64(n, member, from), member, from);

  /** Modified Gram-Schmidt over the remembered changes, newest first. */
  const orthonormal = () => {
    const done: number[] = [];
    for (const secant of pool.slice(0, held)) {
      const next = basis[done.length] as number;
      engine.copy(2 * n, secant, next);
      for (const member of done) remove(member, next);
      const after = norm(next);
      if (!(after > DEPENDENT * norm(secant))) continue;
      scale_f64(2 * n, 1 / after, next, next);
      done.push(next);
    }
    return done;
  };

  return {
    change,
    clear() {
      held = 0;
    },
    /** Makes the correction for a defect. */
    correct(defect: number) {
      engine.copy(n, defect, work);
      engine.view(change, n).fill(0);
      for (const member of orthonormal()) remove(member, work);
      system.reduce(work, work);
      axpy_f64(n, 1, work, change);
    },
    /** Remembers that the present correction took one defect to the next; the oldest is forgotten when there are more than 5. */
    add(defect: number, next: number) {
      const oldest = pool.pop() as number;
      engine.copy(n, next, oldest);
      axpy_f64(n, -1, defect, oldest);
      engine.copy(n, change, oldest + 8 * n);
      pool.unshift(oldest);
      held = Math.min(held + 1, DEPTH);
    },
  };
}
