/** Eigenvalues s^2 / M of a kernel F'F / M from the singular values s of F. */
export function squares(singular: Float64Array, samples: number): Float64Array {
  return singular.map((s) => (s / samples) * s);
}
