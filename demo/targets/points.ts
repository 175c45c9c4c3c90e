// The points that settings mean.
import { FormulaError, parseFormula } from "../formula.js";
import { HEIGHTS, type Settings } from "../settings/settings.js";
import { presetPoints } from "./presets.js";
import type { Table } from "./table.js";

/** @throws {FormulaError} the formula cannot be read, or is not finite at one of the points */
export function pointsOf({ target, formula, drawn, table, samples, seed }: Settings): Table {
  if (target === "formula") return formulaPoints(formula, samples);
  if (target === "drawn") {
    const x = Float64Array.from(drawn, (_, i) => i / (drawn.length - 1));
    return { x, y: Float64Array.from(drawn, (height) => (2 * height) / HEIGHTS - 1) };
  }
  if (target === "table") return table as Table;
  return presetPoints(target, samples, seed);
}

/** A formula's values on even points of [0, 1]. */
export function formulaPoints(text: string, samples: number): Table {
  const formula = parseFormula(text);
  const x = Float64Array.from({ length: samples }, (_, i) => i / (samples - 1));
  const y = formula(x).slice();
  const at = y.findIndex((value) => !(Math.abs(value) < 1e100));
  if (at >= 0) throw new FormulaError(`the formula is ${y[at]} at x = ${Number((x[at] as number).toPrecision(4))}`, 0);
  return { x, y };
}
