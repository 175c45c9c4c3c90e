/** 1.2e-7 */
export function scientific(value: number): string {
  return value.toExponential(1).replace("e+", "e");
}

/** 12,345 */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
