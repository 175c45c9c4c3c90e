import { wrongValue } from "../../core/checks.js";
import { exp } from "../../elementary/scalar.js";
import type { Activation } from "../../model/network.js";
import type { CheckedInfiniteNtkOptions } from "./options.js";

/** Trapezoidal rule for the standard normal law: sum_j weights[j] f(nodes[j]) = E f(z) but for `error`. */
export interface NormalRule {
  nodes: Float64Array;
  weights: Float64Array;
  /** relative error estimate of a double integral of products of the activation, by the strip bound below; rounding comes on top */
  error: number;
}

/** Nodes reach this many standard deviations: the tail's mass is e^(-9^2/2) = 3e-18. */
export const REACH = 9;
/** e^-48 = 1.4e-21, 4e-17 with the pole's factor: what the estimate is brought to when the caller leaves the number of nodes open. */
const EXPONENT = 48;
const MAX_NODES = 4096;

/**
 * A rule fine enough for E[sigma(u) sigma(u')] and E[sigma'(u) sigma'(u')] with Var u, Var u' <= variance, u and u' linear in z.
 *
 * With step h the trapezoidal rule errs by about e^(-2 pi d / h) max |f(z + i d)| for every d inside the strip in which f is analytic
 * (Trefethen & Weideman 2014, theorem 5.1). Here f = e^(-z^2/2) sigma(u) sigma(u') grows like e^(d^2/2 + g(d)): g = 0 up to the pole of
 * tanh at i pi/2 (sigmoid and softplus: i pi); g = 2 v d^2 (erf), v d^2 (gelu), 2 sqrt(v) d (sin) on the whole plane.
 *
 * At the pole itself sigma'(u)^2 has one of fourth order: its residue brings a factor (2 pi / (h sqrt v))^3.
 */
export function normalRule(where: string, { activation, nodes }: CheckedInfiniteNtkOptions, variance: number): NormalRule {
  const step = nodes === undefined ? stepFor(activation, variance) : (2 * REACH) / nodes;
  const count = nodes ?? Math.ceil((2 * REACH) / step);
  if (count > MAX_NODES) {
    wrongValue(where, "x", `inputs whose quadrature takes at most ${MAX_NODES} nodes an axis (scale them down)`, count);
  }
  const slope = (2 * Math.PI) / step;
  const rule = {
    nodes: new Float64Array(count),
    weights: new Float64Array(count),
    error: poleFactor(activation, variance, slope) * exp(-exponent(activation, variance, slope)),
  };
  for (let j = 0; j < count; j++) {
    const z = (j - (count - 1) / 2) * step;
    rule.nodes[j] = z;
    rule.weights[j] = (step * exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
  }
  return rule;
}

/** max_d [slope d - d^2/2 - g(d)], slope = 2 pi / h. */
function exponent(activation: Activation, variance: number, slope: number): number {
  const pole = poleDistance(activation, variance);
  if (pole < Infinity) return slope <= pole ? (slope * slope) / 2 : slope * pole - (pole * pole) / 2;
  if (activation !== "sin") return (slope * slope) / (4 * curvature(activation, variance));
  const excess = Math.max(0, slope - 2 * Math.sqrt(variance));
  return (excess * excess) / 2;
}

/** What the pole of fourth order adds to the strip bound; the 4 stands for the two axes and both sides of each. */
function poleFactor(activation: Activation, variance: number, slope: number): number {
  const pole = poleDistance(activation, variance);
  if (pole === Infinity) return 4;
  const cube = (slope * slope * slope) / (variance * Math.sqrt(variance));
  const gap = pole > slope ? (pole - slope) * Math.sqrt(variance) : 0;
  return 4 + Math.min(cube, 1 / (gap * gap * gap * gap));
}

/** The step whose exponent is EXPONENT. */
function stepFor(activation: Activation, variance: number): number {
  const pole = poleDistance(activation, variance);
  const root = Math.sqrt(2 * EXPONENT);
  if (pole < Infinity) return (2 * Math.PI) / (root <= pole ? root : (EXPONENT + (pole * pole) / 2) / pole);
  if (activation === "sin") return (2 * Math.PI) / (root + 2 * Math.sqrt(variance));
  return (2 * Math.PI) / Math.sqrt(4 * EXPONENT * curvature(activation, variance));
}

/** Coefficient of d^2 in the growth of an entire integrand. */
function curvature(activation: Activation, variance: number): number {
  return 0.5 + (activation === "erf" ? 2 : 1) * variance;
}

/** Distance of the nearest pole of sigma(u) (or of its logarithmic branch point) from the real axis of z. */
function poleDistance(activation: Activation, variance: number): number {
  const distance = activation === "tanh" ? Math.PI / 2 : activation === "sigmoid" || activation === "softplus" ? Math.PI : Infinity;
  return distance / Math.sqrt(variance);
}
