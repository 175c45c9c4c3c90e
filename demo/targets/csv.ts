// A dropped file: two columns of numbers, the first being x. Separators , ; tab or spaces; a heading, dates and quotes are understood.
import { FEWEST_ROWS, MOST_ROWS, roundTable, type Table } from "./table.js";

/** Larger files are refused before they are read. */
export const LARGEST_FILE = 5_000_000;

/** What is wrong with a file, for the visitor. */
export class CsvError extends Error {
  override name = "CsvError";
}

export interface Imported {
  table: Table;
  /** What was left out or changed, in words; empty where nothing was. */
  notes: string[];
}

/** @throws {CsvError} too few rows of two numbers, or a column that does not vary */
export function readCsv(text: string): Imported {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== "");
  const separator = separatorOf(lines.slice(0, 20));
  const rows: [number, number][] = [];
  let skipped = 0;
  for (const [i, line] of lines.entries()) {
    const [x, y] = cells(line, separator);
    const row = [numberOf(x, separator), numberOf(y, separator)] as [number, number];
    if (row.every(Number.isFinite)) rows.push(row);
    else if (i > 0) skipped++;
  }
  if (rows.length < FEWEST_ROWS)
    throw new CsvError(`found ${rows.length} rows that begin with two numbers; at least ${FEWEST_ROWS} are needed`);
  for (const [k, name] of ["first", "second"].entries()) {
    const values = rows.map((row) => row[k] as number);
    const spread = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    if (!(spread > 0 && spread < Number.MAX_VALUE)) throw new CsvError(`the ${name} column is the same number in every row, or too large`);
  }
  const notes = [];
  if (skipped > 0) notes.push(`${skipped} ${skipped === 1 ? "row was" : "rows were"} skipped`);
  if (rows.length > MOST_ROWS) notes.push(`${MOST_ROWS} of ${rows.length} rows kept, evenly`);
  return { table: roundTable(rows), notes };
}

function separatorOf(lines: string[]): RegExp {
  const has = (mark: string) => lines.length > 0 && lines.filter((line) => line.includes(mark)).length * 2 > lines.length;
  return has("\t") ? /\t/ : has(";") ? /;/ : has(",") ? /,/ : /\s+/;
}

function cells(line: string, separator: RegExp): [string, string] {
  const [x = "", y = ""] = line
    .trim()
    .split(separator, 2)
    .map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .trim(),
    );
  return [x, y];
}

/** A number, or a date as years; NaN otherwise. A comma is a decimal point where it separates nothing. */
function numberOf(cell: string, separator: RegExp): number {
  const date = /^(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ]\d\d:\d\d.*)?$/.exec(cell);
  if (date) return Number(date[1]) + (Number(date[2]) - 1) / 12 + (Number(date[3] ?? 1) - 1) / 365.25;
  const text = separator.source === "," ? cell : cell.replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
