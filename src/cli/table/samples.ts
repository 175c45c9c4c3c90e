import type { Matrix } from "../../index.js";
import { UsageError } from "../errors.js";
import { type Column, columnIndex, columnNames, type Reading, readColumn, type Values } from "./columns.js";
import type { Table } from "./readTable.js";

/** Which columns are taken for what. */
export interface Roles {
  x: string[];
  y: string[];
  weights?: string;
}

/** The samples of a table, and what was left out on the way. */
export interface Samples {
  x: Matrix;
  y: Matrix;
  weights?: Float64Array;
  columns: { x: Column[]; y: Column[]; weights?: Column };
  /** Index into the table's rows, one a sample. */
  rows: number[];
  /** Lines of the rows without a value in one of the columns. */
  dropped: number[];
  notices: string[];
}

/**
 * The columns to take: those named, and where none is named the last one for y, all others (of numbers or dates; not the weights) for x.
 *
 * @throws {UsageError} a column that is not there or has two roles
 */
export function rolesOf(table: Table, given: { x?: string[]; y?: string[]; weights?: string }): Roles {
  const y = given.y ? columnNames(table, given.y) : [lastOf(table, given)];
  const taken = given.weights === undefined ? y : [...y, given.weights];
  const x = given.x ? columnNames(table, given.x) : table.header.filter((name) => !taken.includes(name));
  if (x.length === 0) throw new UsageError(`${table.name}: no column is left for x: name it by --x`);
  const all = [...x, ...taken];
  for (const name of all) columnIndex(table, name);
  const twice = all.find((name, i) => all.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`column ${JSON.stringify(twice)} is taken twice`);
  return given.weights === undefined ? { x, y } : { x, y, weights: given.weights };
}

function lastOf(table: Table, { x = [], weights }: { x?: string[]; weights?: string }): string {
  const taken = columnNames(table, x);
  const name = table.header.filter((column) => !taken.includes(column) && column !== weights).at(-1);
  if (name === undefined) throw new UsageError(`${table.name}: no column is left for y: name it by --y`);
  return name;
}

/** Reads the samples; a row without one of the values is left out. @throws {UsageError} a cell that cannot be read, no row that is whole */
export function readSamples(table: Table, roles: Roles, reading: Reading): Samples {
  const read = (names: string[]) => names.map((name) => readColumn(table, name, reading));
  const [x, y, weights] = [read(roles.x), read(roles.y), read(roles.weights === undefined ? [] : [roles.weights])];
  const all = [...x, ...y, ...weights];
  const rows: number[] = [];
  const dropped: number[] = [];
  for (const [i, { line }] of table.rows.entries()) {
    if (all.every(({ values }) => values[i] !== undefined)) rows.push(i);
    else dropped.push(line);
  }
  if (rows.length === 0) throw new UsageError(`${table.name}: every row has an empty cell in ${all.map(nameOf).join(", ")}`);
  const samples: Samples = {
    x: gather(x, rows),
    y: gather(y, rows),
    columns: { x: x.map(({ column }) => column), y: y.map(({ column }) => column) },
    rows,
    dropped,
    notices: all.flatMap(({ notice }) => notice ?? []),
  };
  if (weights[0]) {
    samples.columns.weights = weights[0].column;
    samples.weights = gather(weights, rows).data;
    const bad = samples.weights.findIndex((weight) => !(weight > 0));
    const line = table.rows[rows[bad] ?? 0]?.line;
    if (bad >= 0) throw new UsageError(`${table.name}:${line}: column ${nameOf(weights[0])}: a weight has to be above 0`);
  }
  return samples;
}

/** The whole rows of some columns as a matrix. */
export function gather(columns: Values[], rows: number[]): Matrix {
  const data = new Float64Array(rows.length * columns.length);
  rows.forEach((row, i) => {
    columns.forEach(({ values }, j) => {
      data[i * columns.length + j] = values[row] as number;
    });
  });
  return { rows: rows.length, cols: columns.length, data };
}

function nameOf({ column }: Values): string {
  return JSON.stringify(column.name);
}
