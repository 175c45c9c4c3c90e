import { parseArgs } from "node:util";
import { UsageError } from "../comparison/flags.js";
import { WIDTHS } from "./setting.js";

const FIGURES = ["1", "2", "3", "5"] as const;

export interface Options {
  figures: string[];
  networks: number;
  widths: number[];
  trueNetwork: boolean;
  seconds: number;
  seeds: number;
  width: number;
  points: number;
  out: string;
}

export const HELP = `Regenerates the published figures of arXiv:2605.08352 as SVG and JSON.

  npm run figures -- [flags]

  --figures 1,2,3,5   which; 1 and 2 come from one sweep, 3 and 5 from one set of runs   default all
  --networks K        networks for each width (figures 1 and 2)                          default 100
  --widths A,B,...    hidden units (figures 1 and 2)               default 10,20,50,...,1000000
  --no-network        leaves the true network's loss in figure 1b out: a third of the time
  --seconds S         compute time for each method and seed (figures 3 and 5)            default 20
  --seeds K           initial networks (figures 3 and 5)                                 default 3
  --width N           hidden units (figures 3 and 5)                                     default 1000
  --points M          samples (figures 3 and 5)                                          default 128
  --out FOLDER        where the files go                                 default experiments/figures
  --help              this text`;

/** Reads the command line; undefined stands for --help. @throws {UsageError} */
export function readOptions(args: string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const figures = values.figures.split(",");
  const unknown = figures.find((name) => !(FIGURES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new UsageError(`--figures knows ${FIGURES.join(", ")}, got "${unknown}"`);
  const seconds = Number(values.seconds);
  if (!(seconds > 0 && seconds < Infinity)) throw new UsageError(`--seconds wants a number above 0, got "${values.seconds}"`);
  return {
    figures,
    networks: integer("networks", values.networks),
    widths: values.widths === undefined ? [...WIDTHS] : values.widths.split(",").map((word) => integer("widths", word)),
    trueNetwork: !values["no-network"],
    seconds,
    seeds: integer("seeds", values.seeds),
    width: integer("width", values.width),
    points: integer("points", values.points, 6),
    out: values.out,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        figures: { type: "string", default: FIGURES.join(",") },
        networks: { type: "string", default: "100" },
        widths: { type: "string" },
        "no-network": { type: "boolean", default: false },
        seconds: { type: "string", default: "20" },
        seeds: { type: "string", default: "3" },
        width: { type: "string", default: "1000" },
        points: { type: "string", default: "128" },
        out: { type: "string", default: "experiments/figures" },
        help: { type: "boolean", default: false },
      },
      strict: true,
      allowPositionals: false,
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function integer(name: string, text: string, low = 1): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < low)
    throw new UsageError(`--${name} wants integers of at least ${low}, got "${text}"`);
  return value;
}
