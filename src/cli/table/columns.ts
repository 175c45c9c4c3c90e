import { UsageError } from "../errors.js";
import { hint } from "../nearest.js";
import { type DateOrder, dateOrder, parseDate } from "./dates.js";
import { isNumber, parseNumber } from "./numbers.js";
import type { Table } from "./readTable.js";

/** What a column's cells are, and how they become numbers: dates are days since 1970-01-01 UTC. */
export interface Column {
  name: string;
  kind: "number" | "date";
  /** Of dates like 3/4/2024. */
  order?: DateOrder;
}

/** How cells are read. */
export interface Reading {
  /** Texts that stand for a missing value, besides nothing at all. */
  missing: readonly string[];
  /** The order of numeric dates, where the caller says it. */
  order?: DateOrder;
}

/** A column's numbers, one a row; undefined where the cell is missing. */
export interface Values {
  column: Column;
  values: (number | undefined)[];
  /** Something to be said aloud about how they were read. */
  notice?: string;
}

/** Where the column with this name stands. @throws {UsageError} no such column, with the one that was probably meant; two of them */
export function columnIndex({ name, header, headless }: Table, wanted: string): number {
  const at = header.indexOf(wanted);
  if (at >= 0 && header.indexOf(wanted, at + 1) < 0) return at;
  if (at >= 0) throw new UsageError(`${name}: two columns are called ${JSON.stringify(wanted)}`);
  const why = headless ? "; the first line holds numbers, so columns are called 1, 2, ..." : "";
  const known = header.length <= 12 ? `: there are ${header.map((text) => JSON.stringify(text)).join(", ")}` : "";
  throw new UsageError(`${name}: no column ${JSON.stringify(wanted)}${hint(wanted, header)}${known}${why}`);
}

/** Column names as given: each option one name, or several with commas between unless a column is called just that. */
export function columnNames(table: Table, given: readonly string[]): string[] {
  return given.flatMap((text) => (table.header.includes(text) ? [text] : text.split(",").map((name) => name.trim())));
}

/**
 * Reads a column: as `known` says, or as its cells say: numbers where all of them are, dates where the first is one.
 *
 * @throws {UsageError} a cell that is neither a number (or a date) nor missing: `data.csv:17: column "value": "n/a" is not a number`
 */
export function readColumn(table: Table, wanted: string, reading: Reading, known?: Column): Values {
  const at = columnIndex(table, wanted);
  const { rows, delimiter } = table;
  const isMissing = (cell: string) => cell === "" || reading.missing.includes(cell);
  const cells = rows.map((row) => (row.cells[at] ?? "").trim());
  const present = cells.filter((cell) => !isMissing(cell));
  const first = present[0];
  const looksDated =
    first !== undefined && !present.every((cell) => isNumber(cell, delimiter)) && parseDate(first, guess(first)) !== undefined;
  const kind = known?.kind ?? (looksDated ? "date" : "number");
  const found = dateOrder(present);
  const order = known?.order ?? reading.order ?? found.order;
  const read = (cell: string) => (kind === "date" ? parseDate(cell, order) : parseNumber(cell, delimiter));
  const values = cells.map((cell, i) => {
    if (isMissing(cell)) return undefined;
    const value = read(cell);
    if (value !== undefined) return value;
    const hintMissing = kind === "number" && i > 0 && !/\d/.test(cell) ? `; to skip such rows: --missing ${quote(cell)}` : "";
    throw new UsageError(
      `${table.name}:${rows[i]?.line}: column ${JSON.stringify(wanted)}: ${JSON.stringify(cell)} is not a ${kind}${hintMissing}`,
    );
  });
  const column: Column = { name: wanted, kind };
  if (kind === "date") column.order = order;
  const guessed = kind === "date" && !found.certain && known === undefined && reading.order === undefined;
  const notice = `column ${JSON.stringify(wanted)}: ${found.example} is read month first; --dates dmy reads the day first`;
  return { column, values, ...(guessed && { notice }) };
}

/** An order under which a numeric date makes sense by itself. */
function guess(text: string): DateOrder {
  return dateOrder([text]).order;
}

function quote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : JSON.stringify(text);
}
