import { grouped, scientific } from "./format.js";
import { median } from "./median.js";
import { COMPONENTS } from "./problem.js";
import { THRESHOLDS } from "./race.js";
import type { RunResult } from "./results.js";

/** A part of the closing table: a heading, and rows of a name and a cell a method. */
export interface RowGroup {
  title: string;
  rows: string[][];
}

/** The figures of the closing table, as the terminal and the report show them: over several seeds medians, and how many got there. */
export function resultRows(methods: readonly { key: string }[], runs: readonly RunResult[]): RowGroup[] {
  const groups = methods.map(({ key }) => runs.filter((run) => run.method === key));
  const row = (name: string, cell: (group: RunResult[]) => string) => [
    name,
    ...groups.map((group) => (group.length === 0 ? "" : cell(group))),
  ];
  const middle = (group: RunResult[], value: (run: RunResult) => number) => median(group.map(value));
  return [
    {
      title: "",
      rows: [
        row("loss reached", (group) => scientific(middle(group, (run) => run.finalLoss))),
        row("iterations", (group) => grouped(middle(group, (run) => run.steps))),
        row("seconds", (group) => middle(group, (run) => run.seconds).toFixed(2)),
        row("ended", (group) => [...new Set(group.map((run) => run.status))].join(", ")),
      ],
    },
    {
      title: "iterations (seconds) to a loss of",
      rows: THRESHOLDS.map((threshold, i) => row(threshold.toExponential(0), (group) => reached(group, i))),
    },
    {
      title: "relative error of the coefficient of",
      rows: COMPONENTS.map(({ name, coefficient }, j) => row(`${coefficient} ${name}`, (group) => coefficientError(group, j))),
    },
  ];
}

/** Where all got there, the median; where some did, the median of those and their number. */
function reached(group: readonly RunResult[], threshold: number): string {
  const hits = group.flatMap((run) => run.reached[threshold] ?? []);
  if (hits.length === 0) return "-";
  const seconds = median(hits.map((hit) => hit.seconds));
  const digits = seconds < 0.1 ? 3 : seconds < 10 ? 2 : 1;
  const share = hits.length < group.length ? ` ${hits.length}/${group.length}` : "";
  return `${grouped(median(hits.map((hit) => hit.step)))} (${seconds.toFixed(digits)})${share}`;
}

function coefficientError(group: readonly RunResult[], component: number): string {
  const errors = group.flatMap((run) => run.coefficients?.relativeErrors[component] ?? []);
  return errors.length === 0 ? "-" : scientific(median(errors));
}
