import type { Activation, FitOptions } from "../index.js";
import { UsageError } from "./errors.js";
import { type Parsed, readChoice, readInteger, readNumber, type Specs } from "./options.js";
import type { Reading } from "./table/columns.js";
import type { DateOrder } from "./table/dates.js";

const ACTIVATIONS: readonly Activation[] = ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu"];

/** How the table is read: options of every command that reads one. */
export const TABLE_SPECS = { missing: "list", dates: "text", delimiter: "text" } as const satisfies Specs;

/** Which columns, and what a fit leaves to be chosen: options of every command that makes a network. */
export const NETWORK_SPECS = {
  x: "list",
  y: "list",
  weights: "text",
  width: "text",
  activation: "text",
  "input-scale": "text",
  seed: "text",
} as const satisfies Specs;

export const FIT_SPECS = {
  ...TABLE_SPECS,
  ...NETWORK_SPECS,
  validation: "text",
  "until-loss": "text",
  steps: "text",
  seconds: "text",
  out: "text",
  report: "text",
  "without-data": "switch",
  checkpoint: "text",
  resume: "switch",
  json: "switch",
  help: "switch",
} as const satisfies Specs;

type FitValues = Parsed<typeof FIT_SPECS>["values"];

/** What decides the bits of a fit beside its data; a checkpoint holds it, and a resumed command may repeat it but not change it. */
export interface Settings {
  x?: string[];
  y?: string[];
  weights?: string;
  width?: number;
  activation?: Activation;
  inputScale?: number;
  seed?: number;
  validation?: FitOptions["validation"];
  missing?: string[];
  dates?: DateOrder;
  delimiter?: string;
}

export function readSettings(values: FitValues): Settings {
  const settings: Settings = {
    x: values.x,
    y: values.y,
    weights: values.weights,
    ...readChosen(values),
    validation: readValidation(values.validation),
    ...readTableFlags(values),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** What the network is to be; undefined is left to the fit. */
export function readChosen(values: Parsed<typeof NETWORK_SPECS>["values"]): Pick<Settings, "width" | "activation" | "inputScale" | "seed"> {
  return {
    width: readInteger("width", values.width, 1),
    activation: readChoice("activation", values.activation, ACTIVATIONS),
    inputScale: readNumber("input-scale", values["input-scale"], { above: 0 }),
    seed: readInteger("seed", values.seed, 0),
  };
}

/** How long to go on. */
export function readLimits(values: FitValues): { maxSteps: number; until: NonNullable<FitOptions["until"]> } {
  const loss = readNumber("until-loss", values["until-loss"], { above: 0 });
  const seconds = readNumber("seconds", values.seconds, { above: 0 });
  const maxSteps = readInteger("steps", values.steps, 0) ?? 200;
  return { maxSteps, until: { ...(loss && { loss }), ...(seconds && { milliseconds: 1000 * seconds }) } };
}

type TableValues = Parsed<typeof TABLE_SPECS>["values"];

export function readTableFlags(values: TableValues): Pick<Settings, "missing" | "dates" | "delimiter"> {
  const delimiter = values.delimiter === "tab" || values.delimiter === "\\t" ? "\t" : values.delimiter;
  if (delimiter !== undefined && delimiter.length !== 1)
    throw new UsageError(`--delimiter wants one character or "tab", got "${delimiter}"`);
  return { missing: values.missing, dates: readChoice("dates", values.dates, ["dmy", "mdy"]), delimiter };
}

export function readingOf({ missing = [], dates }: Pick<Settings, "missing" | "dates">): Reading {
  return { missing: missing.flatMap((text) => [text, ...text.split(",")]).map((text) => text.trim()), ...(dates && { order: dates }) };
}

/** on, off, auto or a share. */
function readValidation(text: string | undefined): FitOptions["validation"] {
  if (text === undefined || text === "auto") return undefined;
  if (text === "on" || text === "off") return text === "on";
  const share = Number(text);
  if (text.trim() !== "" && share > 0 && share < 1) return { share };
  throw new UsageError(`--validation knows on, off, auto or a share between 0 and 1, got ${JSON.stringify(text)}`);
}

/** The settings of a resumed command: the checkpoint's. @throws {UsageError} one that was given now and differs */
export function resumedSettings(given: Settings, before: Settings): Settings {
  for (const [name, value] of Object.entries(given) as [keyof Settings, unknown][]) {
    const [now, then] = [JSON.stringify(value), JSON.stringify(before[name])];
    const option = name === "inputScale" ? "input-scale" : name;
    if (now !== then)
      throw new UsageError(`--${option}: the checkpoint was made ${then === undefined ? "without it" : `with ${then}`}, not with ${now}`);
  }
  return before;
}
