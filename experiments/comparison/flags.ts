import { parseArgs } from "node:util";
import { METHODS, type MethodKey } from "./methods.js";

export interface Flags {
  seconds: number;
  seed: number;
  seeds: number;
  methods: MethodKey[];
  width: number;
  points: number;
  json: string;
  html: string;
  initial?: string;
}

/** A mistake on the command line; the program prints it with a hint and ends with code 2. */
export class UsageError extends Error {}

export const HELP = `Compares training methods on the five-component problem of arXiv:2605.08352 (Figures 3 and 5).

  npm start -- [flags]

  --seconds S       compute time of each method, diagnostics excluded       default 12
  --methods A,B     of ${METHODS.map((m) => m.key).join(", ")}
                                                                            default all
  --width N         hidden units                                            default 1000
  --points M        equispaced samples on [0, 1]                            default 128
  --seed S          of the initial network                                  default 0
  --seeds K         repeats with seeds S, S+1, ..., S+K-1; the report shows bands
  --initial FILE    starts from W1, b1, W2 of a JSON file instead of a seed
  --json FILE       where the figures go                                    default out/training-comparison.json
  --html FILE       where the report goes                                   default out/training-comparison.html
  --help            this text

Ctrl-C ends the present method and reports what there is.`;

const OPTIONS = {
  seconds: { type: "string", default: "12" },
  methods: { type: "string" },
  width: { type: "string" },
  points: { type: "string", default: "128" },
  seed: { type: "string", default: "0" },
  seeds: { type: "string", default: "1" },
  initial: { type: "string" },
  json: { type: "string", default: "out/training-comparison.json" },
  html: { type: "string", default: "out/training-comparison.html" },
  help: { type: "boolean", default: false },
} as const;

/** Reads the command line; undefined stands for --help. @throws {UsageError} */
export function readFlags(args: string[]): Flags | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const flags: Flags = {
    seconds: number("seconds", values.seconds, 0),
    seed: integer("seed", values.seed, 0),
    seeds: integer("seeds", values.seeds, 1),
    methods: methods(values.methods),
    width: integer("width", values.width ?? "1000", 1),
    points: integer("points", values.points, 2),
    json: values.json,
    html: values.html,
  };
  if (values.initial !== undefined) {
    flags.initial = values.initial;
    if (flags.seeds > 1) throw new UsageError("--initial names one start: leave --seeds away");
    if (values.width !== undefined) throw new UsageError("--initial brings its own width: leave --width away");
  }
  return flags;
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function number(name: string, text: string, above: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= above)
    throw new UsageError(`--${name} wants a number above ${above}, got "${text}"`);
  return value;
}

function integer(name: string, text: string, low: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < low)
    throw new UsageError(`--${name} wants an integer of at least ${low}, got "${text}"`);
  return value;
}

function methods(text: string | undefined): MethodKey[] {
  if (text === undefined) return METHODS.map((m) => m.key);
  return text.split(",").map((word) => {
    const key = word.trim();
    if (METHODS.some((m) => m.key === key)) return key;
    throw new UsageError(`--methods knows ${METHODS.map((m) => m.key).join(", ")}, got "${key}"`);
  });
}
