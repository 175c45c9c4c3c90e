import { checkChoice, checkInteger, checkNumber, checkOptions, wrongKind } from "../core/checks.js";
import { pow } from "../elementary/scalar.js";
import type { Network } from "../model/network.js";
import { type AdamOptions, type AdamPlan, adam, planAdam } from "./adam.js";
import { PUBLISHED } from "./damping.js";
import { type GradientDescentPlan, gradientDescent, planGradientDescent } from "./gradientDescent.js";
import type { Method } from "./method.js";
import { type StructuredPlan, structured } from "./structured.js";
import { planStructured } from "./structuredPlan.js";
import { planTruncated, type TruncatedPlan, type TruncationOptions, truncated } from "./truncated.js";

/** What regularizes the Newton system H + gamma I. */
export type Regularization =
  /** A fixed gamma: theta - stepSize E^-1 grad is always taken. */
  | number
  /** Fixed at gamma N^(1 - 2 beta), the scaling under which the infinite-width theory holds. */
  | { scaling: "width"; gamma: number }
  /** Controlled from step to step by the structured method, in units of tr(JJ')/M at the start. */
  | { adaptive: true; initial?: number; min?: number; max?: number }
  /** Controlled as in the published experiment. */
  | { adaptive: "published"; initial?: number };

export interface TrainerOptions {
  /** Default "newton". */
  method?: "newton" | "gauss-newton" | "gradient-descent" | "adam";
  /** What solves the system of newton and gauss-newton. Default "auto": structured, unless the options are those of truncated CG. */
  solver?: "auto" | "structured" | "cg";
  /** What stands for the residual blocks S_i of Newton's E: |S_i| or S_i itself. Default "saddle-free"; CG has "full" only. */
  curvature?: "saddle-free" | "full";
  /** Default { adaptive: true } for the structured solver, { adaptive: "published" } for CG. */
  regularization?: Regularization;
  /** Factor on a step with fixed gamma. Default 1. */
  stepSize?: number;
  /** Corrections of a structured step along its path, at most. Default 10. */
  corrections?: number;
  /** Newton's own steps, with the full Hessian, at floors of the loss: for `newton` with an adaptive regularization. Default false. */
  polish?: boolean;
  /**
   * Random rows that stand in J in the structured factor, drawn anew each step: for many samples. From eight times `rows` samples on, early
   * steps are computed from a part of them, four times `rows` at first. The loss of all samples falls with every step.
   */
  subset?: { rows: number; seed: number };
  /** Where the inner conjugate gradients stop. */
  cg?: TruncationOptions;
  /** Of gradient descent (default 1) and Adam (default 0.01). */
  learningRate?: number;
  adam?: AdamOptions;
}

/** Options that were understood, all defaults filled in: plain data, part of the trainer's state. */
export type Plan = GradientDescentPlan | AdamPlan | TruncatedPlan | StructuredPlan;

const METHODS = ["newton", "gauss-newton", "gradient-descent", "adam"] as const;
const NEWTON_KEYS: readonly (keyof TrainerOptions)[] = [
  "method",
  "solver",
  "curvature",
  "regularization",
  "stepSize",
  "corrections",
  "polish",
  "subset",
  "cg",
];
const KEYS: Record<(typeof METHODS)[number], readonly (keyof TrainerOptions)[]> = {
  newton: NEWTON_KEYS,
  "gauss-newton": NEWTON_KEYS,
  "gradient-descent": ["method", "learningRate"],
  adam: ["method", "learningRate", "adam"],
};
const ALL_KEYS = /* @__PURE__ */ NEWTON_KEYS.concat("learningRate", "adam");

/** Understands the options of a trainer for a network of this width and beta. */
export function planOf(where: string, network: Pick<Network, "width" | "beta">, options: TrainerOptions): Plan {
  const { method = "newton" } = checkOptions(where, "options", options, ALL_KEYS);
  const allowed = KEYS[checkChoice(where, "method", method, METHODS)];
  for (const key of ALL_KEYS) {
    if (!allowed.includes(key) && options[key] !== undefined) {
      wrongKind(where, key, `to be absent with method "${method}"`, options[key]);
    }
  }
  if (method === "gradient-descent") return planGradientDescent(where, options.learningRate);
  if (method === "adam") return planAdam(where, options.learningRate, options.adam);
  return planNewton(where, method, network, options);
}

/** The options as plain data for a trainer's state: also what an object's class gives them. */
export function ownOptions(options: TrainerOptions): TrainerOptions {
  return structuredClone(Object.fromEntries(ALL_KEYS.filter((key) => options[key] !== undefined).map((key) => [key, options[key]])));
}

/** The training method of a plan. */
export function methodOf(plan: Plan): Method {
  if (plan.method === "gradient-descent") return gradientDescent(plan);
  if (plan.method === "adam") return adam(plan);
  return plan.solver === "cg" ? truncated(plan) : structured(plan);
}

/**
 * "auto" is the structured method, except where the options are those of truncated CG: `cg`, or the published control. Which system the
 * structured method solves is the cost model's choice (src/model/structured/cost.ts).
 */
function planNewton(
  where: string,
  method: TruncatedPlan["method"],
  network: Pick<Network, "width" | "beta">,
  options: TrainerOptions,
): Plan {
  const { regularization, cg } = options;
  const solver = checkChoice(where, "solver", options.solver ?? "auto", ["auto", "structured", "cg"]);
  const published = isObject(regularization) && "adaptive" in regularization && regularization.adaptive === "published";
  if (solver === "cg" || (solver === "auto" && (published || cg !== undefined))) return planCg(where, method, network, options);
  const adaptive = typeof regularization !== "number" && !(isObject(regularization) && "scaling" in regularization);
  const fixed = adaptive ? undefined : controlOf(where, network, regularization).gamma;
  return planStructured(where, method, options, fixed);
}

function planCg(where: string, method: TruncatedPlan["method"], network: Pick<Network, "width" | "beta">, options: TrainerOptions): Plan {
  checkChoice(where, "curvature", options.curvature ?? "full", ["full"]);
  checkInteger(where, "corrections", options.corrections ?? 0, 0, 0);
  for (const key of ["subset", "polish"] as const) {
    if (options[key] !== undefined) wrongKind(where, key, 'to be absent with solver "cg"', options[key]);
  }
  return planTruncated(where, method, controlOf(where, network, options.regularization), options.stepSize, options.cg);
}

function controlOf(
  where: string,
  { width, beta }: Pick<Network, "width" | "beta">,
  regularization: Regularization = { adaptive: "published" },
) {
  const name = "regularization";
  if (typeof regularization === "number") return { control: "fixed", gamma: checkNumber(where, name, regularization, { low: 0 }) } as const;
  if (typeof regularization === "object" && regularization !== null && "scaling" in regularization) {
    const { scaling, gamma } = checkOptions(where, name, regularization, ["scaling", "gamma"]);
    checkChoice(where, `${name}.scaling`, scaling, ["width"]);
    return { control: "fixed", gamma: checkNumber(where, `${name}.gamma`, gamma, { low: 0 }) * pow(width, 1 - 2 * beta) } as const;
  }
  const { adaptive, initial = PUBLISHED.initial } = checkOptions(where, name, regularization, ["adaptive", "initial"]);
  checkChoice(where, `${name}.adaptive`, adaptive, ["published"]);
  const range = { low: PUBLISHED.min, high: PUBLISHED.max };
  return { control: "published", gamma: checkNumber(where, `${name}.initial`, initial, range) } as const;
}

function isObject<T>(value: T): value is T & object {
  return typeof value === "object" && value !== null;
}
