import type { FitOptions, FitResult, Status } from "../index.js";
import type { Settings } from "./fitFlags.js";
import { count, duration, figure, list, plain, shellWord } from "./format.js";
import { formatDate } from "./table/dates.js";
import type { Table } from "./table/readTable.js";
import type { Samples } from "./table/samples.js";
import { program, VERSION } from "./version.js";

/** A fit that has ended, with all that is to be said of it. */
export interface Outcome {
  /** As given on the command line. */
  file: string;
  table: Table;
  samples: Samples;
  settings: Settings & { x: string[]; y: string[]; seed: number };
  limits: { maxSteps: number; until: NonNullable<FitOptions["until"]> };
  result: FitResult;
  /** Root mean square errors, one an output, in its own units. */
  rmse: number[];
  files: { model?: string; report?: string; checkpoint?: string };
}

/** 0 an intended end; 1 the asked loss missed, or numbers that failed; 130 interrupted. */
export function exitCode(status: Status, loss: number | undefined): number {
  if (status === "aborted") return 130;
  if (status === "converged") return 0;
  return loss !== undefined || ["nonfinite", "breakdown", "not_positive_definite", "negative_curvature"].includes(status) ? 1 : 0;
}

/** What stopped the fit, as a sentence. */
export function reasonText({ result, limits }: Outcome): string {
  const { status, steps, validation, finalLoss } = result;
  const { loss } = limits.until;
  if (status === "converged") {
    return loss === undefined
      ? "The loss fell to rounding's neighbourhood, 1e-12 of where it began."
      : `The loss asked for, ${figure(loss)}, was reached.`;
  }
  const asked = loss === undefined ? "" : ` The loss asked for, ${figure(loss)}, was not reached: it is ${figure(finalLoss)}.`;
  if (validation?.kept === "ridge") {
    const { rows, loss: best, ridge = 0, step } = validation;
    return `On the ${count(rows, "held-out row")} the ridge mean that the bands are centred on did as well as the network at its best, after iteration ${step}: loss ${figure(ridge)} against ${figure(best)}. So the network was trained to that mean over all rows: it follows less of the noise.`;
  }
  if (status === "stagnated" && validation?.stopped) {
    const stood = steps - validation.step;
    return `The loss of the ${count(validation.rows, "held-out row")} was smallest after iteration ${validation.step} and had not fallen for ${stood} more: what would follow is noise learned by heart. The best network was kept.${asked}`;
  }
  const why: Partial<Record<Status, string>> = {
    stagnated:
      "The loss no longer falls: a floor. The rows may contradict each other (noise, or two values of y for one x), or the network is too narrow.",
    max_iterations: `The ${count(steps, "iteration")} allowed are spent; more would go on (--steps).`,
    budget: `The time allowed is spent after ${count(steps, "iteration")} (--seconds).`,
    aborted: `Interrupted after ${count(steps, "iteration")}; what is written is the network as it then was.`,
    nonfinite: "A number beyond the range of doubles appeared; the network is the last that was finite.",
  };
  return (why[status] ?? `Ended as ${status}.`) + asked;
}

/** The command that repeats the fit from the same file, every choice of the caller's named. */
export function commandLine({ file, settings, limits, files }: Outcome): string {
  const { x, y, weights, width, activation, inputScale, seed, validation, missing, dates, delimiter } = settings;
  const words = ["fit", file];
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined) words.push(`--${name}`, String(value));
  };
  const columns = (name: string, names: string[]) => {
    if (names.every((column) => !column.includes(","))) add(name, names.join(","));
    else for (const column of names) add(name, column);
  };
  columns("x", x);
  columns("y", y);
  add("weights", weights);
  add("width", width);
  add("activation", activation);
  add("input-scale", inputScale);
  add("seed", seed);
  if (validation !== undefined) {
    const share = typeof validation === "object" ? validation.share : undefined;
    add("validation", typeof validation === "boolean" ? (validation ? "on" : "off") : share);
  }
  add("until-loss", limits.until.loss);
  if (limits.maxSteps !== 200) add("steps", limits.maxSteps);
  add("seconds", limits.until.milliseconds && limits.until.milliseconds / 1000);
  for (const text of missing ?? []) add("missing", text);
  add("dates", dates);
  add("delimiter", delimiter === "\t" ? "tab" : delimiter);
  add("out", files.model);
  add("report", files.report);
  return `${program()} ${words.map(shellWord).join(" ")}`;
}

