import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import type { Limits } from "./limits.js";
import type { BoundSystem, SolveOutcome } from "./solveSystem.js";

export interface CgLimits extends Limits {
  /**
   * True: the residual is recomputed from its definition every 50 steps and at the end, and convergence is believed only then.
   * False: the recurrence is believed; one product a step and no other. So a truncated Newton method runs it.
   */
  verify: boolean;
}

const RECOMPUTE_EVERY = 50;
const EPS = Number.EPSILON;

/**
 * Preconditioned conjugate gradients inside one engine; the method and its sources are told at `cg`.
 *
 * `iterations` counts products of the recurrence, the one that met negative curvature included; `residualNorm` is by definition if `verify`,
 * else by recurrence (and always by recurrence when the status is `nonfinite`).
 * From zero and without `verify` these are the conventions of the truncated solves of RSS's published experiment: stop when the
 * recurrence's |r| <= tolerance |b|, the plain norm also under a preconditioner; <p,Ap> <= 0 ends with `negative_curvature`, that product
 * counted, x the iterate before it (zero at the first); b = 0 is `converged` after no step.
 * Scratch: 3n doubles, 4n with a preconditioner.
 */
export function cgIn(engine: Engine, system: BoundSystem, limits: CgLimits): SolveOutcome {
  return engine.scope(() => iterate(engine, system, limits));
}

function iterate(engine: Engine, system: BoundSystem, limits: CgLimits): SolveOutcome {
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
    if (!accept(routines.dot_f64(n, r, r), true)) return false;
    drifted = rNorm <= 10 * drift;
    return true;
  };
  const accept = (rr: number, byDefinition: boolean): boolean => {
    if (!Number.isFinite(rr)) return false;
    rNorm = Math.sqrt(rr);
    exact = byDefinition;
    return true;
  };
  const end = (status: Status): SolveOutcome => {
    if (limits.verify && !exact && status !== "nonfinite" && !recompute()) return { status: "nonfinite", iterations, residualNorm: rNorm };
    return { status, iterations, residualNorm: rNorm };
  };

  if (system.fromZero || bNorm === 0) engine.view(x, n).fill(0);
  copy(b, r);
  if (!system.fromZero && bNorm > 0 && !recompute()) return end("nonfinite");
  drifted = false;

  let rz = 0; // <r,z> of the step before; 0 begins anew along z
  for (;;) {
    if (rNorm <= Math.max(target, limits.verify ? EPS * bNorm : 0) || drifted) {
      if (limits.verify && !exact && !recompute()) return end("nonfinite");
      if (rNorm <= target) return end("converged");
      if (rNorm > verified / 2) return end("stagnated");
      verified = rNorm;
      drifted = false;
      rz = 0;
    }
    if (iterations >= limits.maxIterations) return end("max_iterations");
    if (spent + stepOperations > limits.operations) return end("budget");
    if (limits.signal?.aborted) return end("aborted");

    if (preconditioner) preconditioner(r, z);
    const last = rz;
    rz = preconditioner ? routines.dot_f64(n, r, z) : rNorm * rNorm;
    if (Number.isNaN(rz) || rz === Infinity) return end("nonfinite");
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
    if (!accept(routines.axpy_dot_f64(n, -alpha, q, r), false)) return end("nonfinite");
    routines.axpy_f64(n, alpha, p, x);
    if (limits.verify && iterations % RECOMPUTE_EVERY === 0 && !recompute()) return end("nonfinite");
  }
}
