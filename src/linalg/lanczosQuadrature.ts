import { checkInteger } from "../core/checks.js";
import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import { createRandom, type Random } from "../random/index.js";
import type { CountedOperator } from "./countedOperator.js";
import { type LanczosBasis, lanczosBasis } from "./lanczosBasis.js";
import { safeScale } from "./powerOfTwo.js";
import { symmetricEigh } from "./symmetricEigh.js";

/** A discrete measure: v' f(A) v is about sum weights f(nodes) for a unit vector v. */
export interface Rule {
  nodes: Float64Array;
  weights: Float64Array;
}

/** The rule of all steps, and that of the first four fifths of them: the difference tells how far the steps suffice. */
export interface ProbeRule extends Rule {
  coarse: Rule;
}

/** What the stochastic estimators take besides the limits. */
export interface ProbeOptions {
  /** Random vectors, at least 2; the error falls with the square root of their number. */
  probes?: number;
  /** Of the random vectors; default 0. */
  seed?: number;
}

export function checkProbes(where: string, { probes = 10, seed = 0 }: ProbeOptions): { probes: number; random: Random } {
  return { probes: checkInteger(where, "probes", probes, 2), random: createRandom(checkInteger(where, "seed", seed)) };
}

/**
 * Gauss quadrature by Lanczos for each of `probes` random sign vectors v / sqrt(n): the nodes are the eigenvalues of T, the weights the
 * squared first components of its eigenvectors. The mean of v' f(A) v over the signs is tr f(A) / n.
 *
 * Source   Golub & Meurant 1994; Bai, Fahey & Golub 1996; Ubaru, Chen & Saad 2017
 *
 * @returns the rules of the probes that were finished, and `converged` when all were
 */
export function lanczosQuadrature(
  engine: Engine,
  A: CountedOperator,
  steps: number,
  probes: number,
  random: Random,
): { status: Status; rules: ProbeRule[] } {
  const { n } = A;
  const rules: ProbeRule[] = [];
  const basis = lanczosBasis(engine, A, Math.min(steps, n), random);
  while (rules.length < probes) {
    basis.begin(randomSigns(random, n));
    while (basis.size < Math.min(steps, n)) {
      const stop = basis.step();
      if (stop) return { status: stop, rules };
      if (basis.closed) break;
    }
    const rule = (order: number) => ruleOf(engine, basis, order, A.scale);
    const fine = rule(basis.size);
    rules.push({ ...fine, coarse: basis.closed ? fine : rule(Math.ceil(0.8 * basis.size)) });
  }
  return { status: "converged", rules };
}

/** The rule of the first p steps. */
function ruleOf(engine: Engine, basis: LanczosBasis, p: number, scale: number): Rule {
  const { values, vectors } = symmetricEigh(engine, p, basis.projected(p));
  return { nodes: values.map((v) => v * scale), weights: values.map((_, i) => vectors[i * p]! * vectors[i * p]!) };
}

/** n entries 1 or -1. */
export function randomSigns(random: Random, n: number): Float64Array {
  return random.uniform(n).map((u) => (u < 0.5 ? -1 : 1));
}

/** Mean of independent estimates and its standard error: Infinity of fewer than two. */
export function meanAndError(estimates: ArrayLike<number>): { mean: number; error: number } {
  const count = estimates.length;
  let mean = 0;
  for (let i = 0; i < count; i++) mean += estimates[i]! / count;
  const deviations = Float64Array.from(estimates, (estimate) => estimate - mean);
  const unit = safeScale(deviations);
  const squares = deviations.reduce((sum, deviation) => sum + (deviation / unit) * (deviation / unit), 0);
  return { mean, error: count < 2 ? Infinity : unit * Math.sqrt(squares / (count * (count - 1))) };
}
