import type { BoundModel } from "./boundModel.js";

/** Tells of the rows of all units, at most `most` of them at a time (a multiple of 32): units x space.stride numbers at a and at slope. */
export function eachRows(model: BoundModel, most: number, visit: (unit: number, units: number, a: number, slope: number) => void): void {
  const { engine, width, space } = model;
  const a = engine.arena.f64(most * space.stride);
  const slope = engine.arena.f64(most * space.stride);
  for (let unit = 0; unit < width; unit += most) {
    const units = Math.min(most, width - unit);
    model.rows(unit, units, a, slope);
    visit(unit, units, a, slope);
  }
}
