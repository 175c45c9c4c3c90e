import { figure, list, plain } from "../format.js";
import { type Model, readModel } from "../modelFile.js";
import { readFiles, readOptions, type Specs } from "../options.js";
import type { Terminal } from "../terminal.js";
import { VERSION } from "../version.js";

const SPECS = { json: "switch", help: "switch" } as const satisfies Specs;

/** nntk info [model] */
export function infoCommand(args: string[], terminal: Terminal): number {
  const { values, positionals } = readOptions(args, SPECS);
  const [file] = readFiles(positionals, ["a model"], 1);
  const record = file === undefined ? programRecord() : modelRecord(file, readModel(file));
  if (values.json) terminal.out(`${JSON.stringify(record)}\n`);
  else
    terminal.out(
      Object.entries(record)
        .map(([name, value]) => `${name.padEnd(12)}${plain(textOf(value))}\n`)
        .join(""),
    );
  return 0;
}

function programRecord() {
  return {
    nntk: VERSION,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    method: "regularized Newton steps, exact, for networks with one hidden layer (arXiv:2605.08352)",
    home: "https://arxiv.org/abs/2605.08352",
  };
}

function modelRecord(file: string, { network, about, bands }: Model) {
  const { inputs, width, outputs, activation, beta } = network;
  const shape = { model: file, network: { inputs, width, outputs, activation, beta } };
  if (about === undefined) return shape;
  const { columns, samples, dropped, seed, status, steps, finalLoss, rmse, choice, nntk } = about;
  const rows = bands ? bands.data.x.rows : 0;
  return { ...shape, columns, samples, dropped, seed, status, steps, finalLoss, rmse, choice, bandsFrom: rows, nntk };
}

function textOf(value: unknown): string {
  if (typeof value === "number") return figure(value);
  if (Array.isArray(value)) return list(value.map(textOf));
  if (typeof value !== "object" || value === null) return String(value);
  if ("name" in value && "kind" in value) return value.kind === "date" ? `${value.name} (dates)` : String(value.name);
  return Object.entries(value)
    .map(([name, entry]) => `${name} ${textOf(entry)}`)
    .join(", ");
}
