import { checkFloat64Array, checkNumbers } from "../core/checks.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { CODE } from "./codes.js";

/** Elements that cross into the engine at once: they stay in the second-level cache, and memory does not grow with the array. */
const BLOCK = 16384;

type Choose = (engine: Engine) => (n: number, x: number, y: number, z: number) => void;

/** One argument, one result: y[i] = f(x[i]) for the function of that name. NaN and infinities are let through. */
export function mapOne(name: keyof typeof CODE, x: ArrayLike<number>, out: Float64Array | undefined): Float64Array {
  const choose: Choose = (engine) => (n, p, y) => engine.routines.elementary_f64(CODE[name], n, p, y);
  return mapBlocks(name, choose, out, checkNumbers(name, "x", x));
}

/** Two arguments of one length, one result: z[i] = f(x[i], y[i]); `names` are theirs in messages. */
export function mapTwo(
  where: string,
  names: readonly [string, string],
  choose: Choose,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  out: Float64Array | undefined,
): Float64Array {
  const first = checkNumbers(where, names[0], x);
  return mapBlocks(where, choose, out, first, checkNumbers(where, names[1], y, first.length, `that of ${names[0]}`));
}

/** The result goes to the caller's `out`, which may be an argument, or to an array of its own. */
function mapBlocks(where: string, choose: Choose, out: Float64Array | undefined, first: Float64Array, second?: Float64Array): Float64Array {
  const { length } = first;
  if (out !== undefined) checkFloat64Array(where, "out", out, length, "that of the argument");
  const to = out ?? new Float64Array(length);
  withEngine((engine) => {
    const run = choose(engine);
    const size = Math.min(BLOCK, length);
    const p = engine.arena.f64(size);
    const q = second ? engine.arena.f64(size) : p;
    for (let i = 0; i < length; i += BLOCK) {
      const n = Math.min(BLOCK, length - i);
      const view = engine.view(p, n);
      view.set(first.subarray(i, i + n));
      if (second) engine.view(q, n).set(second.subarray(i, i + n));
      run(n, p, q, p); // a routine of one argument takes the result's address second
      to.set(view, i);
    }
  });
  return to;
}
