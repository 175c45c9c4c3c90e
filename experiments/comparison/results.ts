import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { type Network, predict } from "nntk";
import type { Flags } from "./flags.js";
import type { Method } from "./methods.js";
import { COMPONENTS, grid, type Problem, target } from "./problem.js";
import { type Run, THRESHOLDS } from "./race.js";

/** Points of the curves of the fit itself, between the samples too. */
const FINE = 601;

/** The file of results: everything the report shows. */
export interface Results {
  title: string;
  source: string;
  version: string;
  date: string;
  command: string;
  machine: string;
  problem: {
    width: number;
    points: number;
    beta: number;
    from: string;
    x: number[];
    y: number[];
    components: { name: string; coefficient: number }[];
    fine: { x: number[]; y: number[] };
  };
  secondsAMethod: number;
  thresholds: readonly number[];
  methods: { key: string; label: string; options: object }[];
  runs: RunResult[];
}

export type RunResult = Omit<Run, "network" | "coefficients"> & {
  coefficients: { values: number[]; absoluteErrors: number[]; relativeErrors: number[] } | null;
  /** The trained network on the fine grid; for the first seed only. */
  fit?: number[];
};

export interface Comparison {
  args: string[];
  flags: Flags;
  width: number;
  methods: readonly Method[];
  problem: Problem;
  runs: Run[];
}

export function resultsOf({ args, flags, width, methods, problem, runs }: Comparison): Results {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  const fine = grid(FINE);
  const first = runs[0]?.seed;
  return {
    title: "Training comparison on the five-component target",
    source: "Riedl, Spiliopoulos, Sirignano, arXiv:2605.08352, Figures 3 and 5",
    version,
    date: new Date().toISOString(),
    command: ["npm start --", ...args].join(" "),
    machine: `${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}`,
    problem: {
      width,
      points: flags.points,
      beta: runs[0]?.network.beta ?? 0.52,
      from: flags.initial ?? (flags.seeds === 1 ? `seed ${flags.seed}` : `seeds ${flags.seed} to ${flags.seed + flags.seeds - 1}`),
      x: [...problem.x],
      y: [...problem.y],
      components: COMPONENTS.map(({ name, coefficient }) => ({ name, coefficient })),
      fine: { x: [...fine], y: [...target(fine)] },
    },
    secondsAMethod: flags.seconds,
    thresholds: THRESHOLDS,
    methods: methods.map(({ key, label, options }) => ({ key, label, options })),
    runs: runs.map((run) => runResult(run, run.seed === first ? fine : undefined)),
  };
}

function runResult({ network, coefficients, ...run }: Run, fine: Float64Array | undefined): RunResult {
  return { ...run, coefficients: coefficients && errorsOf(coefficients), ...(fine && { fit: fitOn(network, fine) }) };
}

function errorsOf(values: number[]) {
  const absoluteErrors = values.map((value, j) => Math.abs(value - (COMPONENTS[j]?.coefficient as number)));
  const relativeErrors = absoluteErrors.map((error, j) => error / (COMPONENTS[j]?.coefficient as number));
  return { values, absoluteErrors, relativeErrors };
}

function fitOn(network: Network, x: Float64Array): number[] {
  return [...predict(network, x).data];
}
