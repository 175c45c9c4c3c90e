import type { BoundModel } from "../model/boundModel.js";
import { chooseForm, SUBSET_ROWS } from "../model/structured/cost.js";
import type { NewtonSystem } from "../model/structured/newtonSystem.js";
import { openSystem, type SystemChoice } from "../model/structured/openSystem.js";
import { drawRows } from "../model/structured/subsetSystem.js";
import { openPath, type Path } from "./pathCorrection.js";
import type { Session } from "./session.js";
import type { Shape } from "./shape.js";

/** Samples of the first part for each row in the factor. */
const FIRST = 4;
/** A part beyond this fraction of the samples saves too little: steps are computed from all of them. */
const LARGEST = 0.5;
const GROWTH = 2;
/** A part is too small when less than this fraction of the decrease on its own samples is there on all. */
const KEPT = 0.5;
/** Parts are draws of the same stream as the factors' rows, from this number on. */
const PARTS = 0x100000000;

/** What a step is computed from: all samples, or a part of them. */
export interface Basis {
  shape: Shape;
  model: BoundModel;
  system: NewtonSystem;
  path: Path;
  /** The loss of these samples at the present theta, and the address of its gradient. */
  loss: number;
  gradient: number;
}

/**
 * The method's `rows`: samples of the part that the next step is computed from. There are parts where a subset of the samples is factored and
 * gamma adapts. The sweeps over all samples are then most of a step, and far from the floor some thousands of samples lead as far: blocks,
 * gradient, aim and corrections are those of a part, drawn anew for each step, and only what admits the step, the loss, is that of all samples.
 * One that does not lower it is followed by one computed from all, with the same gamma.
 *
 * Source   sample sizes that grow: Byrd, Chin, Nocedal & Wu 2012; sub-sampled Newton: Roosta-Khorasani & Mahoney 2019
 */
export function firstPart({ subset }: SystemChoice, shape: Shape): { rows: number } | undefined {
  const rows = FIRST * (subset?.rows ?? SUBSET_ROWS);
  const form = subset ? "subset" : chooseForm(shape, shape.samples);
  return form === "subset" && rows <= LARGEST * shape.samples ? { rows } : undefined;
}

/** The next `rows`, after a step that was to lower the loss by `promised`, as it did on its part, and lowered that of all samples by `kept`. */
export function nextPart(rows: number, promised: number, kept: number): number {
  return kept < KEPT * promised ? GROWTH * rows : rows;
}

/** Draws a part and linearises there; undefined where the step is to be computed from all samples. Lasts as long as the scope around it. */
export function openPart({ engine, scalars, shape, model: all }: Session, plan: SystemChoice & { corrections: number }): Basis | undefined {
  const { rows = Infinity, draw } = scalars;
  if (rows > LARGEST * shape.samples) return undefined;
  const model = all.subset(rows);
  const loss = model.takeSamples(all, drawRows(shape.samples, rows, plan.subset?.seed ?? 0, PARTS + (draw as number)));
  const gradient = engine.arena.f64(shape.parameters);
  model.gradient(gradient);
  const system = openSystem(engine, model, { ...plan, form: "subset" });
  const its = { ...shape, samples: rows };
  const path = openPath(engine, model, its, system, { corrections: plan.corrections });
  return { shape: its, model, system, path, loss, gradient };
}
