// The published training comparison: npm start, or after npm run build: npx tsx experiments/trainingComparison.ts --help
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { HELP, readFlags, UsageError } from "./comparison/flags.js";
import { METHODS } from "./comparison/methods.js";
import { initialFromFile, initialNetwork, problem } from "./comparison/problem.js";
import { createProgress } from "./comparison/progress.js";
import { type Run, race } from "./comparison/race.js";
import { reportHtml } from "./comparison/report.js";
import { resultsOf } from "./comparison/results.js";
import { summaryTable } from "./comparison/table.js";

async function main(args: string[]): Promise<number> {
  const flags = readFlags(args);
  if (flags === undefined) {
    console.log(HELP);
    return 0;
  }
  const methods = METHODS.filter((method) => flags.methods.includes(method.key));
  const seeds = Array.from({ length: flags.seeds }, (_, k) => flags.seed + k);
  const start = flags.initial === undefined ? undefined : initialFromFile(flags.initial);
  const task = problem(flags.points);
  const width = start?.width ?? flags.width;
  const from = flags.initial ?? `seed ${flags.seeds === 1 ? flags.seed : `${flags.seed} to ${flags.seed + flags.seeds - 1}`}`;
  console.log(`Training comparison of arXiv:2605.08352: N = ${width}, M = ${flags.points}, ${from}, at most ${flags.seconds} s a method\n`);

  const signal = abortOnInterrupt();
  const progress = createProgress(methods, flags.seconds, seeds.length);
  const runs: Run[] = [];
  for (const seed of seeds) {
    const network = start ?? initialNetwork(width, seed);
    for (const method of methods) {
      if (signal.aborted) break;
      const run = await race(method, network, task, { seed, seconds: flags.seconds, signal, onProgress: progress.update });
      runs.push(run);
      progress.settle(run);
    }
  }
  progress.stop();

  const results = resultsOf({ args, flags, width, methods, problem: task, runs });
  console.log(`\n${summaryTable(methods, results.runs)}\n`);
  save(flags.json, `${JSON.stringify(results)}\n`);
  save(flags.html, await reportHtml(results));
  return 0;
}

/** Aborted at the first Ctrl-C; a second one, when a hand and not the terminal's echo can have sent it, ends the program. */
function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  process.on("SIGINT", () => {
    if (first > 0 && performance.now() - first > 500) process.exit(130);
    first ||= performance.now();
    controller.abort();
  });
  return controller.signal;
}

function save(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${file}`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nTry: npm start -- --help`);
    process.exitCode = 2;
  },
);
