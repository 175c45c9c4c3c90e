import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createNetwork, createTrainer, type Network, type StepRecord } from "nntk";
import { check, freshEngine, measure, numbers, peak, type Row, type Suite, type Time } from "./support.js";

// The structured Newton step on the published problem, N = 1000 and M = 128, from the authors' own initial states.

export const structured: Suite = { name: "structured", rows: () => [...lossRows(), stepRow(), coldRow(), wideRow()] };

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
  const sweep = measure(() => routines.tanh_f64(N * M, z, a)).best;
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

/** One step of a million units. */
function wideRow(): Row {
  const { data } = STARTS[0] as Start;
  const before = peak();
  const trainer = createTrainer(createNetwork({ inputs: 1, width: 1e6 }), data);
  const seconds = [trainer.step(), trainer.step()].map((record) => record.seconds).sort((a, b) => a - b) as [number, number];
  const scaled = (15 * REFERENCE_PEAK) / Math.max(before, peak());
  const time = { best: seconds[0], median: seconds[1] };
  return { operation: "step", size: `1e6 x ${M}`, time, figure: "", ratio: scaled / time.best, against: "15 s", goal: 1 };
}
