import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createTrainer, type Network, type StepRecord, type TrainerOptions } from "nntk";
import { CODE } from "../src/elementary/codes.js";
import { check, freshEngine, measure, numbers, peak, type Row, type Suite, type Time } from "./support.js";

// The structured Newton step on the published problem, N = 1000 and M = 128, from the authors' own initial states.

export const structured: Suite = { name: "structured", rows: () => [...lossRows(), ...rivalRows(), stepRow(), coldRow(), wideRow()] };

/** Peak of the machine that the goals in seconds belong to, flops a second. */
const REFERENCE_PEAK = 23.5e9;
const RUNS = 5;
const [N, M] = [1000, 128];

interface Start {
  network: Network;
  data: { x: number[]; y: number[] };
}

function recorded(seed: number): Start {
  const { beta, W1, b1, W2, x, y } = JSON.parse(
    readFileSync(new URL(`../test/vectors/paper_start_seed${seed}.json`, import.meta.url), "utf8"),
  );
  const [W, b, C] = [W1, b1, W2].map((list: number[]) => Float64Array.from(list)) as [Float64Array, Float64Array, Float64Array];
  return { network: { inputs: 1, width: N, outputs: 1, activation: "tanh", beta, W, b, C }, data: { x, y } };
}

/** Runs are the same to the bit, so each step's shortest time over the runs is what that step costs. */
function repeated({ network, data }: Start, loss: number): { records: StepRecord[]; best: number[]; median: number[] } {
  const runs = Array.from({ length: RUNS }, () => createTrainer(network, data).run({ maxSteps: 300, until: { loss } }));
  const { history, finalLoss } = runs[0] as (typeof runs)[number];
  check("structured", finalLoss, loss);
  const seconds = history.map((_, k) => runs.map((run) => run.history[k]?.seconds as number).sort((a, b) => a - b));
  return { records: history, best: seconds.map((each) => each[0] as number), median: seconds.map((each) => each[RUNS >> 1] as number) };
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const STARTS = [0, 1].map(recorded);

/** Seconds to a loss, mean of the two starts. */
function lossRows(): Row[] {
  const goals: [number, number][] = [[1e-4, 0.25], [1e-10, 0.8]]; // biome-ignore format: a list
  return goals.map(([loss, allowed]) => {
    const before = peak();
    const runs = STARTS.map((start) => repeated(start, loss));
    const time = { best: sum(runs.map(({ best }) => sum(best))) / 2, median: sum(runs.map(({ median }) => sum(median))) / 2 };
    const scaled = (allowed * REFERENCE_PEAK) / Math.max(before, peak());
    const figure = `${runs.map(({ best }) => best.length).join(", ")} steps`;
    return { operation: `to ${loss}`, size: `${N} x ${M}`, time, figure, ratio: scaled / time.best, against: `${allowed} s`, goal: 1 };
  });
}

/** Methods that the structured step has to be 25 times faster than, each to the loss that it gets to at all. */
const RIVALS: [string, TrainerOptions, number][] = [
  ["published Newton", { method: "newton", solver: "cg", regularization: { adaptive: "published" } }, 1e-4],
  ["Adam", { method: "adam", learningRate: 0.01 }, 1e-3],
];
const TIMES = 25;

/** Compute time of others to a loss over ours, mean of the two starts. They are given a little more than what is asked, and then stopped. */
function rivalRows(): Row[] {
  return RIVALS.map(([name, options, loss]) => {
    const ours = sum(STARTS.map((start) => sum(repeated(start, loss).best)));
    const until = { loss, milliseconds: 1.1e3 * TIMES * (ours / STARTS.length), relativeDecrease: 0 };
    const runs = STARTS.map(({ network, data }) => createTrainer(network, data, options).run({ maxSteps: 1e6, until }));
    const seconds = sum(runs.map((run) => run.seconds));
    const time = { best: seconds / 2, median: seconds / 2 };
    const figure = runs
      .map(({ finalLoss, steps }) => (finalLoss <= loss ? `${steps} steps` : `at ${finalLoss.toExponential(1)}`))
      .join(", ");
    return {
      operation: `${name} to ${loss}`,
      size: `${N} x ${M}`,
      time,
      figure,
      ratio: seconds / ours,
      against: "structured",
      goal: TIMES,
    };
  });
}

/** A step against its rank-k update and its tanh, both measured here. */
function stepRow(): Row {
  const engine = freshEngine();
  const { routines, arena } = engine;
  const t = engine.put(numbers(3 * N * M));
  const c = engine.put(new Float64Array(M * M));
  const z = engine.put(numbers(N * M));
  const a = arena.f64(N * M);
  const scratch = arena.bytes(routines.gemm_scratch_bytes());
  const update = measure(() => routines.syrk_f64(M, 3 * N, 1, t, 1, M, 1, c, M, scratch)).best;
  const sweep = measure(() => routines.elementary_f64(CODE.tanh, N * M, z, a)).best;
  const { records, best, median } = repeated(STARTS[0] as Start, 1e-10);
  const forwards = sum(records.map(forwardsOf)) / records.length;
  const time: Time = { best: sum(best) / best.length, median: sum(median) / best.length };
  const against = update + (1 + forwards) * sweep;
  const figure = `${forwards.toFixed(1)} sweeps`;
  return { operation: "step", size: `${N} x ${M}`, time, figure, ratio: against / time.best, against: "its parts", goal: 1 / 1.6 };
}

/** Forward sweeps of a step, from the operations that the record counts. */
function forwardsOf({ operations, factorizations }: StepRecord): number {
  const sweep = 6 * M * N;
  // with the three products of each factor's step
  const factor = M * M * 3 * N + (M * M * M) / 3 + 6 * sweep;
  return (operations - sweep - factorizations * factor) / (2 * sweep + 32 * M * N);
}

/** A fresh process: import, compile, and 256 units on 64 points to 1e-6. */
const COLD = `
  const start = performance.now();
  const { createNetwork, createTrainer } = await import("nntk");
  const x = Array.from({ length: 64 }, (_, m) => m / 63);
  const wave = (t, k) => Math.sin(k * Math.PI * t);
  const y = x.map((t) => 4 * t + wave(t, 2) + 0.8 * (wave(t, 8) + wave(t, 10) + wave(t, 16)));
  const { steps, status } = createTrainer(createNetwork({ inputs: 1, width: 256 }), { x, y }).run({ until: { loss: 1e-6 } });
  console.log(JSON.stringify({ steps, status, seconds: (performance.now() - start) / 1e3 }));
`;

function coldRow(): Row {
  const run = () => JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", COLD], { encoding: "utf8" }));
  const before = peak();
  const runs = Array.from({ length: 9 }, run).sort((a, b) => a.seconds - b.seconds);
  check("cold start", runs[0].status === "converged" ? 0 : 1, 0);
  const scaled = (0.06 * REFERENCE_PEAK) / Math.max(before, peak());
  const time = { best: runs[0].seconds, median: runs[4].seconds };
  const figure = `${runs[0].steps} steps`;
  return { operation: "cold start to 1e-6", size: "256 x 64", time, figure, ratio: scaled / time.best, against: "60 ms", goal: 1 };
}

/** The first three steps of a million units, in a process of their own: its memory is theirs. */
const WIDE = `
  const { createNetwork, createTrainer } = await import("nntk");
  const x = Array.from({ length: 128 }, (_, m) => m / 127);
  const wave = (t, k) => Math.sin(k * Math.PI * t);
  const y = x.map((t) => 4 * t + wave(t, 2) + 0.8 * (wave(t, 8) + wave(t, 10) + wave(t, 16)));
  const trainer = createTrainer(createNetwork({ inputs: 1, width: 1e6 }), { x, y });
  const seconds = [1, 2, 3].map(() => trainer.step().seconds);
  console.log(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1e3 }));
`;
const MEGABYTES = 700;

function wideRow(): Row {
  const before = peak();
  const { seconds, megabytes } = JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", WIDE], { encoding: "utf8" }));
  check("memory at width 1e6", megabytes, MEGABYTES);
  const scaled = (15 * REFERENCE_PEAK) / Math.max(before, peak());
  const [best, median, worst] = seconds.sort((a: number, b: number) => a - b);
  const figure = `${worst.toFixed(1)} s; ${Math.round(megabytes)} MB`;
  return { operation: "step", size: `1e6 x ${M}`, time: { best, median }, figure, ratio: scaled / worst, against: "15 s", goal: 1 };
}
