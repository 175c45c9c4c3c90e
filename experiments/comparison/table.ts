import Table from "cli-table3";
import { colors as pc } from "./colors.js";
import type { Method } from "./methods.js";
import { resultRows } from "./resultRows.js";
import type { RunResult } from "./results.js";

/** The closing table for the terminal: a column a method. */
export function summaryTable(methods: readonly Method[], runs: readonly RunResult[]): string {
  const colour = pc.isColorSupported;
  const table = new Table({
    head: ["", ...methods.map((method) => method.label)],
    colAligns: ["left", ...methods.map(() => "right" as const)],
    style: { head: colour ? ["bold"] : [], border: colour ? ["gray"] : [], compact: true },
  });
  for (const { title, rows } of resultRows(methods, runs)) {
    if (title !== "") table.push([{ content: pc.dim(title), colSpan: methods.length + 1 }]);
    for (const [name, ...cells] of rows) {
      table.push([title === "" ? (name as string) : `  ${name}`, ...cells.map((cell) => (cell === "-" ? pc.dim(cell) : cell))]);
    }
  }
  return table.toString();
}
