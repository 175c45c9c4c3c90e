import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import { type Limits, stopsBefore } from "./limits.js";
import type { BoundSystem, SolveOutcome } from "./solveSystem.js";

export interface CgLimits extends Limits {
  /**
   * True: the residual is recomputed from its definition every 50 steps and at the end, and convergence is believed only then.
   * False: the recurrence is believed; one product a step and no other. So a truncated Newton method runs it.
   */
  verify: boolean;
}

const RECOMPUTE_EVERY = 50;

/**
 * Preconditioned conjugate gradients inside one engine; the method and its sources are told at `cg`.
 *
 * `iterations` counts products of the recurrence, the one that met negative curvature included; `residualNorm` is by definition if `verify`,
 * else by recurrence (and always by recurrence when the status is `nonfinite`).
 * From zero and without `verify` these are the conventions of the truncated solves of RSS's published experiment: stop when the
 * recurrence's |r| <= tolerance |b|, the plain norm also under a preconditioner; <p,Ap> <= 0 ends with `negative_curvature`, that product
 * counted, x the iterate before it (zero at the first); b = 0 is `converged` after no step.
 * Scratch, in the arena's present scope: 3n doubles, 4n with a preconditioner.
 */
export function cgIn(engine: Engine, system: BoundSystem, limits: CgLimits): SolveOutcome {
  const { n, apply, b, x, preconditioner } = system;
  const { arena, routines } = engine;
  const r = arena.f64(n);
  const p = arena.f64(n);
  const q = arena.f64(n);
  const z = preconditioner ? arena.f64(n) : r;
  const copy = (from: number, to: number) => routines.scale_f64(n, 1, from, to);

  const bNorm = Math.sqrt(routines.dot_f64(n, b, b));
  const target = limits.tolerance * bNorm;
  const stepOperations = system.productOperations + (preconditioner ? 12 : 10) * n;
  let iterations = 0;
  let spent = 0;
  let rNorm = bNorm; // |r|: finite always
  let exact = true; // r is b - A x by definition, not by recurrence
  let drifted = false; // recurrence and definition of r differ by a tenth of it or more
  let verified = Infinity; // |b - A x| when one of these last said that there is no more to gain

  /** r = b - A x; false when it is not finite, rNorm unchanged then. */
  const recompute = (): boolean => {
    apply(x, q);
    spent += system.productOperations + 6 * n;
    routines.xpby_f64(n, b, -1, q);
    const drift = Math.sqrt(routines.axpy_dot_f64(n, -1, q, r));
    copy(q, r);
    exact = accept(routines.dot_f64(n, r, r));
    drifted = rNorm <= 10 * drift;
    return exact;
  };
  const accept = (rr: number): boolean => {
    const finite = Number.isFinite(rr);
    if (finite) rNorm = Math.sqrt(rr);
    return finite;
  };
  const end = (status: Status): SolveOutcome => {
    const believed = exact || !limits.verify || status === "nonfinite" || recompute();
    return { status: believed ? status : "nonfinite", iterations, residualNorm: rNorm };
  };

  const fresh = system.fromZero || bNorm === 0;
  if (fresh) engine.view(x, n).fill(0);
  copy(b, r);
  if (!fresh && !recompute()) return end("nonfinite");
  drifted = false;

  let rz = 0; // <r,z> of the step before; 0 begins anew along z
  for (;;) {
    if (rNorm <= Math.max(target, limits.verify ? Number.EPSILON * bNorm : 0) || drifted) {
      if (limits.verify && !exact && !recompute()) return end("nonfinite");
      if (rNorm <= target) return end("converged");
      if (rNorm > verified / 2) return end("stagnated");
      verified = rNorm;
      drifted = false;
      rz = 0;
    }
    if (iterations >= limits.maxIterations) return end("max_iterations");
    const stop = stopsBefore(limits, spent + stepOperations);
    if (stop) return end(stop);

    if (preconditioner) preconditioner(r, z);
    const last = rz;
    rz = preconditioner ? routines.dot_f64(n, r, z) : rNorm * rNorm;
    if (!(rz < Infinity)) return end("nonfinite");
    if (rz <= 0) return end("breakdown");
    if (last === 0) copy(z, p);
    else routines.xpby_f64(n, z, rz / last, p);

    apply(p, q);
    iterations++;
    spent += stepOperations;
    const curvature = routines.dot_f64(n, p, q);
    if (!Number.isFinite(curvature)) return end("nonfinite");
    if (curvature <= 0) return end("negative_curvature");
    const alpha = rz / curvature;
    if (!accept(routines.axpy_dot_f64(n, -alpha, q, r))) return end("nonfinite");
    exact = false;
    routines.axpy_f64(n, alpha, p, x);
    if (limits.verify && iterations % RECOMPUTE_EVERY === 0 && !recompute()) return end("nonfinite");
  }
}
