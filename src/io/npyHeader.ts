import { checkChoice, wrongValue } from "../core/checks.js";
import { malformed } from "./bytes.js";
import { MAX_DIMENSIONS } from "./tensor.js";

/** What the header of a .npy file says. */
export interface NpyHeader {
  descr: string;
  fortranOrder: boolean;
  shape: number[];
}

const KEYS = ["descr", "fortran_order", "shape"] as const;

// Tokens of the header, matched at one place only; none can match in two ways, so the time is linear.
const OPEN = /\s*\{/y;
const CLOSE = /\s*\}/y;
const COLON = /\s*:/y;
const COMMA = /\s*,/y;
const TEXT = /\s*(?:'([^'\\]*)'|"([^"\\]*)")/y;
const TRUTH = /\s*(True|False)/y;
const OPEN_TUPLE = /\s*\(/y;
const CLOSE_TUPLE = /\s*\)/y;
const INTEGER = /\s*(\d{1,16})/y;
const END = /\s*$/y;

/**
 * Reads the dictionary of a .npy header: a Python literal with exactly the keys descr, fortran_order and shape. `start` is where the text
 * stands in the file, for the errors.
 *
 * Source   NumPy Enhancement Proposal 1 and numpy.lib.format
 */
export function parseNpyHeader(where: string, text: string, start: number): NpyHeader {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match[1] ?? match[2] ?? "";
  };
  const fail = (expected: string): never => malformed(where, start + at, expected, JSON.stringify(text.slice(at, at + 20)));
  const need = (pattern: RegExp, expected: string): string => take(pattern) ?? fail(expected);

  const tuple = (): number[] => {
    need(OPEN_TUPLE, "a tuple of integers");
    const shape: number[] = [];
    while (take(CLOSE_TUPLE) === undefined) {
      const size = Number(need(INTEGER, "an integer or )"));
      if (!Number.isSafeInteger(size)) fail("a size below 2^53 before this");
      if (shape.push(size) > MAX_DIMENSIONS) fail(`at most ${MAX_DIMENSIONS} dimensions before this`);
      if (take(COMMA) !== undefined) continue;
      if (shape.length === 1) fail("a comma, as in (3,)");
      need(CLOSE_TUPLE, ", or )");
      break;
    }
    return shape;
  };

  const found: Partial<NpyHeader> = {};
  need(OPEN, "{");
  while (take(CLOSE) === undefined) {
    const key = checkChoice(where, "header key", need(TEXT, "a key in quotes or }"), KEYS);
    const field = key === "fortran_order" ? "fortranOrder" : key;
    if (field in found) fail(`one value of ${key} before this`);
    need(COLON, ":");
    if (key === "descr") found.descr = need(TEXT, "one type in quotes, such as '<f8'");
    else if (key === "shape") found.shape = tuple();
    else found.fortranOrder = need(TRUTH, "True or False") === "True";
    if (take(COMMA) !== undefined) continue;
    need(CLOSE, ", or }");
    break;
  }
  need(END, "nothing but spaces");
  const { descr, fortranOrder, shape } = found;
  if (descr === undefined || fortranOrder === undefined || shape === undefined) {
    return wrongValue(where, "header", `the keys ${KEYS.join(", ")}`, Object.keys(found).join(", ") || "none");
  }
  return { descr, fortranOrder, shape };
}

/** The header text NumPy writes for row-major doubles, with its spare room for a growing first dimension. */
export function formatNpyHeader(shape: readonly number[]): string {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const spare = shape.length === 0 ? 0 : 21 - String(shape[0]).length;
  return `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }${" ".repeat(spare)}`;
}
