/** Euclidean length, also where its square is beyond float64. */
export function norm(values: Float64Array): number {
  const square = values.reduce((sum, value) => sum + value * value, 0);
  if (square > 1e-250 && square < Infinity) return Math.sqrt(square);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0 && largest < Infinity)) return largest;
  return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) * (value / largest), 0));
}
