import { checkVector, wrongValue } from "../core/checks.js";

/** Eigenvalues of a tangent kernel, each finite and >= 0, in any order. */
export function checkEigenvalues(where: string, name: string, value: unknown): Float64Array {
  const values = checkVector(where, name, value);
  const negative = values.findIndex((lambda) => lambda < 0);
  return negative < 0 ? values : wrongValue(where, `${name}[${negative}]`, "a number of at least 0", values[negative]);
}

/** The same, and at least one. */
export function checkSpectrum(where: string, value: unknown): Float64Array {
  const spectrum = checkEigenvalues(where, "spectrum", value);
  return spectrum.length > 0 ? spectrum : wrongValue(where, "spectrum", "at least one eigenvalue", "an empty list");
}
