import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import type { Random } from "../random/index.js";
import type { CountedOperator } from "./countedOperator.js";
import { COARSE, LanczosBasis, type RitzPairs } from "./lanczosBasis.js";
import { converged, type End, missing, type Pairs, type Progress, progress, select, span } from "./lanczosEnds.js";
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
/** Vectors beyond the wanted that a restart keeps, and the share of the others that this is at most. */
const KEPT = 12;
const KEEP = 0.4;
/** Steps before the first look at the pairs, and the fewest between two. */
const FIRST = 8;
const PAUSE = 4;
/** Steps before the first look at the complement of the locked, but no more than it took to find these. */
const DOUBT = 32;
/** What restarts cost is felt where vectors are short: such bases have more vectors, by so many at most, while these are so many doubles. */
const MORE = 96;
const DOUBLES = 24576;

/** Thick-restart Lanczos for the wanted ends of the spectrum; what it does and why is told at `eigsh`. */
export function searchEnds(
  engine: Engine,
  A: CountedOperator,
  ends: readonly End[],
  limits: Limits,
  v0: Float64Array | undefined,
  random: Random,
): Found {
  const { n } = A;
  const k = ends.reduce((sum, end) => sum + end.count, 0);
  const least = Math.max(2 * k + 1, k + 32);
  const capacity = Math.min(n, least + Math.min(MORE, Math.floor(DOUBLES / n)));
  const basis = new LanczosBasis(engine, n, capacity, A.apply, () => random.normal(n));
  let locked: Pairs | undefined;
  let cycles = 0;
  /** Size of the basis at the next look. */
  let next = least < n ? k + FIRST : n;
  let before: Look | undefined;

  const grow = (): Status | undefined => {
    while (basis.size < Math.min(next, capacity)) {
      const stop = A.stopsBefore(limits, basis.operations);
      if (stop) return stop;
      if (!basis.step()) return "nonfinite";
    }
    return undefined;
  };
  const lock = (pairs: RitzPairs, chosen: number[]): void => {
    locked = join(locked, pick(pairs, chosen));
    basis.lock(chosen);
    const best = select(locked.values, ends);
    basis.keepLocked(best);
    locked = pick(locked, best);
  };
  const end = (status: Status): Found => {
    if (!locked && basis.size > 0) {
      const pairs = basis.ritz(...span(ends));
      lock(pairs, select(pairs.values, ends));
    }
    return { status, values: [], residuals: [], ...locked, rows: basis.start, norm: basis.norm, cycles };
  };
  const target = () => Math.max(limits.tolerance, EPS) * basis.norm;
  const look = (one: End): Progress => {
    const count = locked ? 1 : one.count;
    const at = one.high ? basis.active - count : count - 1;
    const alone = one.low !== one.high && !locked;
    const pairs = alone ? basis.glimpse(at) : basis.ritz(one.low ? count : 0, one.high ? count : 0, locked ? undefined : COARSE);
    return progress(pairs, locked, one, target());
  };

  basis.begin(v0 && scaled(v0));
  for (;;) {
    const stop = grow();
    if (stop) return end(stop);
    const full = basis.size === capacity;
    const looks = ends.map(look);
    const now = { size: basis.size, share: Math.max(...looks.map(({ share }) => share)) };
    next = now.size + pause(now, before);
    before = now;
    if (locked && now.share <= 1 && !looks.some(({ better }) => better)) {
      cycles++;
      return end("converged");
    }
    if (!full && now.share > 1) continue;
    const wanted = locked ? ends.map((one) => ({ ...one, count: 1 })) : ends;
    const others = basis.active - wanted.reduce((sum, one) => sum + one.count, 0);
    const extra = now.share > 1 ? Math.min(KEPT, Math.floor(KEEP * others)) : 0;
    const pairs = basis.ritz(...span(ends, extra));
    const found = locked ? missing(pairs, locked, ends, target()) : converged(pairs, ends, target());
    if (!full && found.length === 0) continue;
    cycles++;
    before = undefined;
    const whole = !locked && basis.size === n;
    if (found.length > 0) lock(pairs, found);
    if (whole) return end("converged");
    if (cycles >= limits.maxIterations) return end("max_iterations");
    if (found.length > 0) {
      basis.begin();
      next = basis.size + Math.max(FIRST, Math.min(DOUBT, A.products));
    } else {
      basis.restart(select(pairs.values, wanted, extra));
      next = basis.size + FIRST;
    }
  }
}

interface Look {
  size: number;
  share: number;
}

/** Steps from one look to the next: a part of those that the last two say it will take, for convergence quickens. */
function pause(now: Look, before: Look | undefined): number {
  if (!before || !(now.share < before.share)) return FIRST;
  const most = Math.max(FIRST, now.size / 3);
  const part = 0.15 * (now.size - before.size);
  const gain = Math.sqrt(Math.sqrt(before.share / now.share)); // of a quarter of the steps between the looks
  let steps = 0;
  for (let { share } = now; share > 1 && steps < most; share /= gain) steps += part;
  return Math.max(PAUSE, Math.ceil(Math.min(most, steps)));
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
