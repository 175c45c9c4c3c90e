import type { Engine } from "../engine/engine.js";
import type { BoundModel } from "../model/boundModel.js";
import type { NewtonSystem } from "../model/structured/newtonSystem.js";
import { forwardOperations, gradientOperations, productOperations } from "./operations.js";
import { openSecants } from "./secants.js";
import type { Move } from "./session.js";
import type { Shape } from "./shape.js";

/** Fractions of the Newton step that are tried, in this order, with the same factor. */
const FRACTIONS = [1, 0.5, 0.25, 0.1];
/** A whole correction longer than this many steps has left the region where the factor means anything. */
const REACH = 2.5;
/** A fraction is good enough when this part of its aimed decrease is there; else the next one is tried too, and the better one taken. */
const SUFFICIENT = 0.1;
/** Steps of the linear model, all with one factor, that make up a step. */
const ROUNDS = 3;

/**
 * What one factor led to: the move to the best of the fractions. Its promise is that of the quadratic model for its own step, grad'p/2 with the
 * p of the first round.
 */
interface Attempt extends Move {
  /** Whether a fraction led below the loss at theta; there is no move otherwise. */
  found: boolean;
  loss: number;
  fraction: number;
  operations: number;
}

/** Tries the fractions with the present factor, from theta (where the model is linearised) with its gradient and loss. */
export type Path = (theta: number, gradient: number, loss: number) => Attempt;

/**
 * Path-corrected Newton steps. A step p = E^-1 grad fails late in training not because gamma is wrong but because terms of higher order along
 * stiff directions swamp a tiny residual. So it is corrected, with the same factor and forward sweeps only, until the outputs land where the
 * tangent kernel says they should:
 *
 *   aim = r - tau J p;   theta_0 = theta - tau p;   theta_{j+1} = theta_j - E^-1 J'(r(theta_j) - aim) / M
 *
 * The first correction is geodesic acceleration (Transtrum & Sethna 2012) to leading order; the sequence is a chord iteration for r = aim, sped
 * up by secants (type-I Anderson mixing over the last 5 corrections: Walker & Ni 2011), which saves a quarter of the steps late in training.
 * Corrections are added up in parameter space: each is then right to its own size, where A has a condition number of 1e15 and a sum taken
 * before the solve is not.
 *
 * p itself is the third iterate of the linear model with that factor, p <- p + E^-1 J'(r - J p) / M (iterated regularization: King &
 * Chillingworth 1979). It undoes most of what |S| and gamma hold back - late in training |S| is far above gamma - and costs two sweeps a
 * round, none of them a forward one: a fifth fewer factors on the way to any loss.
 *
 * Where a `stepSize` is given, it is the one fraction, taken whatever the loss does, and p is the first iterate.
 */
