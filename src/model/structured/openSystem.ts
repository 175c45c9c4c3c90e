import type { Engine } from "../../engine/engine.js";
import type { BoundModel } from "../boundModel.js";
import { chooseForm, exactForm, LARGEST_BLOCK, SUBSET_ROWS } from "./cost.js";
import { DualSystem } from "./dualSystem.js";
import type { Form, NewtonSystem } from "./newtonSystem.js";
import { PrimalSystem } from "./primalSystem.js";
import { SubsetSystem } from "./subsetSystem.js";
import type { Curvature } from "./unitBlocks.js";

/** Which system a step is to solve. */
export interface SystemChoice {
  curvature: Curvature;
  /** Absent: the cheaper by the cost model. */
  form?: Form;
  subset?: { rows: number; seed: number };
}

/** Allocates the system that a choice leads to for a model. A subset of all samples is the exact system. */
export function openSystem(engine: Engine, model: BoundModel, { curvature: wished, form, subset }: SystemChoice): NewtonSystem {
  const { samples } = model.space;
  const curvature = wished !== "gauss-newton" && model.unitParameters > LARGEST_BLOCK ? "diagonal" : wished;
  const { rows, seed } = subset ?? { rows: SUBSET_ROWS, seed: 0 };
  const wanted = form ?? (subset ? "subset" : chooseForm(model, samples));
  const chosen = wanted === "subset" && rows >= samples ? exactForm(model, samples) : wanted;
  if (chosen === "dual") return new DualSystem(engine, model, curvature);
  if (chosen === "primal") return new PrimalSystem(engine, model, curvature);
  return new SubsetSystem(engine, model, curvature, rows, seed);
}
