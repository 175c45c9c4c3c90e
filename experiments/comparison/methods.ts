import type { TrainerOptions } from "nntk";

export type MethodKey = string;

export interface Method {
  /** Its name on the command line and in the files. */
  key: MethodKey;
  label: string;
  options: TrainerOptions;
}

/** The methods in the order of the report: one line each. The first four are the published experiment's, at its settings. */
export const METHODS: readonly Method[] = [
  { key: "gradient-descent", label: "Gradient descent", options: { method: "gradient-descent", learningRate: 4 } },
  { key: "adam", label: "Adam", options: { method: "adam", learningRate: 0.01 } },
  {
    key: "gauss-newton",
    label: "Gauss-Newton (CG)",
    options: { method: "gauss-newton", solver: "cg", regularization: { adaptive: "published" } },
  },
  { key: "newton", label: "Newton (CG)", options: { method: "newton", solver: "cg", regularization: { adaptive: "published" } } },
  { key: "structured", label: "Newton (structured)", options: { method: "newton", solver: "structured" } },
];
