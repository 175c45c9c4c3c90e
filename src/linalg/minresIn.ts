import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import { type Limits, stopsBefore } from "./limits.js";
import { safeScale } from "./powerOfTwo.js";
import type { BoundSystem, SolveOutcome } from "./solveSystem.js";

/** |A r| / (|A| |r|) below which r is taken for outside the range of A: the square root of the rounding, where the recurrence turns. */
const OUTSIDE = 1.5e-8;

/**
 * MINRES inside one engine; the method and its sources are told at `minres`. Lanczos with the letters of Paige & Saunders:
 * beta v = M^-1 r2; the tridiagonal matrix is reduced by rotations (cs, sn) as it grows; phiBar is |r| by recurrence, in the norm of M^-1.
 * Squares of A's entries enter: an A that is too large or small for that is divided by a power of two, `scale`, and x is that many times larger.
 */
export function minresIn(engine: Engine, system: BoundSystem, limits: Limits): SolveOutcome {
  const { n, b, x, preconditioner } = system;
  const { arena, routines } = engine;
  let [r1, r2, y] = [arena.f64(n), arena.f64(n), arena.f64(n)];
  let [w, wLast] = [arena.f64(n), arena.f64(n)];
  const v = arena.f64(n);
  const z = preconditioner ? arena.f64(n) : 0;
  const bNorm = Math.sqrt(routines.dot_f64(n, b, b));
  const target = limits.tolerance * bNorm;
  const stepOperations = system.productOperations + 21 * n;
  let iterations = 0;
  let spent = 0;
  let rNorm = bNorm;
  let norm = 0; // |A| as far as seen
  let scale = 1;

  const apply = (from: number, to: number) => {
    system.apply(from, to);
    if (scale !== 1) routines.scale_f64(n, 1 / scale, to, to);
  };
  /** <r2, M^-1 r2>, with M^-1 r2 at z. */
  const squaredSize = (): number => {
    if (!preconditioner) return routines.dot_f64(n, r2, r2);
    preconditioner(r2, z);
    return routines.dot_f64(n, r2, z);
  };
  /** r2 = b - A x and its norm; false when that is not finite, rNorm unchanged then. */
  const recompute = (): boolean => {
    apply(x, r2);
    spent += system.productOperations + 4 * n;
    routines.xpby_f64(n, b, -1, r2);
    const rr = routines.dot_f64(n, r2, r2);
    const finite = Number.isFinite(rr);
    if (finite) rNorm = Math.sqrt(rr);
    return finite;
  };
  const end = (status: Status): SolveOutcome => {
    routines.scale_f64(n, 1 / scale, x, x);
    return { status, iterations, residualNorm: rNorm };
  };

  /** Steps from the residual at r2 until phiBar falls to `goal`; a status when they have to end before. */
  const descend = (beta: number, goal: number): Status | undefined => {
    let [betaLast, deltaBar, epsilon, phiBar, cs, sn] = [0, 0, 0, beta, -1, 0];
    engine.view(w, n).fill(0);
    engine.view(wLast, n).fill(0);
    while (phiBar > goal) {
      if (iterations >= limits.maxIterations) return "max_iterations";
      const stop = stopsBefore(limits, spent + stepOperations);
      if (stop) return stop;

      routines.scale_f64(n, 1 / beta, preconditioner ? z : r2, v);
      apply(v, y);
      iterations++;
      spent += stepOperations;
      if (betaLast > 0) routines.axpy_f64(n, -beta / betaLast, r1, y);
      else if (scale === 1) {
        scale = safeScale(engine.view(y, n));
        routines.scale_f64(n, 1 / scale, y, y);
        routines.scale_f64(n, scale, x, x);
      }
      const alpha = routines.dot_f64(n, v, y);
      routines.axpy_f64(n, -alpha / beta, r2, y);
      [r1, r2, y] = [r2, y, r1];
      const squared = squaredSize();
      if (!Number.isFinite(alpha) || !Number.isFinite(squared)) return "nonfinite";
      if (squared < 0) return "breakdown";
      betaLast = beta;
      beta = Math.sqrt(squared);

      const delta = cs * deltaBar + sn * alpha;
      const gammaBar = sn * deltaBar - cs * alpha;
      const epsilonLast = epsilon;
      epsilon = sn * beta;
      deltaBar = -cs * beta;
      norm = Math.max(norm, hypotenuse(alpha, beta));
      if (hypotenuse(gammaBar, deltaBar) <= OUTSIDE * norm) return "stagnated"; // |A r| / |r|
      const gamma = hypotenuse(gammaBar, beta);
      cs = gammaBar / gamma;
      sn = beta / gamma;
      routines.minres_step_f64(n, v, epsilonLast, wLast, delta, w, gamma, cs * phiBar, x);
      [w, wLast] = [wLast, w];
      phiBar *= sn;
    }
    return undefined;
  };

  if (system.fromZero || bNorm === 0) {
    engine.view(x, n).fill(0);
    routines.scale_f64(n, 1, b, r2);
  } else if (!recompute()) return end("nonfinite");
  let best = Infinity;
  for (;;) {
    if (rNorm <= target) return end("converged");
    if (rNorm > best / 2) return end("stagnated");
    best = rNorm;
    const squared = squaredSize();
    if (!Number.isFinite(squared)) return end("nonfinite");
    if (squared <= 0) return end("breakdown");
    const beta = Math.sqrt(squared);
    const stop = descend(beta, (Math.max(limits.tolerance, Number.EPSILON) * bNorm * beta) / rNorm);
    if (stop === "nonfinite" || !recompute()) return end("nonfinite");
    if (stop) return end(rNorm <= target ? "converged" : stop);
  }
}

function hypotenuse(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}
