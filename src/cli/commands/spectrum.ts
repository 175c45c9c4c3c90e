import { fit, type Matrix, type Network } from "../../index.js";
import { nntkSpectrum, ntkSpectrum } from "../../kernels/index.js";
import { createRandom } from "../../random/index.js";
import { UsageError } from "../errors.js";
import { NETWORK_SPECS, readChosen, readingOf, readTableFlags, TABLE_SPECS } from "../fitFlags.js";
import { count, figure, list, plain } from "../format.js";
import { readModel } from "../modelFile.js";
import { readFiles, readInteger, readNumber, readOptions, type Specs } from "../options.js";
import { readTable } from "../table/readTable.js";
import { readSamples, rolesOf } from "../table/samples.js";
import type { Terminal } from "../terminal.js";
import { readInputs } from "./predict.js";

const SPECS = {
  ...TABLE_SPECS,
  ...NETWORK_SPECS,
  model: "text",
  gamma: "list",
  rows: "text",
  json: "switch",
  help: "switch",
} as const satisfies Specs;

const ROWS = 300;
/** Regularizers in units of the largest eigenvalue. */
const GAMMAS = [1e-2, 1e-4, 1e-6, 1e-8, 1e-10];
/** The share of a mode's residual at which it counts as learned. */
const LEARNED = 0.01;

/** What a regularizer does to the modes. */
export interface Bought {
  gamma: number;
  nntk: Float64Array;
  /** Modes whose residual each step halves at least: those with lambda >= gamma. */
  halved: number;
  /** Steps until the residual of a mode is at 1 %. */
  steps: (lambda: number) => number;
}

/** nntk spectrum data.csv */
export function spectrumCommand(args: string[], terminal: Terminal): number {
  const { values, positionals } = readOptions(args, SPECS);
  const [file = ""] = readFiles(positionals, ["a table: nntk spectrum data.csv"]);
  const flags = readTableFlags(values);
  const most = readInteger("rows", values.rows, 1) ?? ROWS;
  const given = values.gamma?.flatMap((text) => text.split(",")).map((text) => readNumber("gamma", text, { above: 0 }) as number);
  const { seed = 0, ...chosen } = readChosen(values);
  const table = readTable(file, flags.delimiter);
  const reading = readingOf(flags);
  let network: Network;
  let x: Matrix;
  let what = `the inputs of ${values.model}`;
  if (values.model !== undefined) {
    const model = readModel(values.model);
    network = model.network;
    x = readInputs(table, model, reading).x;
    if (x.rows === 0) throw new UsageError(`${table.name}: every row has an empty input`);
  } else {
    const roles = rolesOf(table, values);
    const samples = readSamples(table, roles, reading);
    what = `${list(roles.y)} from ${list(roles.x)}`;
    const { y, weights } = samples;
    x = samples.x;
    for (const notice of samples.notices) terminal.err(`nntk: ${plain(notice)}\n`);
    network = fit({ x, y, ...(weights && { weights }) }, { ...chosen, seed, maxSteps: 0 }).start;
  }
  const used = someRows(x, most, seed);
  const ntk = ntkSpectrum(network, used);
  const gammas = given ?? GAMMAS.map((part) => part * (ntk[0] as number));
  const bought = gammas.map((gamma) => boughtBy(ntk, gamma));
  if (values.json) terminal.out(`${JSON.stringify(jsonOf(network, used, ntk, bought))}\n`);
  else terminal.out(textOf(`${table.name}: ${what}`, network, used, x, ntk, bought));
  return 0;
}

/** At most so many rows, in their order. */
export function someRows(x: Matrix, most: number, seed: number): Matrix {
  if (x.rows <= most) return x;
  const rows = createRandom(seed).permutation(x.rows).slice(0, most).sort();
  const data = Array.from(rows, (row) => [...x.data.subarray(row * x.cols, (row + 1) * x.cols)]).flat();
  return { rows: most, cols: x.cols, data: Float64Array.from(data) };
}

export function boughtBy(ntk: Float64Array, gamma: number): Bought {
  const halved = ntk.filter((lambda) => lambda >= gamma).length;
  const steps = (lambda: number) => stepsTo(lambda / (lambda + gamma));
  return { gamma, nntk: nntkSpectrum(ntk, gamma), halved, steps };
}

/** Steps until what is left is 1 % where each takes this share off. */
function stepsTo(share: number): number {
  return share >= 1 - LEARNED ? 1 : Math.max(1, Math.ceil(Math.log(LEARNED) / Math.log1p(-share) - 1e-9));
}

function jsonOf({ width, activation, beta, inputs, outputs }: Network, x: Matrix, ntk: Float64Array, bought: Bought[]): object {
  return {
    rows: x.rows,
    network: { inputs, width, outputs, activation, beta },
    ntk: [...ntk],
    gammas: bought.map(({ gamma, nntk, halved, steps }) => ({
      gamma,
      nntk: [...nntk],
      modesHalvedAStep: halved,
      stepsToOnePercent: [...ntk].map(steps),
    })),
  };
}

/** Modes 1, 2, 3, 5, 10, 20, 30, 50, 100, ... */
function shownModes(length: number): number[] {
  const ladder = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000];
  return [...ladder.filter((mode) => mode < length), length];
}

function textOf(name: string, network: Network, used: Matrix, all: Matrix, ntk: Float64Array, bought: Bought[]): string {
  const { width, activation } = network;
  const first = ntk[0] as number;
  const cell = (text: string) => text.padStart(11);
  const modes = shownModes(ntk.length);
  const row = (head: string, cells: string[]) => `${head.padStart(6)}${cells.map(cell).join("")}\n`;
  const share = (value: number) => (value >= 0.995 && value < 1 ? "1.00" : value >= 0.01 ? value.toFixed(2) : figure(value, 2));
  const steps = (value: number) => (value < 1e6 ? String(value) : value < 1e12 ? figure(value, 2) : "never");
  const head = row("mode", ["lambda", ...bought.map(({ gamma }) => figure(gamma, 2)), "descent"]);
  const lambdas = (mode: number) => ntk[mode - 1] as number;
  const shares = modes.map((mode) =>
    row(String(mode), [figure(lambdas(mode)), ...bought.map(({ nntk }) => share(nntk[mode - 1] as number)), share(lambdas(mode) / first)]),
  );
  const counts = modes.map((mode) =>
    row(String(mode), ["", ...bought.map((each) => steps(each.steps(lambdas(mode)))), steps(stepsTo(lambdas(mode) / first))]),
  );
  const buys = bought.map(({ gamma, halved }) => `gamma ${figure(gamma, 2)} halves ${halved}`);
  const some = used.rows < all.rows ? ` of ${all.rows}, chosen at random` : "";
  return [
    `${plain(name)}; ${count(used.rows, "row")}${some}; ${width} ${activation} units\n`,
    "\nShare of each mode's residual that one step takes off: Newton's by gamma (the NNTK's eigenvalues), gradient descent's at rate 1/lambda_1\n\n",
    head,
    ...shares,
    "\nSteps until 1 % of it is left\n\n",
    ...counts,
    `\nOf ${ntk.length} modes ${list(buys)} or better a step. A smaller gamma reaches finer detail, and finer noise.\n`,
  ].join("");
}
