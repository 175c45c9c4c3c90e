import { wrongValue } from "../core/checks.js";

/** The entries of a kernel of a network, if none overflowed: a kernel has no status that could say so. */
export function checkKernel(where: string, entries: Float64Array): Float64Array {
  const bad = entries.find((entry) => !Number.isFinite(entry));
  return bad === undefined ? entries : wrongValue(where, "network", "derivatives within the range of float64", bad);
}
