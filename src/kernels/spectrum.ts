import { checkVector, wrongValue } from "../core/checks.js";

/** Eigenvalues of a tangent kernel: at least one, each finite and >= 0, in any order. */
export function checkSpectrum(where: string, value: unknown): Float64Array {
  const spectrum = checkVector(where, "spectrum", value);
  if (spectrum.length === 0) wrongValue(where, "spectrum", "at least one eigenvalue", "an empty list");
  const negative = spectrum.findIndex((lambda) => lambda < 0);
  if (negative >= 0) wrongValue(where, `spectrum[${negative}]`, "a number of at least 0", spectrum[negative]);
  return spectrum;
}
