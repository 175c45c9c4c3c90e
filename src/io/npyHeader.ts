import { checkBoolean, checkOptions, wrongKind } from "../core/checks.js";
import { parseJson } from "./bytes.js";
import { checkShape } from "./tensor.js";

/** What the header of a .npy file says. */
export interface NpyHeader {
  descr: string;
  fortranOrder: boolean;
  shape: number[];
}

/**
 * Reads the dictionary of a .npy header: a Python literal with the keys descr, fortran_order and shape. Of such texts, truths and tuples it
 * is JSON but for the quotes, the capitals, the brackets of a tuple (which has a comma or nothing in it) and the last commas.
 *
 * Source   NumPy Enhancement Proposal 1 and numpy.lib.format
 */
export function parseNpyHeader(where: string, text: string): NpyHeader {
  const json = text
    .replace(/'/g, '"')
    .replace(/True|False/g, (truth) => truth.toLowerCase())
    .replace(/\(([^(),]*,[^()]*|\s*)\)/g, "[$1]")
    .replace(/,(?=\s*[\]}])/g, "");
  const fields = parseJson(where, "header", json, "a Python dictionary") as Record<string, unknown>;
  const { descr, fortran_order, shape } = checkOptions(where, "header", fields, ["descr", "fortran_order", "shape"]);
  if (typeof descr !== "string") wrongKind(where, "descr", "a real number type such as <f8", descr);
  return { descr, fortranOrder: checkBoolean(where, "fortran_order", fortran_order), shape: checkShape(where, "shape", shape) };
}

/** The header text NumPy writes for row-major doubles, with its spare room for a growing first dimension. */
export function formatNpyHeader(shape: readonly number[]): string {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const spare = shape.length === 0 ? 0 : 21 - String(shape[0]).length;
  return `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }${" ".repeat(spare)}`;
}
