import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import Benchmark from "benchmark";
import { Engine } from "../src/engine/engine.js";

// What every suite measures with. Rules: the result is checked before the clock starts, memory is allocated outside, the compilers are
// warmed up, the minimum and the median are taken, and each figure stands as a ratio to something measured in the same run.

/** Sizes of square problems, odd ones included; suites take those that fit their time. */
export const SIZES = [4, 8, 16, 32, 33, 64, 128, 129, 256, 512, 1024] as const;

/** One line of the table. */
export interface Row {
  operation: string;
  size: string;
  /** Seconds a call, best and median. */
  time: Time;
  /** What the best time amounts to: "22.9 GF/s". */
  figure: string;
  /** How it stands against `against`, measured in the same run; larger is better. */
  ratio: number;
  against: string;
  /** The least ratio asked for, where one is. */
  goal?: number;
}

/** A file of benchmarks, listed in bench/index.ts. */
export interface Suite {
  name: string;
  rows: () => Row[] | Promise<Row[]>;
}

export interface Time {
  best: number;
  median: number;
}

/** Seconds a suite may spend on the samples of one row, and the length of one sample. */
const ROW_SECONDS = 0.2;
const SAMPLE_SECONDS = 0.001; // shorter than a time slice: the minimum finds the undisturbed ones
const WARM_CALLS = 50;
const WARM_SECONDS = 0.15;

/** Times `call` by the benchmark package after warming it up. */
export function measure(call: () => void): Time {
  const start = performance.now();
  for (let i = 0; i < WARM_CALLS && performance.now() - start < 1e3 * WARM_SECONDS; i++) call();
  const benchmark = new Benchmark(() => call(), { maxTime: ROW_SECONDS, minTime: SAMPLE_SECONDS, minSamples: 5 }).run();
  const error = (benchmark as unknown as { error?: Error }).error;
  if (error) throw error;
  const sample = [...benchmark.stats.sample].sort((a, b) => a - b);
  return { best: sample[0] as number, median: sample[sample.length >> 1] as number };
}

/** Times an asynchronous `call`, one sample a call. */
export async function measureAsync(call: () => Promise<unknown>): Promise<Time> {
  const sample: number[] = [];
  for (const start = performance.now(); sample.length < 5 || performance.now() - start < 1e3 * (WARM_SECONDS + ROW_SECONDS); ) {
    const before = performance.now();
    await call();
    sample.push((performance.now() - before) / 1e3);
  }
  sample.sort((a, b) => a - b);
  return { best: sample[0] as number, median: sample[sample.length >> 1] as number };
}

interface Probes {
  peak_f64(steps: number, a: number, b: number): number;
  read_f64(n: number, x: number): number;
  memory: WebAssembly.Memory;
}

let compiled: Probes | undefined;

/** bench/assembly/peak.ts, compiled on first use; no part of the published binary. */
function probes(): Probes {
  if (compiled) return compiled;
  const root = fileURLToPath(new URL("..", import.meta.url));
  mkdirSync(`${root}build`, { recursive: true });
  const asc = [`${root}node_modules/assemblyscript/bin/asc.js`, "bench/assembly/peak.ts", "--config", "none", "-O3", "--noAssert"];
  const flags = ["--runtime", "stub", "--enable", "simd", "--use", "abort=", "--initialMemory", "1024", "--outFile", "build/peak.wasm"];
  execFileSync(process.execPath, [...asc, ...flags], { cwd: root, stdio: "inherit" });
  const module = new WebAssembly.Module(readFileSync(`${root}build/peak.wasm`));
  compiled = new WebAssembly.Instance(module, {}).exports as unknown as Probes;
  return compiled;
}

/** Shortest of many short runs, seconds: what is left when nobody disturbs. */
function shortest(call: () => void, runs = 60): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    call();
    best = Math.min(best, (performance.now() - start) / 1e3);
  }
  return best;
}

let peakSoFar = 0;

/** Flops a second of 12 multiply-add chains in registers: the denominator. The best seen in this run. */
export function peak(): number {
  const steps = 20_000;
  const { peak_f64 } = probes();
  peakSoFar = Math.max(peakSoFar, (48 * steps) / shortest(() => peak_f64(steps, 0.999, 0.001)));
  return peakSoFar;
}

const readSoFar = new Map<number, number>();

/** Bytes a second at which a working set of this many bytes is read and summed. The best seen in this run. */
export function readRate(bytes: number): number {
  const n = Math.max(64, (bytes >> 6) << 3);
  const { read_f64 } = probes();
  const calls = Math.max(1, Math.round(4e6 / n));
  const seconds = shortest(() => {
    for (let i = 0; i < calls; i++) read_f64(n, 65536);
  });
  const rate = Math.max(readSoFar.get(n) ?? 0, (8 * n * calls) / seconds);
  readSoFar.set(n, rate);
  return rate;
}

/** A row in flops against the peak loop. */
export function flopRow(operation: string, size: string, flops: number, call: () => void, goal?: number): Row {
  const before = peak();
  const time = measure(call);
  const rate = flops / time.best;
  return {
    operation,
    size,
    time,
    figure: `${(rate / 1e9).toFixed(1)} GF/s`,
    ratio: rate / Math.max(before, peak()),
    against: "peak",
    goal,
  };
}

/** A row in bytes read against the reading rate of the same working set. */
export function byteRow(operation: string, size: string, bytes: number, call: () => void, goal?: number): Row {
  const before = readRate(bytes);
  const time = measure(call);
  const rate = bytes / time.best;
  const ratio = rate / Math.max(before, readRate(bytes));
  return { operation, size, time, figure: `${(rate / 1e9).toFixed(1)} GB/s`, ratio, against: "read", goal };
}

/** A peer's row: how many times faster `ours` is. */
export function peerRow(operation: string, peer: string, size: string, time: Time, ours: Time, flops?: number, goal = 1): Row {
  const figure = flops === undefined ? "" : `${(flops / time.best / 1e9).toFixed(2)} GF/s`;
  return { operation: `${operation}: ${peer}`, size, time, figure, ratio: time.best / ours.best, against: "ours is x", goal };
}

/** A fresh engine on the release binary, for rows that measure a routine on operands already in memory. */
export function freshEngine(): Engine {
  return new Engine(new WebAssembly.Module(readFileSync(new URL("../src/engine/wasm/nntk.wasm", import.meta.url))));
}

/** Entries in (-1, 1), the same in every run. */
export function numbers(n: number, seed = 1): Float64Array {
  const out = new Float64Array(n);
  let state = seed >>> 0;
  for (let i = 0; i < n; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[i] = state / 2 ** 31 - 1;
  }
  return out;
}

/** Stops the run when a result is wrong: a fast wrong answer is no figure. */
export function check(what: string, error: number, bound: number): void {
  if (!(error <= bound)) throw new Error(`${what}: error ${error} exceeds ${bound}`);
}

/** A package of bench/thirdparty, or undefined where it is not installed: `cd bench/thirdparty && npm ci` puts it there. */
export async function peer<T>(name: string): Promise<T | undefined> {
  const home = new URL("./thirdparty/", import.meta.url);
  if (!existsSync(new URL("node_modules/", home))) return undefined;
  const path = createRequire(new URL("package.json", home)).resolve(name);
  return (await import(pathToFileURL(path).href)) as T;
}
