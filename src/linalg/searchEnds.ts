import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import type { Random } from "../random/index.js";
import type { CountedOperator } from "./countedOperator.js";
import { LanczosBasis, type RitzPairs } from "./lanczosBasis.js";
import { confirmed, converged, type End, missing, type Pairs, select } from "./lanczosEnds.js";
import type { Limits } from "./limits.js";
import { safeScale } from "./powerOfTwo.js";

/** Eigenpairs found: values ascending, vectors as rows in the engine's memory, residual norms as the recurrence has them. */
export interface Found extends Pairs {
  status: Status;
  rows: number;
  /** Norm of the operator as far as seen. */
  norm: number;
  cycles: number;
}

const EPS = Number.EPSILON;
/** Share of the vectors beyond the wanted that a restart keeps. */
const KEEP = 0.4;

/** Thick-restart Lanczos for the wanted ends of the spectrum; what it does and why is told at `eigsh`. */
export function searchEnds(
  engine: Engine,
  A: CountedOperator,
  capacity: number,
  ends: readonly End[],
  limits: Limits,
  v0: Float64Array | undefined,
  random: Random,
): Found {
  const { n } = A;
  const basis = new LanczosBasis(engine, n, capacity, A.apply, () => random.normal(n));
  let locked: Pairs | undefined;
  let cycles = 0;

  const fill = (): Status | undefined => {
    while (basis.size < capacity) {
      const stop = A.stopsBefore(limits, basis.operations);
      if (stop) return stop;
      if (!basis.step()) return "nonfinite";
    }
    return undefined;
  };
  const lock = (pairs: RitzPairs, chosen: number[]): void => {
    locked = join(locked, pick(pairs, chosen));
    basis.restart(pairs, chosen, true);
    const best = select(locked.values, ends);
    basis.keepLocked(best);
    locked = pick(locked, best);
  };
  const end = (status: Status): Found => {
    if (!locked && basis.size > 0) {
      const pairs = basis.ritz();
      lock(pairs, select(pairs.values, ends));
    }
    return { status, values: [], residuals: [], ...locked, rows: basis.start, norm: basis.norm, cycles };
  };

  basis.begin(v0 && scaled(v0));
  for (;;) {
    const stop = fill();
    if (stop) return end(stop);
    cycles++;
    const pairs = basis.ritz();
    const target = Math.max(limits.tolerance, EPS) * basis.norm;
    const found = locked ? missing(pairs, locked, ends, target) : converged(pairs, ends, target);
    if (found.length > 0) lock(pairs, found);
    else if (locked && ends.every((one) => confirmed(pairs, locked as Pairs, one, target))) return end("converged");
    if (cycles >= limits.maxIterations) return end("max_iterations");
    if (found.length > 0) basis.begin();
    else {
      const wanted = locked ? ends.map((one) => ({ ...one, count: 1 })) : ends;
      const count = wanted.reduce((sum, one) => sum + one.count, 0);
      basis.restart(pairs, select(pairs.values, wanted, Math.floor(KEEP * (pairs.values.length - count))));
    }
  }
}

function scaled(v: Float64Array): Float64Array {
  const scale = safeScale(v);
  return scale === 1 ? v : v.map((entry) => entry / scale);
}

function pick({ values, residuals }: Pairs, chosen: readonly number[]): Pairs {
  return { values: chosen.map((i) => values[i]!), residuals: chosen.map((i) => residuals[i]!) };
}

function join(a: Pairs | undefined, b: Pairs): Pairs {
  const both = (x: ArrayLike<number>, y: ArrayLike<number>) => [...Array.from(x), ...Array.from(y)];
  return a ? { values: both(a.values, b.values), residuals: both(a.residuals, b.residuals) } : b;
}
