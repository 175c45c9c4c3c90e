import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { CsvError, parse } from "csv-parse/sync";
import { UsageError } from "../errors.js";
import { isNumber } from "./numbers.js";

/** A text table as it stands in a file: nothing is read as a number yet. */
export interface Table {
  /** What the file is called in messages. */
  name: string;
  header: string[];
  rows: Row[];
  delimiter: string;
  /** The first line held numbers: the columns are called 1, 2, 3, ... */
  headless: boolean;
  /** SHA-256 of the file. */
  digest?: string;
}

interface Row {
  /** Number of the line that the row begins on. */
  line: number;
  cells: string[];
}

const DELIMITERS = [",", ";", "\t", "|"];

/** Reads a file, or standard input for "-". @throws {UsageError} no such file, no table in it */
export function readTable(file: string, delimiter?: string): Table {
  const name = file === "-" ? "standard input" : file;
  const bytes = readBytes(file, name);
  return { ...parseTable(name, decode(bytes), delimiter), digest: createHash("sha256").update(bytes).digest("hex") };
}

export function parseTable(name: string, text: string, given?: string): Table {
  const delimiter = given ?? sniff(text);
  const records = parseRecords(name, text, delimiter);
  const [first, ...rest] = records;
  if (first === undefined) throw new UsageError(`${name}: is empty: expected a header line with the columns' names`);
  const headless = first.cells.every((cell) => isNumber(cell, delimiter));
  const header = first.cells.map((cell, j) => (headless ? String(j + 1) : cell.trim()));
  const rows = headless ? records : rest;
  if (rows.length === 0) throw new UsageError(`${name}: holds a header and no rows`);
  for (const { line, cells } of rows) {
    if (cells.length > header.length && cells.slice(header.length).some((cell) => cell.trim() !== ""))
      throw new UsageError(`${name}:${line}: ${cells.length} cells where the header has ${header.length}`);
  }
  return { name, header, rows, delimiter, headless };
}

function readBytes(file: string, name: string): Uint8Array {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: "no such file", EISDIR: "is a folder", EACCES: "may not be read" }[code ?? ""] ?? message;
    throw new UsageError(`${name}: ${why}`);
  }
}

/** UTF-8; UTF-16 where a mark says so; bytes that are no UTF-8 are Windows-1252. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The separator that the first line has most of, outside quotes. */
function sniff(text: string): string {
  const line = /[^\r\n]+/.exec(text)?.[0] ?? "";
  const bare = line.replace(/"(?:[^"]|"")*"/g, "");
  const counts = DELIMITERS.map((mark) => bare.split(mark).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? "," : (DELIMITERS[counts.indexOf(most)] as string);
}

function parseRecords(name: string, text: string, delimiter: string): Row[] {
  try {
    const options = { delimiter, relax_column_count: true, skip_empty_lines: true, trim: true, info: true } as const;
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    const rows = records.map(({ record, info }) => ({ line: info.lines - breaks(record), cells: record }));
    return rows.filter(({ cells }) => cells.some((cell) => cell !== ""));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    throw new UsageError(`${name}${lines ? `:${lines}` : ""}: ${error.message.replace(/ at line \d+.*$/, "")}`);
  }
}

/** Line ends inside quoted cells: the row ends that many lines below where it begins. */
function breaks(cells: string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}
