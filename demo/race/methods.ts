// The five methods, always in this order: colours, tables and links go by it.
import type { TrainerOptions } from "nntk";
import type { Settings } from "../settings/settings.js";

export const METHOD_KEYS = ["descent", "adam", "gaussNewton", "newton", "structured"] as const;
export type MethodKey = (typeof METHOD_KEYS)[number];

export interface Method {
  label: string;
  short: string;
  /** What it does, in a sentence. */
  about: string;
  /** The step after which its parameters are hashed, so that two people can compare. */
  digestAt: number;
  /** `critical` is 2/lambda_1 of the tangent kernel at the start. */
  options: (settings: Settings, critical: number) => TrainerOptions;
}

const PUBLISHED = { solver: "cg", regularization: { adaptive: "published" } } as const;

export const METHODS: Record<MethodKey, Method> = {
  descent: {
    label: "Gradient descent",
    short: "Descent",
    about: "Goes down the gradient, by a fixed rate.",
    digestAt: 200,
    options: ({ descentRate }, critical) => ({ method: "gradient-descent", learningRate: descentRate * critical }),
  },
  adam: {
    label: "Adam",
    short: "Adam",
    about: "Gradient descent with momentum and a rate for each parameter.",
    digestAt: 200,
    options: ({ adamRate }) => ({ method: "adam", learningRate: adamRate }),
  },
  gaussNewton: {
    label: "Gauss–Newton, CG",
    short: "Gauss–Newton",
    about: "Solves with the Gauss–Newton matrix, by at most ten steps of conjugate gradients, as published.",
    digestAt: 50,
    options: () => ({ method: "gauss-newton", ...PUBLISHED }),
  },
  newton: {
    label: "Newton, CG",
    short: "Newton",
    about: "Solves with the Hessian, by at most ten steps of conjugate gradients, as published.",
    digestAt: 50,
    options: () => ({ method: "newton", ...PUBLISHED }),
  },
  structured: {
    label: "Newton, structured",
    short: "Structured",
    about: "Factors the Hessian exactly by its structure, and corrects the step along its path.",
    digestAt: 20,
    options: ({ adaptive, gamma }) => ({
      method: "newton",
      solver: "structured",
      ...(adaptive ? {} : { regularization: { scaling: "width", gamma } }),
    }),
  },
};
