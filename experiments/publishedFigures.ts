// The published figures: npm run figures, or after npm run build: npx tsx experiments/publishedFigures.ts --help
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./comparison/flags.js";
import type { Figure } from "./published/figure.js";
import { HELP, type Options, readOptions } from "./published/options.js";
import { BETA, POINTS } from "./published/setting.js";
import { sweep } from "./published/sweep.js";
import { train } from "./published/training.js";
import { trainingFigures } from "./published/trainingFigures.js";
import { widthFigures } from "./published/widthFigures.js";

const SOURCE = "Riedl, Spiliopoulos, Sirignano, arXiv:2605.08352";

function main(args: string[]): number {
  const options = readOptions(args);
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  mkdirSync(options.out, { recursive: true });
  if (options.figures.some((name) => name === "1" || name === "2")) widths(options);
  if (options.figures.some((name) => name === "3" || name === "5")) training(options);
  return 0;
}

function widths(options: Options): void {
  console.log(`Figures 1 and 2: ${options.networks} networks at each of ${options.widths.length} widths`);
  const start = performance.now();
  const result = sweep({
    ...options,
    onWidth: (width, seconds) => console.log(`  N = ${String(width).padStart(7)}   ${seconds.toFixed(2)} s`),
  });
  console.log(`  in all ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const wanted = widthFigures(result).filter(({ name }) => options.figures.includes(name.slice(6, 7)));
  const setting = { beta: BETA, points: POINTS, networks: options.networks, widths: options.widths };
  for (const figure of wanted) save(options, figure, setting);
}

function training(options: Options): void {
  console.log(`Figures 3 and 5: ${options.seeds} seeds, at most ${options.seconds} s a method`);
  const result = train(options, ({ method, seed, steps, seconds, loss }) => {
    console.log(`  ${method.padEnd(18)} seed ${seed}: loss ${loss.toExponential(2)} after ${steps} steps, ${seconds.toFixed(1)} s`);
  });
  const wanted = trainingFigures(result).filter(({ name }) => options.figures.includes(name.slice(6, 7)));
  const setting = { beta: BETA, points: options.points, width: options.width, seeds: options.seeds, seconds: options.seconds };
  for (const figure of wanted) save(options, figure, setting);
}

function save({ out }: Options, { name, svg, data }: Figure, setting: object): void {
  writeFileSync(join(out, `${name}.svg`), svg);
  writeFileSync(join(out, `${name}.json`), `${JSON.stringify({ figure: name, source: SOURCE, setting, ...data }, shorten)}\n`);
  console.log(`wrote ${join(out, name)}.{svg,json}`);
}

/** Six digits do for a figure, and keep the files small. */
function shorten(_key: string, value: unknown): unknown {
  return typeof value === "number" && Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nTry: npm run figures -- --help`);
  process.exitCode = 2;
}
