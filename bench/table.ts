import { readFileSync, writeFileSync } from "node:fs";
import type { Row } from "./support.js";

// The tables of RESULTS.md: one a suite, between `<!-- dense -->` and `<!-- end -->`, replaced by `npm run bench -- --write`.

const FILE = new URL("RESULTS.md", import.meta.url);

/** A time in the unit that suits it. */
export function seconds(time: number): string {
  if (time < 1e-6) return `${(time * 1e9).toFixed(0)} ns`;
  if (time < 1e-3) return `${(time * 1e6).toFixed(2)} us`;
  return time < 1 ? `${(time * 1e3).toFixed(2)} ms` : `${time.toFixed(2)} s`;
}

/** Puts a suite's rows in the place of its table. */
export function writeTable(suite: string, machine: string, rows: readonly Row[]): void {
  const text = readFileSync(FILE, "utf8");
  const [start, end] = [`<!-- ${suite} -->`, "<!-- end -->"];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) return; // a suite whose figures are told in words
  const table = [
    `${machine}`,
    "",
    "| | size | best | median | figure | ratio to | goal |",
    "|---|---|---|---|---|---|---|",
    ...rows.map(({ operation, size, time, figure, ratio, against, goal }) => {
      const asked = goal === undefined ? "" : ratio >= goal ? goal.toFixed(2) : `**${goal.toFixed(2)}**`;
      return `| ${[operation, size, seconds(time.best), seconds(time.median), figure, `${ratio.toFixed(3)} ${against}`, asked].join(" | ")} |`;
    }),
  ];
  writeFileSync(FILE, `${text.slice(0, from)}${start}\n${table.join("\n")}\n${text.slice(to)}`);
}
