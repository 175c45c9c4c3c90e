import { wrongValue } from "../core/checks.js";

/** The values, if none overflowed: what has no status says so by an error. */
export function checkRange<V extends Float64Array | number[]>(where: string, name: string, what: string, values: V): V {
  const bad = (values as number[]).find((value) => !Number.isFinite(value));
  return bad === undefined ? values : wrongValue(where, name, `${what} within the range of float64`, bad);
}

/** The same for the entries of a network's kernel. */
export function checkKernel(where: string, entries: Float64Array): Float64Array {
  return checkRange(where, "network", "derivatives", entries);
}
