// How each method's line looks: the same in every picture. The exact step, drawn last and heaviest, is the one to watch.
import { METHOD_KEYS, type MethodKey } from "../race/methods.js";
import type { LinePlan } from "./chart.js";

const WIDTHS: Record<MethodKey, number> = { descent: 1.6, adam: 1.6, gaussNewton: 1.6, newton: 1.8, structured: 2.6 };
const DASHES: Partial<Record<MethodKey, number[]>> = { descent: [2, 3], gaussNewton: [7, 3] };

export function methodLines(dots = false): LinePlan[] {
  return METHOD_KEYS.map((key) => ({ color: ({ method }) => method[key], width: WIDTHS[key], dash: DASHES[key], dots }));
}
