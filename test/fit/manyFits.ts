import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { withEngine } from "../../src/engine/pool.js";
import { fit } from "../../src/index.js";
import { createRandom } from "../../src/random/index.js";

/** How many small fits ended. */
export interface Tally {
  ended: number;
  aborted: number;
  /** Refused memory by the runtime. */
  starved: number;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes held: by an idle engine, by JavaScript's heap and its buffers after a collection. */
export function held(): { engine: number; heap: number } {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { engine: withEngine((engine) => engine.arena.reserved), heap: heapUsed + arrayBuffers };
}

/**
 * Small fits of random shapes: a tenth aborted at a random step, a tenth of a random larger size in a runtime that gives no more memory.
 * A fit that ends otherwise than it should throws.
 */
export function manyFits(count: number, seed: number): Tally {
  const random = createRandom(seed);
  const tally: Tally = { ended: 0, aborted: 0, starved: 0 };
  for (let i = 0; i < count; i++) {
    const [kind = 0, size = 0, where = 0] = random.uniform(3);
    const M = 3 + Math.floor(6 * size);
    const data = { x: random.uniform(M, -1, 1), y: random.normal(M) };
    const given = { width: 3, activation: "tanh", inputScale: 1, seed: i, maxSteps: 5, validation: i % 2 === 0 } as const;
    if (kind < 0.1) tally.aborted += abort(data, given, 1 + Math.floor(4 * where));
    else if (kind < 0.2) tally.starved += starve(data, { ...given, width: 20_000 + Math.floor(20_000 * where), maxSteps: 1 });
    else if (Number.isFinite(fit(data, given).finalLoss)) tally.ended++;
  }
  return tally;
}

type Options = Parameters<typeof fit>[1];

function abort(data: Parameters<typeof fit>[0], options: Options, at: number): number {
  const signal = { aborted: false };
  const onStep = ({ step }: { step: number }) => {
    signal.aborted = step >= at;
  };
  const { status, steps } = fit(data, { ...options, onStep, signal });
  if (steps > at) throw new Error(`went on after an abort: ${status}`);
  return status === "aborted" ? 1 : 0;
}

function starve(data: Parameters<typeof fit>[0], options: Options): number {
  // by hand: a spy's records would be the leak that is looked for
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = refuse;
  try {
    fit(data, options);
  } catch (error) {
    if (error instanceof RangeError && /^out of WebAssembly memory: /.test(error.message)) return 1;
    throw error;
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
  throw new Error("a fit found memory where there was none");
}

function refuse(): never {
  throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
}
