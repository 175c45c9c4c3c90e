import { checkArrayLike, copyNumbers, wrongKind, wrongValue } from "../core/checks.js";
import { isFloat64Array } from "../core/typedArrays.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";

/** Elements that cross into the engine at once: they stay in the second-level cache, and memory does not grow with the array. */
const BLOCK = 16384;

/** One argument, one result: y[i] = f(x[i]) by the routine that `choose` picks. */
export function mapOne(
  where: string,
  choose: (engine: Engine) => (n: number, x: number, y: number) => void,
  x: ArrayLike<number>,
  out: Float64Array | undefined,
): Float64Array {
  const from = numbers(where, "x", x);
  const to = target(where, from.length, out);
  withEngine((engine) => {
    const run = choose(engine);
    const p = engine.arena.f64(Math.min(BLOCK, from.length));
    for (let i = 0; i < from.length; i += BLOCK) {
      const n = Math.min(BLOCK, from.length - i);
      const view = engine.view(p, n);
      view.set(from.subarray(i, i + n));
      run(n, p, p);
      to.set(view, i);
    }
  });
  return to;
}

/** Two arguments of one length, one result: z[i] = f(x[i], y[i]); `names` are theirs in messages. */
export function mapTwo(
  where: string,
  names: readonly [string, string],
  choose: (engine: Engine) => (n: number, x: number, y: number, z: number) => void,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  out: Float64Array | undefined,
): Float64Array {
  const first = numbers(where, names[0], x);
  const second = numbers(where, names[1], y);
  if (second.length !== first.length) {
    wrongValue(where, names[1], `length ${first.length} (that of ${names[0]})`, second.length);
  }
  const to = target(where, first.length, out);
  withEngine((engine) => {
    const run = choose(engine);
    const size = Math.min(BLOCK, first.length);
    const p = engine.arena.f64(size);
    const q = engine.arena.f64(size);
    for (let i = 0; i < first.length; i += BLOCK) {
      const n = Math.min(BLOCK, first.length - i);
      const view = engine.view(p, n);
      view.set(first.subarray(i, i + n));
      engine.view(q, n).set(second.subarray(i, i + n));
      run(n, p, q, p);
      to.set(view, i);
    }
  });
  return to;
}

/** The caller's numbers, NaN and infinities included. */
function numbers(where: string, name: string, value: ArrayLike<number>): Float64Array {
  const list = checkArrayLike(where, name, value);
  return isFloat64Array(list) ? list : copyNumbers(where, name, list);
}

/** Where the result goes: the caller's `out`, or an array of its own. */
function target(where: string, length: number, out: Float64Array | undefined): Float64Array {
  if (out === undefined) return new Float64Array(length);
  if (!isFloat64Array(out)) wrongKind(where, "out", "a Float64Array", out);
  if (out.length !== length) wrongValue(where, "out", `length ${length} (that of the argument)`, out.length);
  return out;
}
