import { safeScale } from "../linalg/powerOfTwo.js";

/** Euclidean length, also where its square is beyond float64. */
export function norm(values: Float64Array): number {
  const scale = safeScale(values);
  return scale * Math.sqrt(values.reduce((sum, value) => sum + (value / scale) * (value / scale), 0));
}
