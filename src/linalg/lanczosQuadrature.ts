import { checkInteger, checkOptions } from "../core/checks.js";
import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { createRandom, type Random } from "../random/index.js";
import { countedOperator } from "./countedOperator.js";
import { type LanczosBasis, lanczosBasis } from "./lanczosBasis.js";
import { checkLimits, type IterationOptions } from "./limits.js";
import { checkSquareOperator } from "./operator.js";
import { safeScale } from "./powerOfTwo.js";
import { symmetricEigh } from "./symmetricEigh.js";

/** A discrete measure: v' f(A) v is about sum weights f(nodes) for a unit vector v. */
export interface Rule {
  nodes: Float64Array;
  weights: Float64Array;
}

/** The rule of all steps, and that of the first four fifths of them: the difference tells how far the steps suffice. */
interface ProbeRule extends Rule {
  coarse: Rule;
}

/** What the estimators by quadrature take. */
export interface QuadratureOptions extends Pick<IterationOptions, "operations" | "signal"> {
  steps?: number;
  /** Random vectors, at least 2; the error falls with the square root of their number. */
  probes?: number;
  /** Of the random vectors; default 0. */
  seed?: number;
}

/** A quadrature of which the arguments are checked. */
export interface Quadrature {
  n: number;
  steps: number;
  /** The rules of the probes that were finished, and `converged` when all were. */
  run(): { status: Status; rules: ProbeRule[]; products: number };
}

/** The generator that the option `seed` asks for. */
export function checkSeed(where: string, options: { seed?: number }): Random {
  return createRandom(checkInteger(where, "seed", options.seed ?? 0));
}

/**
 * Gauss quadrature by Lanczos for each of `probes` random sign vectors v / sqrt(n): the nodes are the eigenvalues of T, the weights the
 * squared first components of its eigenvectors. The mean of v' f(A) v over the signs is tr f(A) / n. `keys` are options besides the common.
 *
 * Source   Golub & Meurant 1994; Bai, Fahey & Golub 1996; Ubaru, Chen & Saad 2017
 */
export function lanczosQuadrature<O extends QuadratureOptions>(
  where: string,
  A: unknown,
  options: O,
  defaultSteps: number,
  ...keys: (keyof O & string)[]
): Quadrature {
  const operator = checkSquareOperator(where, "A", A);
  const n = operator.rows;
  checkOptions(where, "options", options, ["steps", "probes", "seed", "operations", "signal", ...keys]);
  const steps = checkInteger(where, "steps", options.steps ?? defaultSteps, 1);
  const probes = checkInteger(where, "probes", options.probes ?? 10, 2);
  const random = checkSeed(where, options);
  const limits = checkLimits(where, options, 0, 0);
  const run = () =>
    withEngine((engine) => {
      const counted = countedOperator(engine, where, operator, limits);
      const size = Math.min(steps, n);
      const basis = lanczosBasis(engine, counted, size, random);
      const rules: ProbeRule[] = [];
      const end = (status: Status) => ({ status, rules, products: counted.products });
      while (rules.length < probes) {
        basis.begin(randomSigns(random, n));
        while (basis.size < size) {
          const stop = basis.step();
          if (stop) return end(stop);
          if (basis.closed) break;
        }
        const rule = (order: number) => ruleOf(engine, basis, order, counted.scale);
        const fine = rule(basis.size);
        rules.push({ ...fine, coarse: basis.closed ? fine : rule(Math.ceil(0.8 * basis.size)) });
      }
      return end("converged");
    });
  return { n, steps, run };
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