/** What is printed after a fit. */
export function summaryText(outcome: Outcome): string {
  const { table, samples, result, rmse, files } = outcome;
  const { choice, steps, seconds, finalLoss, warnings } = result;
  const names = { x: samples.columns.x.map(({ name }) => name), y: samples.columns.y.map(({ name }) => name) };
  const error = names.y.map((name, k) => `${figure(rmse[k] as number)} in ${name}`);
  const scale = `input scale ${figure(choice.inputScale)}`;
  const lines: [string, string][] = [["data", `${table.name}: ${count(samples.x.rows, "row")}; ${list(names.y)} from ${list(names.x)}`]];
  const dropped = droppedText(samples);
  if (dropped) lines.push(["", dropped]);
  const span = spanText(samples);
  if (span) lines.push(["", span]);
  lines.push(["network", `${choice.width} ${choice.activation} units, ${scale}. ${choice.reason}`]);
  lines.push(["ended", `${result.status} after ${count(steps, "iteration")}, ${duration(seconds)}. ${reasonText(outcome)}`]);
  lines.push(["error", `${list(error)} (root mean square); loss ${figure(finalLoss)}`]);
  for (const warning of warnings) lines.push(["warning", warning]);
  const written = Object.values(files).filter((file): file is string => file !== undefined);
  if (written.length > 0) lines.push(["wrote", written.join(", ")]);
  const next =
    files.model === undefined
      ? "--out model.safetensors keeps the model"
      : `${program()} predict ${shellWord(files.model)} new.csv --bands`;
  lines.push(["next", next]);
  return `${lines.map(([name, text]) => `${name.padEnd(9)}${plain(text)}`).join("\n")}\n`;
}

/** How many rows were left out, and where. */
export function droppedText({ dropped }: Samples): string | undefined {
  if (dropped.length === 0) return undefined;
  const few = dropped.slice(0, 5).join(", ");
  return `${count(dropped.length, "row")} with an empty cell left out (line${dropped.length === 1 ? "" : "s"} ${few}${dropped.length > 5 ? ", ..." : ""})`;
}

/** The range of a column of dates, and what numbers they have become. */
function spanText({ columns, x }: Samples): string | undefined {
  const at = columns.x.findIndex(({ kind }) => kind === "date");
  if (at < 0) return undefined;
  let [low, high] = [Infinity, -Infinity];
  for (let i = at; i < x.data.length; i += x.cols) {
    low = Math.min(low, x.data[i] as number);
    high = Math.max(high, x.data[i] as number);
  }
  return `${columns.x[at]?.name} from ${formatDate(low)} to ${formatDate(high)}, as days since 1970-01-01 UTC`;
}

/** How to go on after an interruption. */
export function stoppedText({ result, files }: Outcome, command: string): string {
  const stopped = `stopped after iteration ${result.steps}`;
  if (files.checkpoint === undefined) return `${stopped}; with --checkpoint FILE it could go on from here`;
  return `${stopped}; go on with ${command} --checkpoint ${shellWord(files.checkpoint)} --resume`;
}

/** What --json prints. */
export function outcomeJson(outcome: Outcome): object {
  const { result, samples, rmse, files, settings, table } = outcome;
  const { status, steps, finalLoss, initialLoss, seconds, operations, choice, validation, warnings, history } = result;
  return {
    status,
    reason: reasonText(outcome),
    steps,
    initialLoss,
    finalLoss,
    rmse: Object.fromEntries(samples.columns.y.map(({ name }, k) => [name, rmse[k]])),
    seconds,
    operations,
    data: { file: table.name, samples: samples.x.rows, dropped: samples.dropped.length, columns: samples.columns },
    choice,
    ...(validation && { validation }),
    warnings,
    history,
    files,
    seed: settings.seed,
    version: VERSION,
    command: commandLine(outcome),
  };
}
