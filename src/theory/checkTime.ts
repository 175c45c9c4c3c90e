import { checkNumber, wrongValue } from "../core/checks.js";

/** A time of at least 0, or a whole number of steps; Infinity is allowed. */
export function checkTime(where: string, name: string, value: unknown, whole: boolean): number {
  if (value === Infinity) return value;
  const time = checkNumber(where, name, value, { low: 0 });
  return whole && !Number.isInteger(time) ? wrongValue(where, name, "a whole number of steps", time) : time;
}
