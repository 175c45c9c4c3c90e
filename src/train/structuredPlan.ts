import { checkBoolean, checkChoice, checkInteger, checkNumber, checkOptions, misuse, wrongKind, wrongValue } from "../core/checks.js";
import { ADAPTIVE } from "./adaptiveDamping.js";
import type { StructuredPlan } from "./structured.js";

/** Corrections a step at most where the caller names none: with an adaptive gamma. */
const CORRECTIONS = 10;
/** With a subset of the samples, whose factor does not reach all outputs. */
const SUBSET_CORRECTIONS = 3;

/** Those of a trainer's options that concern the structured method. */
export interface StructuredOptions {
  curvature?: "saddle-free" | "full";
  regularization?: unknown;
  stepSize?: number;
  corrections?: number;
  polish?: boolean;
  /** Samples in each factor, drawn anew each step from the stream of this seed. Default: all, or 500 where that is dear. */
  subset?: { rows: number; seed: number };
  cg?: unknown;
}

/** Understands the options of the structured method. `fixed` is the gamma of a fixed or width-scaled regularization. */
export function planStructured(
  where: string,
  method: StructuredPlan["method"],
  options: StructuredOptions,
  fixed: number | undefined,
): StructuredPlan {
  const { curvature, regularization, stepSize, corrections, polish = false, subset, cg } = options;
  if (cg !== undefined) wrongKind(where, "cg", 'to be absent with solver "structured"', cg);
  if (method === "gauss-newton" && curvature !== undefined) {
    wrongKind(where, "curvature", 'to be absent with method "gauss-newton"', curvature);
  }
  const size = checkNumber(where, "stepSize", stepSize ?? 1, { low: 0, exclusive: true });
  if (fixed === undefined && size !== 1) wrongValue(where, "stepSize", "to be 1 with an adaptive regularization", size);
  if (checkBoolean(where, "polish", polish) && (method === "gauss-newton" || curvature === "full" || fixed !== undefined || subset)) {
    misuse(TypeError, where, "polish", "to be absent but with saddle-free steps, all samples and an adaptive regularization", "true");
  }
  const usual = fixed !== undefined ? 0 : subset ? SUBSET_CORRECTIONS : CORRECTIONS;
  return {
    method,
    solver: "structured",
    curvature: method === "gauss-newton" ? method : checkChoice(where, "curvature", curvature ?? "saddle-free", ["saddle-free", "full"]),
    control: fixed === undefined ? adaptiveControl(where, regularization) : { kind: "fixed", gamma: fixed, stepSize: size },
    corrections: checkInteger(where, "corrections", corrections ?? usual),
    polish,
    ...(subset === undefined ? {} : { subset: checkSubset(where, subset) }),
  };
}

function adaptiveControl(where: string, regularization: unknown = { adaptive: true }): StructuredPlan["control"] {
  const name = "regularization";
  const given = checkOptions(where, name, regularization as { adaptive: true; initial?: number; min?: number; max?: number }, [
    "adaptive",
    "initial",
    "min",
    "max",
  ]);
  checkChoice(where, `${name}.adaptive`, given.adaptive, [true as never]);
  const min = checkNumber(where, `${name}.min`, given.min ?? ADAPTIVE.min, { low: 0, exclusive: true });
  const max = checkNumber(where, `${name}.max`, given.max ?? Math.max(ADAPTIVE.max, min), { low: min });
  const initial = given.initial ?? Math.min(max, Math.max(min, ADAPTIVE.initial));
  return { kind: "adaptive", min, max, initial: checkNumber(where, `${name}.initial`, initial, { low: min, high: max }) };
}

function checkSubset(where: string, subset: NonNullable<StructuredOptions["subset"]>): { rows: number; seed: number } {
  const { rows, seed } = checkOptions(where, "subset", subset, ["rows", "seed"]);
  return { rows: checkInteger(where, "subset.rows", rows, 1), seed: checkInteger(where, "subset.seed", seed) };
}
