import { existsSync, readFileSync } from "node:fs";
import { type FitResult, predict } from "../../index.js";
import { decodeTrainer } from "../../io/index.js";
import { UsageError } from "../errors.js";
import { checkWritable, writeWhole } from "../files.js";
import { FIT_SPECS, readingOf, readLimits, readSettings, resumedSettings, type Settings } from "../fitFlags.js";
import type { Checkpoint } from "../fitting/job.js";
import { Progress } from "../fitting/progress.js";
import type { Runner } from "../fitting/run.js";
import { stopOnInterrupt } from "../fitting/stop.js";
import { plain } from "../format.js";
import { aboutFit, bandsSource, encodeModel } from "../modelFile.js";
import { readFiles, readOptions } from "../options.js";
import { commandLine, exitCode, type Outcome, outcomeJson, stoppedText, summaryText } from "../outcome.js";
import { readTable } from "../table/readTable.js";
import { readSamples, rolesOf, type Samples } from "../table/samples.js";
import type { Terminal } from "../terminal.js";

/** Seconds between two writings of a checkpoint; the environment's word is for tests. */
const EVERY = Number(process.env.NNTK_CHECKPOINT_SECONDS ?? 5);

/** nntk fit data.csv: reads, fits, and writes what is asked for. */
export async function fitCommand(args: string[], terminal: Terminal, run: Runner): Promise<number> {
  const { values, positionals } = readOptions(args, FIT_SPECS);
  const [file = ""] = readFiles(positionals, ["a table to fit: nntk fit data.csv"]);
  const { out, report, checkpoint } = values;
  const limits = readLimits(values);
  const given = readSettings(values);
  for (const [option, target] of Object.entries({ "--out": out, "--report": report, "--checkpoint": checkpoint }))
    checkWritable(option, target);
  if (values.resume && checkpoint === undefined) throw new UsageError("--resume wants --checkpoint FILE: the file to go on from");

  const say = (text: string) => terminal.err(`nntk: ${plain(text)}\n`);
  const state = values.resume && checkpoint !== undefined ? readCheckpoint(checkpoint, say) : undefined;
  const table = readTable(file, given.delimiter ?? state?.settings.delimiter);
  const settings = withColumns(state ? resumedSettings(normal(given, table), state.settings) : normal(given, table), table);
  const samples = readSamples(table, { x: settings.x, y: settings.y, weights: settings.weights }, readingOf(settings));
  if (table.headless) say(`${table.name}: the first line holds numbers: the columns are called 1, 2, ...`);
  for (const notice of samples.notices) say(notice);

  const before = { steps: state?.fit.fit.history.length ?? 0, seconds: secondsOf(state?.fit) };
  const progress = new Progress(terminal, {
    steps: limits.maxSteps,
    seconds: limits.until.milliseconds && limits.until.milliseconds / 1000,
    loss: limits.until.loss,
    before,
  });
  const stop = stopOnInterrupt((text) => progress.trouble(text));
  let result: FitResult;
  try {
    const { width, activation, inputScale, seed, validation } = settings;
    const deciding = state ? { resume: state.fit } : { width, activation, inputScale, seed, validation };
    const { x, y, weights } = samples;
    const data = { x, y, ...(weights && { weights }) };
    const job = checkpoint === undefined ? undefined : { file: checkpoint, every: EVERY, command: settings };
    result = await run({ data, options: { ...limits, ...deciding }, checkpoint: job, stop: stop.buffer }, progress);
  } finally {
    stop.release();
    progress.stop();
  }

  const { seed } = settings;
  const outcome: Outcome = { file, table, samples, settings, limits, result, rmse: errors(result, samples), files: {} };
  outcome.files = { model: out, report, checkpoint };
  const bands = bandsSource(result, samples, seed);
  if (out !== undefined) {
    const about = aboutFit(result, samples, seed, outcome.rmse);
    writeWhole(out, encodeModel({ network: result.network, about, ...(!values["without-data"] && { bands }) }));
  }
  if (report !== undefined) {
    const { reportHtml } = await import("../report/report.js");
    writeWhole(report, reportHtml(outcome, bands));
  }
  if (values.json) terminal.out(`${JSON.stringify(outcomeJson(outcome))}\n`);
  else terminal.out(summaryText(outcome));
  if (result.status === "aborted") say(stoppedText(outcome, commandLine(outcome)));
  return exitCode(result.status, limits.until.loss);
}

/** The columns as their own names, so that one list and several options for one are the same. */
function normal(settings: Settings, table: Parameters<typeof rolesOf>[0]): Settings {
  if (settings.x === undefined && settings.y === undefined) return settings;
  const roles = rolesOf(table, settings);
  return { ...settings, ...(settings.x && { x: roles.x }), ...(settings.y && { y: roles.y }) };
}

/** The settings with every column and the seed named. */
function withColumns(settings: Settings, table: Parameters<typeof rolesOf>[0]): Outcome["settings"] {
  return { seed: 0, ...settings, ...rolesOf(table, settings) };
}

/** Reads a checkpoint; without a file there is nothing to go on from, and the fit begins. @throws {UsageError} no checkpoint in the file */
function readCheckpoint(file: string, say: (text: string) => void): { fit: Checkpoint; settings: Settings } | undefined {
  if (!existsSync(file)) {
    say(`${file}: no such file yet: the fit begins anew`);
    return undefined;
  }
  try {
    const fit = decodeTrainer(readFileSync(file)) as Checkpoint;
    if (typeof fit.fit !== "object" || typeof fit.command !== "object" || fit.command === null) throw new RangeError("no fit in it");
    return { fit, settings: fit.command as Settings };
  } catch (error) {
    throw new UsageError(`${file}: is no checkpoint of nntk fit: ${(error as Error).message}`);
  }
}

function secondsOf(state: Checkpoint | undefined): number {
  return state?.fit.history.reduce((sum, { seconds }) => sum + seconds, 0) ?? 0;
}

/** Root mean square errors, one an output, a sample counted by its weight. */
function errors({ network }: FitResult, { x, y, weights }: Samples): number[] {
  const f = predict(network, x).data;
  return Array.from({ length: y.cols }, (_, k) => {
    let [sum, total] = [0, 0];
    for (let m = 0; m < y.rows; m++) {
      const weight = weights?.[m] ?? 1;
      sum += weight * ((f[m * y.cols + k] as number) - (y.data[m * y.cols + k] as number)) ** 2;
      total += weight;
    }
    return Math.sqrt(sum / total);
  });
}
