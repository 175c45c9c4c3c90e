import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import type { Random } from "../random/index.js";
import type { CountedOperator } from "./countedOperator.js";
import { COARSE, FINE, type LanczosBasis, lanczosBasis, type Pair } from "./lanczosBasis.js";
import { best, type End, select, span } from "./lanczosEnds.js";
import type { Limits } from "./limits.js";

/** Eigenpairs found: their vectors are the first rows of the basis, in this order; residual norms are as the recurrence has them. */
export interface Found {
  status: Status;
  pairs: Pair[];
  basis: LanczosBasis;
  cycles: number;
}

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
  const sum = (list: readonly End[]) => list.reduce((total, { count }) => total + count, 0);
  const k = sum(ends);
  const least = Math.max(2 * k + 1, k + 32);
  const capacity = Math.min(n, least + Math.min(MORE, Math.floor(DOUBLES / n)));
  const basis = lanczosBasis(engine, A, capacity, random);
  let locked: Pair[] = [];
  /** What is looked for: the k pairs, then what the complement of the locked holds beyond the worst of them. */
  let wanted = ends;
  let cycles = 0;
  /** Size of the basis at the next look. */
  let next = least < n ? k + FIRST : n;
  let before = NOTHING;

  const lock = (chosen: readonly Pair[]) => {
    basis.lock(chosen);
    const kept = select(numbered([...locked, ...chosen]), ends);
    basis.keepLocked(kept);
    locked = numbered(kept);
  };
  const end = (status: Status): Found => {
    if (locked.length === 0) lock(select(basis.ritz(...span(ends)), ends));
    return { status, pairs: locked, basis, cycles };
  };
  const target = () => Math.max(limits.tolerance, Number.EPSILON) * basis.norm();
  const isBetter = ({ value }: Pair, { rank, worst }: End) => rank(value) > worst + 2 * target();
  /**
   * How far a search has come at one end: the residual of the last pair to wait for as a share of what it may be, and whether there is
   * something better than the locked. Where the best of the complement is no better, a residual of a tenth of the distance says that it will stay so.
   */
  const look = (end: End) => {
    const { rank, worst } = end;
    const [low, high] = span([end]);
    const width = locked.length > 0 ? FINE : COARSE;
    const last = high > 0 ? basis.size - locked.length - high : low - 1;
    const pairs = low === high ? basis.ritz(low, high, width) : basis.glimpse(last, width);
    const awaited = best(pairs, end);
    const shares = awaited.map(({ value, residual }) => residual / Math.max(target(), (worst - rank(value)) / 10, Number.MIN_VALUE));
    return { share: Math.max(...shares), better: awaited.some((pair) => isBetter(pair, end)) };
  };

  basis.begin(v0);
  for (;;) {
    while (basis.size < Math.min(next, capacity)) {
      const stop = basis.step();
      if (stop) return end(stop);
    }
    const full = basis.size === capacity;
    const looks = wanted.map(look);
    const now = { size: basis.size, share: Math.max(...looks.map(({ share }) => share)) };
    next = now.size + pause(now, before);
    before = now;
    if (now.share <= 1 && !looks.some(({ better }) => better)) {
      cycles++;
      return end("converged");
    }
    if (!full && now.share > 1) continue;
    const others = basis.size - locked.length - sum(wanted);
    const extra = now.share > 1 ? Math.floor(Math.min(KEPT, Math.floor(KEEP * others)) / ends.length) : 0;
    const pairs = basis.ritz(...span(ends, extra));
    const candidates = locked.length > 0 ? pairs : select(pairs, ends);
    const found = candidates.filter((pair) => pair.residual <= target() && wanted.some((end) => isBetter(pair, end)));
    const enough = found.length >= (locked.length > 0 ? 1 : k);
    if (!full && !enough) continue;
    cycles++;
    before = NOTHING;
    const whole = locked.length === 0 && basis.size === n;
    if (enough) lock(found);
    if (whole) return end("converged");
    if (cycles >= limits.maxIterations) return end("max_iterations");
    if (enough) {
      basis.begin();
      wanted = ends.map((end) => ({ ...end, count: 1, worst: end.rank(best(locked, end).at(-1)!.value) }));
      next = basis.size + Math.max(FIRST, Math.min(DOUBT, A.products));
    } else {
      basis.restart(select(pairs, wanted, extra));
      next = basis.size + FIRST;
    }
  }
}

interface Look {
  size: number;
  share: number;
}

/** What stands for the look before the first. */
const NOTHING: Look = { size: 0, share: 0 };

/** Steps from one look to the next: a part of those that the last two say it will take, for convergence quickens. */
function pause(now: Look, before: Look): number {
  if (!(now.share < before.share)) return FIRST;
  const most = Math.max(FIRST, now.size / 3);
  const part = 0.15 * (now.size - before.size);
  const gain = Math.sqrt(Math.sqrt(before.share / now.share)); // of a quarter of the steps between the looks
  let steps = 0;
  for (let { share } = now; share > 1 && steps < most; share /= gain) steps += part;
  return Math.max(PAUSE, Math.ceil(Math.min(most, steps)));
}

/** As rows 0, 1, ... */
function numbered(pairs: readonly Pair[]): Pair[] {
  return pairs.map((pair, index) => ({ ...pair, index }));
}
