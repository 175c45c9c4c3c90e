import { checkChoice, checkNumber, checkOptions } from "../core/checks.js";
import type { Network } from "../model/network.js";
import { checkAbsent } from "./absent.js";
import { type AdamPlan, adam, planAdam } from "./adam.js";
import { type GradientDescentPlan, gradientDescent } from "./gradientDescent.js";
import type { Method } from "./method.js";
import { planNewton } from "./newtonPlan.js";
import { type StructuredPlan, structured } from "./structured.js";
import type { TrainerOptions } from "./trainerOptions.js";
import { type TruncatedPlan, truncated } from "./truncated.js";

/** Options that were understood, all defaults filled in: plain data, part of the trainer's state. */
export type Plan = GradientDescentPlan | AdamPlan | TruncatedPlan | StructuredPlan;

const METHODS = ["newton", "gauss-newton", "gradient-descent", "adam"] as const;
const NEWTON_KEYS = ["solver", "curvature", "regularization", "stepSize", "corrections", "polish", "subset", "cg"] as const;
const ALL_KEYS = /* @__PURE__ */ (["method", "learningRate", "adam"] as (keyof TrainerOptions)[]).concat(NEWTON_KEYS);

/** Understands the options of a trainer for a network of this width and beta. */
export function planOf(where: string, network: Pick<Network, "width" | "beta">, options: TrainerOptions): Plan {
  const { method = "newton" } = checkOptions(where, "options", options, ALL_KEYS);
  checkChoice(where, "method", method, METHODS);
  const beside = `method "${method}"`;
  if (method === "newton" || method === "gauss-newton") {
    checkAbsent(where, options, ["learningRate", "adam"], beside);
    return planNewton(where, method, network, options);
  }
  checkAbsent(where, options, NEWTON_KEYS, beside);
  const { learningRate = method === "adam" ? 0.01 : 1 } = options;
  checkNumber(where, "learningRate", learningRate, { low: 0, exclusive: true });
  if (method === "adam") return planAdam(where, learningRate, options.adam);
  checkAbsent(where, options, ["adam"], beside);
  return { method, learningRate };
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