export function openPath(
  engine: Engine,
  model: BoundModel,
  shape: Shape,
  system: NewtonSystem,
  { corrections, stepSize }: { corrections: number; stepSize?: number },
): Path {
  const { axpy_f64, dot_f64, structured_move_f64 } = engine.routines;
  const { width, inputs, outputs, parameters: size, residual, space } = model;
  const n = space.length;
  const vector = () => engine.arena.f64(size);
  const [trial, p, predictor, move, next, best] = [vector(), vector(), vector(), vector(), vector(), vector()];
  const sampled = () => engine.arena.f64(n);
  const [image, aim, r, defect] = [sampled(), sampled(), sampled(), sampled()];
  const secants = openSecants(engine, system, n);
  const { change } = secants;
  const fractions = stepSize === undefined ? FRACTIONS : [stepSize];
  // a subset's factor does not reach all outputs: further rounds save it no steps
  const rounds = stepSize === undefined && corrections > 0 && system.form !== "subset" ? ROUNDS : 1;
  let forwards = 0;

  /** out = u + factor v */
  const combine = (length: number, u: number, factor: number, v: number, out: number) => {
    engine.copy(length, u, out);
    axpy_f64(length, factor, v, out);
  };
  const norm = (v: number) => Math.sqrt(dot_f64(size, v, v));

  /** trial = theta + move; returns the length of the move. */
  const place = (theta: number, by: number) => {
    combine(size, theta, 1, by, trial);
    return norm(by);
  };

  /** What is to vanish where the outputs of a trial are in r: out = r - aim. */
  const meet = (out: number) => {
    forwards++;
    combine(n, r, -1, aim, out);
  };

  /** out = base + factor step, trial = theta + out in the parameters of these units. */
  const shift = (theta: number, unit: number, units: number, base: number, factor: number, step: number, out: number) =>
    structured_move_f64(unit, unit + units, width, inputs, outputs, base, factor, step, out, theta, trial);

  /** p and what it does to the outputs, J p; and, while the units of the last round are at hand, the loss at the first fraction. */
  const begin = (theta: number, gradient: number, fraction: number) => {
    let promised = 0;
    let start = 0;
    engine.copy(n, residual, aim);
    for (const sum of [p, predictor]) engine.view(sum, size).fill(0);
    for (let round = 1; round <= rounds; round++) {
      system.reduce(aim, change);
      const tangent = model.sumTangent(next, image);
      const sum = round === rounds ? model.sumNear(trial, predictor, r) : undefined;
      system.step(change, next, (unit, units) => {
        tangent.add();
        shift(theta, unit, units, p, 1, next, p);
        if (sum === undefined) return;
        shift(theta, unit, units, predictor, -fraction, p, predictor);
        sum.add();
      });
      tangent.close();
      if (sum) start = sum.close();
      if (round === 1) promised = 0.5 * dot_f64(size, gradient, next);
      axpy_f64(n, -1, image, aim);
    }
    combine(n, residual, -1, aim, image);
    return { promised, start };
  };

  /** From the predictor, whose outputs are in `r`, to where the corrections end, at most `reach` away from it; leaves the move there. */
  const follow = (theta: number, start: number, reach: number, enough: number) => {
    let reached = start;
    engine.copy(size, predictor, move);
    meet(defect);
    secants.clear();
    for (let left = corrections; left > 0 && reached > enough; left--) {
      secants.correct(defect);
      const sum = model.sumNear(trial, next, r);
      system.step(change, next, (unit, units) => {
        shift(theta, unit, units, move, -1, next, next);
        sum.add();
      });
      const lower = sum.close();
      combine(size, next, -1, predictor, trial);
      if (!(norm(trial) <= reach)) break;
      meet(r);
      if (!(lower < reached)) break;
      secants.add(defect, r);
      engine.copy(n, r, defect);
      engine.copy(size, next, move);
      reached = lower;
    }
    return reached;
  };

  return (theta, gradient, loss) => {
    forwards = 0;
    const { promised, start } = begin(theta, gradient, fractions[0] as number);
    const whole = norm(p);
    const go = () => engine.copy(size, trial, theta);
    const attempt = { promised, stepNorm: whole, go, found: false, loss, fraction: 1, operations: 0 };
    for (const fraction of stepSize !== undefined || Number.isFinite(whole) ? fractions : []) {
      engine.view(predictor, size).fill(0); // 0 - fraction p: where p is 0, a theta of -0 is to become 0
      axpy_f64(size, -fraction, p, predictor);
      combine(n, residual, -fraction, image, aim);
      const aimed = dot_f64(n, aim, aim) / (2 * space.samples);
      if (fraction !== fractions[0]) place(theta, predictor);
      const from = fraction === fractions[0] ? start : model.forwardNear(trial, predictor, r);
      const reached = follow(theta, from, REACH * fraction * whole, aimed);
      if (reached < attempt.loss || stepSize) {
        Object.assign(attempt, { found: true, loss: reached, fraction });
        engine.copy(size, move, best);
      } else if (attempt.found) break;
      if (loss - reached >= SUFFICIENT * (loss - aimed)) break;
    }
    if (attempt.found) attempt.stepNorm = place(theta, best);
    attempt.operations = rounds * productOperations(shape) + forwards * (forwardOperations(shape) + gradientOperations(shape));
    return attempt;
  };
}
