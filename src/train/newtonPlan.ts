import { checkBoolean, checkChoice, checkInteger, checkNumber, checkOptions, isRecord, wrongKind, wrongValue } from "../core/checks.js";
import { pow } from "../elementary/scalar.js";
import type { Network } from "../model/network.js";
import { checkAbsent } from "./absent.js";
import { ADAPTIVE, type Control } from "./adaptiveDamping.js";
import { PUBLISHED } from "./damping.js";
import type { StructuredPlan } from "./structured.js";
import type { Regularization, TrainerOptions } from "./trainerOptions.js";
import type { TruncatedPlan } from "./truncated.js";

/** Corrections a step at most where the caller names none: with an adaptive gamma. */
const CORRECTIONS = 10;
/** With a subset of the samples, whose factor does not reach all outputs. */
const SUBSET_CORRECTIONS = 3;

/** What both solvers' plans begin with. */
type NewtonPlan = Pick<StructuredPlan, "method" | "control" | "stepSize">;

/**
 * Understands the options of Newton's method. "auto" is the structured solver, except where the options are those of truncated CG: `cg`, or
 * the published control. Which system the structured solver factors is the cost model's choice (src/model/structured/cost.ts).
 */
export function planNewton(
  where: string,
  method: NewtonPlan["method"],
  network: Pick<Network, "width" | "beta">,
  options: TrainerOptions,
): TruncatedPlan | StructuredPlan {
  const { regularization, solver = "auto", stepSize = 1 } = options;
  checkChoice(where, "solver", solver, ["auto", "structured", "cg"]);
  const published = (regularization as { adaptive?: unknown } | undefined)?.adaptive === "published";
  const truncated = solver === "cg" || (solver === "auto" && (published || options.cg !== undefined));
  const control = controlOf(where, network, truncated ? PUBLISHED : ADAPTIVE, regularization);
  checkNumber(where, "stepSize", stepSize, { low: 0, exclusive: true });
  if (control.adaptive && stepSize !== 1) wrongValue(where, "stepSize", "to be 1 with an adaptive regularization", stepSize);
  return (truncated ? planTruncated : planStructured)(where, { method, control, stepSize }, options);
}

function planTruncated(where: string, plan: NewtonPlan, options: TrainerOptions): TruncatedPlan {
  const { adaptive } = plan.control;
  const { curvature = "full", corrections = 0, cg = {} } = options;
  checkChoice(where, "curvature", curvature, ["full"]);
  checkInteger(where, "corrections", corrections, 0, 0);
  checkAbsent(where, options, ["subset", "polish"], 'solver "cg"');
  const { maxIterations = adaptive ? 10 : 200, tolerance = adaptive ? 1e-4 : 1e-10 } = checkOptions(where, "cg", cg, [
    "maxIterations",
    "tolerance",
  ]);
  checkInteger(where, "cg.maxIterations", maxIterations, 1);
  checkNumber(where, "cg.tolerance", tolerance, { low: 0, high: 1 });
  return { ...plan, solver: "cg", cg: { maxIterations, tolerance } };
}

function planStructured(where: string, plan: NewtonPlan, options: TrainerOptions): StructuredPlan {
  const { adaptive } = plan.control;
  const { curvature = "saddle-free", polish = false, subset } = options;
  const { corrections = adaptive ? (subset ? SUBSET_CORRECTIONS : CORRECTIONS) : 0 } = options;
  checkAbsent(where, options, ["cg"], 'solver "structured"');
  if (plan.method === "gauss-newton") checkAbsent(where, options, ["curvature"], 'method "gauss-newton"');
  checkChoice(where, "curvature", curvature, ["saddle-free", "full"]);
  const saddleFree = plan.method === "newton" && curvature === "saddle-free";
  if (checkBoolean(where, "polish", polish) && !(saddleFree && adaptive && subset === undefined)) {
    wrongKind(where, "polish", "to be absent but with saddle-free steps, all samples and an adaptive regularization", polish);
  }
  checkInteger(where, "corrections", corrections);
  if (subset !== undefined) {
    const { rows, seed } = checkOptions(where, "subset", subset, ["rows", "seed"]);
    checkInteger(where, "subset.rows", rows, 1);
    checkInteger(where, "subset.seed", seed);
  }
  return { ...plan, solver: "structured", curvature: plan.method === "newton" ? curvature : plan.method, corrections, polish, subset };
}

/** Understands a regularization; `usual` are the control and the range where it leaves them open. */
function controlOf(
  where: string,
  { width, beta }: Pick<Network, "width" | "beta">,
  usual: typeof ADAPTIVE | typeof PUBLISHED,
  regularization: Regularization = { adaptive: usual.adaptive } as Regularization,
): Control {
  const name = "regularization";
  const fixed = (gamma: number): Control => ({ adaptive: false, initial: gamma, min: gamma, max: gamma });
  if (typeof regularization === "number") return fixed(checkNumber(where, name, regularization, { low: 0 }));
  if (isRecord(regularization) && "scaling" in regularization) {
    const { scaling, gamma } = checkOptions(where, name, regularization, ["scaling", "gamma"]);
    checkChoice(where, `${name}.scaling`, scaling, ["width"]);
    return fixed(checkNumber(where, `${name}.gamma`, gamma, { low: 0 }) * pow(width, 1 - 2 * beta));
  }
  const keys = ["adaptive", "initial", "min", "max"] as const;
  const given = checkOptions(where, name, regularization as Partial<Control>, usual === ADAPTIVE ? keys : keys.slice(0, 2));
  checkChoice(where, `${name}.adaptive`, given.adaptive, [usual.adaptive as never]);
  const { min = usual.min } = given;
  checkNumber(where, `${name}.min`, min, { low: 0, exclusive: true });
  const { max = Math.max(usual.max, min) } = given;
  checkNumber(where, `${name}.max`, max, { low: min });
  const { initial = Math.min(max, Math.max(min, usual.initial)) } = given;
  checkNumber(where, `${name}.initial`, initial, { low: min, high: max });
  return { adaptive: true, initial, min, max };
}
