import { type Matrix, predict } from "../../index.js";
import { UsageError } from "../errors.js";
import { checkWritable, writeWhole } from "../files.js";
import { readingOf, readTableFlags, TABLE_SPECS } from "../fitFlags.js";
import { count, plain } from "../format.js";
import { type Bands, bandsAt, type Model, readModel } from "../modelFile.js";
import { readFiles, readOptions, type Specs } from "../options.js";
import { type Column, columnIndex, type Reading, readColumn } from "../table/columns.js";
import { readTable, type Table } from "../table/readTable.js";
import { gather } from "../table/samples.js";
import { csvText } from "../table/writeTable.js";
import type { Terminal } from "../terminal.js";

const SPECS = { ...TABLE_SPECS, bands: "switch", out: "text", json: "switch", help: "switch" } as const satisfies Specs;

/** nntk predict model data.csv */
export function predictCommand(args: string[], terminal: Terminal): number {
  const { values, positionals } = readOptions(args, SPECS);
  const [modelFile = "", file = ""] = readFiles(positionals, [
    "a model: nntk predict model.safetensors data.csv",
    "a table after the model",
  ]);
  const flags = readTableFlags(values);
  checkWritable("--out", values.out);
  const model = readModel(modelFile);
  if (values.bands && model.bands === undefined)
    throw new UsageError(`${modelFile}: holds no rows to take bands from (it was fitted with --without-data)`);
  const table = readTable(file, flags.delimiter);
  const { x, rows } = readInputs(table, model, readingOf(flags));
  const predicted = x.rows === 0 ? { ...x, cols: model.network.outputs } : predict(model.network, x);
  const bands = values.bands && model.bands && x.rows > 0 ? bandsAt(model.bands, x) : undefined;
  const empty = table.rows.length - rows.length;
  const say = (text: string) => terminal.err(`nntk: ${plain(text)}\n`);
  if (empty > 0) say(`${table.name}: ${count(empty, "row")} with an empty input: no prediction`);
  if (bands?.status === "breakdown") say("no bands: the rows in the model are too few, or all alike");
  const text = values.json ? `${JSON.stringify(jsonOf(table, rows, predicted, bands))}\n` : csvOf(table, rows, model, predicted, bands);
  if (values.out === undefined) terminal.out(text);
  else writeWhole(values.out, text);
  return 0;
}

/** The rows whose inputs are all there. A model that names no columns takes the first ones. */
export function readInputs(table: Table, { network, about }: Model, reading: Reading): { x: Matrix; rows: number[] } {
  const columns = about?.columns.x ?? unnamed(table, network.inputs);
  const read = columns.map((column) => readColumn(table, column.name, reading, column));
  const rows = [...table.rows.keys()].filter((i) => read.every(({ values }) => values[i] !== undefined));
  return { x: gather(read, rows), rows };
}

function unnamed(table: Table, inputs: number): Column[] {
  const names = table.header.slice(0, inputs);
  if (names.length < inputs) throw new UsageError(`${table.name}: ${names.length} columns where the model takes ${inputs}`);
  for (const name of names) columnIndex(table, name);
  return names.map((name) => ({ name, kind: "number" }));
}

/** The table as it was, with the predictions behind it. */
function csvOf(table: Table, rows: number[], { about, network }: Model, predicted: Matrix, bands?: Bands): string {
  const names = about?.columns.y.map(({ name }) => name) ?? Array.from({ length: network.outputs }, (_, k) => `y${k + 1}`);
  const parts = bands ? [predicted, bands.mean, bands.lower, bands.upper] : [predicted];
  const suffixes = ["predicted", "mean", "lower", "upper"].slice(0, parts.length);
  const header = [...table.header, ...names.flatMap((name) => suffixes.map((suffix) => `${name}_${suffix}`))];
  const place = new Map(rows.map((row, i) => [row, i]));
  const lines = table.rows.map(({ cells }, row) => {
    const at = place.get(row);
    const figures = names.flatMap((_, k) => parts.map(({ data, cols }) => (at === undefined ? "" : String(data[at * cols + k]))));
    return [...table.header.map((_, j) => cells[j] ?? ""), ...figures];
  });
  return csvText([header, ...lines], table.delimiter);
}

/** One entry a row of the table; null where an input is empty. */
function jsonOf(table: Table, rows: number[], predicted: Matrix, bands?: Bands): object {
  const place = new Map(rows.map((row, i) => [row, i]));
  const entries = ({ data, cols }: Matrix) =>
    table.rows.map((_, row) => {
      const at = place.get(row);
      return at === undefined ? null : [...data.subarray(at * cols, (at + 1) * cols)];
    });
  if (bands === undefined) return { predictions: entries(predicted) };
  const { mean, lower, upper, noise } = bands;
  return {
    predictions: entries(predicted),
    mean: entries(mean),
    lower: entries(lower),
    upper: entries(upper),
    noise: [...noise],
  };
}
