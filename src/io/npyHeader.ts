import { checkOptions } from "../core/checks.js";
import { parseJson } from "./bytes.js";

/**
 * Reads the dictionary of a .npy header: a Python literal with the keys descr, fortran_order and shape. Of such texts, truths and tuples it
 * is JSON but for the quotes, the capitals, the brackets of a tuple (which has a comma or nothing in it) and the last commas.
 *
 * Source   NumPy Enhancement Proposal 1 and numpy.lib.format
 */
export function parseNpyHeader(where: string, text: string): Record<"descr" | "fortran_order" | "shape", unknown> {
  const json = text
    .replace(/'/g, '"')
    .replace(/True|False/g, (truth) => truth.toLowerCase())
    .replace(/\(([^(),]*,[^()]*|\s*)\)/g, "[$1]")
    .replace(/,(?=\s*[\]}])/g, "");
  const fields = parseJson(where, "header", json, "a Python dictionary") as ReturnType<typeof parseNpyHeader>;
  return checkOptions(where, "header", fields, ["descr", "fortran_order", "shape"]);
}

/** The header text NumPy writes for row-major doubles, with its spare room for a growing first dimension. */
export function formatNpyHeader(shape: readonly number[]): string {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const spare = shape.length === 0 ? 0 : 21 - String(shape[0]).length;
  return `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }${" ".repeat(spare)}`;
}
