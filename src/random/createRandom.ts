import { checkInteger, checkNumber, misuse } from "../core/checks.js";
import { type Convert, deriveKey, fillFromBits, PERMUTATIONS, SPLITS } from "./bits.js";
import { permute } from "./permute.js";
import { checkRandomState, GENERATOR, type RandomState } from "./randomState.js";

/** A stream of random numbers. Every draw moves it on; `state` says where it stands. */
export interface Random {
  /** n doubles uniform in [low, high), 53 random bits each (low = 0, high = 1). */
  uniform(n: number, low?: number, high?: number): Float64Array;
  /** n normal doubles (mean = 0, deviation = 1). */
  normal(n: number, mean?: number, deviation?: number): Float64Array;
  /** The integers 0, ..., n-1 in random order, every order equally likely. */
  permutation(n: number): Int32Array;
  /** Another stream, independent of this one and of every other split; this one's values are not touched. */
  split(): Random;
  /** Where the stream stands, as plain data for `restoreRandom`. */
  state(): RandomState;
}

const WORD = 0x100000000;
const MAX_LENGTH = 0x7fffffff;
/** What normal_f64 asks for. */
const NORMAL_SCRATCH_BYTES = 24 * 256;
/** No standard normal value drawn here is larger: u is at least 2^-65 from 0 and 1. */
const LARGEST_NORMAL = 9.3;

export function createRandom(seed: number): Random {
  const value = checkInteger("createRandom", "seed", seed);
  return new Stream({ generator: GENERATOR, key: [value % WORD, Math.floor(value / WORD), 0, 0], position: 0, splits: 0 });
}

export function restoreRandom(state: RandomState): Random {
  return new Stream(checkRandomState("restoreRandom", state));
}

class Stream implements Random {
  constructor(private readonly at: RandomState) {}

  uniform(n: number, low = 0, high = 1): Float64Array {
    const where = "uniform";
    checkNumber(where, "low", low);
    checkNumber(where, "high", high);
    const width = high - low;
    if (!(width > 0)) misuse(RangeError, where, "high", `a number above low (${low})`, String(high));
    if (width === Infinity) misuse(RangeError, where, "high", "a finite high - low", `${high} - ${low}`);
    const last = before(high);
    return this.draw(where, n, (engine, count, bits) => {
      engine.routines.uniform_f64(count, bits, bits, low, width, last);
    });
  }

  normal(n: number, mean = 0, deviation = 1): Float64Array {
    const where = "normal";
    checkNumber(where, "mean", mean);
    checkNumber(where, "deviation", deviation, { low: 0 });
    checkNumber(where, "|mean| + 9.3 deviation", Math.abs(mean) + LARGEST_NORMAL * deviation);
    return this.draw(where, n, (engine, count, bits) => {
      engine.scope(() => {
        const scratch = engine.arena.bytes(NORMAL_SCRATCH_BYTES);
        engine.routines.normal_f64(count, bits, bits, mean, deviation, scratch);
      });
    });
  }

  permutation(n: number): Int32Array {
    checkInteger("permutation", "n", n, 0, MAX_LENGTH);
    this.checkRoom("permutation", 1);
    const order = permute(n, deriveKey(this.at.key, PERMUTATIONS, this.at.position));
    this.at.position++;
    return order;
  }

  split(): Random {
    const key = deriveKey(this.at.key, SPLITS, this.at.splits);
    this.at.splits++;
    return new Stream({ generator: GENERATOR, key, position: 0, splits: 0 });
  }

  state(): RandomState {
    return { ...this.at, key: [...this.at.key] };
  }

  /** n values from where the stream stands. It moves on only once they are there: a failed draw costs nothing. */
  private draw(where: string, n: number, convert: Convert): Float64Array {
    checkInteger(where, "n", n, 0, MAX_LENGTH);
    this.checkRoom(where, n);
    const values = fillFromBits(new Float64Array(n), this.at.key, this.at.position, convert);
    this.at.position += n;
    return values;
  }

  private checkRoom(where: string, n: number): void {
    const left = Number.MAX_SAFE_INTEGER - this.at.position;
    if (n > left) misuse(RangeError, where, "n", `at most ${left} (the values left in the stream)`, String(n));
  }
}

/** The largest double below a finite x. */
function before(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([x]).buffer);
  bits[0] = (bits[0] as bigint) + (x > 0 ? -1n : 1n);
  return new Float64Array(bits.buffer)[0] as number;
}
