import type { Engine } from "../engine/engine.js";
import type { BoundModel } from "../model/boundModel.js";
import type { NewtonSystem } from "../model/structured/newtonSystem.js";
import { Secants } from "./secants.js";

/** Fractions of the Newton step that are tried, in this order, with the same factor. */
const FRACTIONS = [1, 0.5, 0.25, 0.1] as const;
/** A whole correction longer than this many steps has left the region where the factor means anything. */
const REACH = 2.5;
/** A fraction is good enough when this part of its aimed decrease is there; else the next one is tried too, and the better one taken. */
const SUFFICIENT = 0.1;
/** Steps of the linear model, all with one factor, that make up a step. */
const ROUNDS = 3;

/** What one factor led to. The trial theta of the best fraction is at `trial`, its loss is `loss`; `found` is false where none decreased it. */
export interface Attempt {
  found: boolean;
  loss: number;
  fraction: number;
  stepNorm: number;
  /** Decrease that the quadratic model promises for its own step, grad'p/2 with the p of the first round. */
  promised: number;
  /** Products with J'J. */
  products: number;
  forwards: number;
  corrections: number;
}

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
 */
export class PathCorrection {
  /** Address of the trial parameters. */
  readonly trial: number;
  private readonly p: number;
  private readonly predictor: number;
  private readonly move: number;
  private readonly next: number;
  private readonly best: number;
  private readonly image: number;
  private readonly aim: number;
  private readonly r: number;
  private readonly defect: number;
  private readonly change: number;
  private readonly secants: Secants;
  private readonly rounds: number;
  private readonly n: number;
  private readonly size: number;
  private forwards = 0;
  /** The loss at the predictor. */
  private start = 0;

  constructor(
    private readonly engine: Engine,
    private readonly model: BoundModel,
    private readonly system: NewtonSystem,
    private readonly corrections: number,
  ) {
    const { arena } = engine;
    // a subset's factor does not reach all outputs: further rounds save it no steps
    this.rounds = corrections > 0 && system.form !== "subset" ? ROUNDS : 1;
    this.n = model.space.length;
    this.size = model.parameters;
    this.trial = arena.f64(this.size);
    this.p = arena.f64(this.size);
    this.predictor = arena.f64(this.size);
    this.move = arena.f64(this.size);
    this.next = arena.f64(this.size);
    this.best = arena.f64(this.size);
    this.image = arena.f64(this.n);
    this.aim = arena.f64(this.n);
    this.r = arena.f64(this.n);
    this.defect = arena.f64(this.n);
    this.change = arena.f64(this.n);
    this.secants = new Secants(engine, this.n);
  }

  /** Tries the fractions with the present factor, from theta (where the model is linearised) with its loss and gradient. */
  attempt(theta: number, loss: number, gradient: number): Attempt {
    const attempt = this.begin(theta, gradient, this.rounds, FRACTIONS[0]);
    const whole = attempt.stepNorm;
    if (!Number.isFinite(whole)) return attempt;
    for (const fraction of FRACTIONS) {
      const aimed = this.predict(fraction);
      if (fraction !== FRACTIONS[0]) {
        this.place(theta, this.predictor);
        this.start = this.model.forwardNear(this.trial, this.predictor, this.r);
      }
      const { reached, corrections } = this.follow(theta, REACH * fraction * whole, aimed);
      if (reached < loss && reached < attempt.loss) {
        Object.assign(attempt, { found: true, loss: reached, fraction, corrections });
        this.copy(this.move, this.best, this.size);
      } else if (attempt.found) break;
      if (loss - reached >= SUFFICIENT * (loss - aimed)) break;
    }
    if (attempt.found) attempt.stepNorm = this.place(theta, this.best);
    attempt.forwards = this.forwards;
    return attempt;
  }

  /** Takes this fraction of the step and corrects it, whatever the loss does; it may be above 1. */
  take(theta: number, gradient: number, fraction: number): Attempt {
    const attempt = this.begin(theta, gradient, 1, fraction);
    const aimed = this.predict(fraction);
    const { reached, corrections } = this.follow(theta, REACH * fraction * attempt.stepNorm, aimed);
    const stepNorm = this.place(theta, this.move);
    return { ...attempt, found: true, loss: reached, fraction, corrections, stepNorm, forwards: this.forwards };
  }

  /** p and what it does to the outputs, J p; and, while the units of the last round are at hand, the loss at theta - fraction p. */
  private begin(theta: number, gradient: number, rounds: number, fraction: number): Attempt {
    const { engine, model, system, n, size, p, image, aim, next, change, predictor, trial } = this;
    const { axpy_f64, dot_f64 } = engine.routines;
    this.forwards = 0;
    this.copy(model.residual, aim, n);
    for (const vector of [p, predictor]) engine.view(vector, size).fill(0);
    let promised = 0;
    for (let round = 1; round <= rounds; round++) {
      system.reduce(aim, change);
      const tangent = model.sumTangent(next, image);
      const outputs = round === rounds ? model.sumNear(trial, predictor, this.r) : undefined;
      system.step(change, next, (unit, units) => {
        tangent.add();
        this.shift(theta, unit, units, p, 1, next, p);
        if (outputs === undefined) return;
        this.shift(theta, unit, units, predictor, -fraction, p, predictor);
        outputs.add();
      });
      tangent.close();
      if (outputs) this.start = outputs.close();
      if (round === 1) promised = 0.5 * dot_f64(size, gradient, next);
      axpy_f64(n, -1, image, aim);
    }
    this.copy(model.residual, image, n);
    axpy_f64(n, -1, aim, image);
    return {
      found: false,
      loss: Infinity,
      fraction: 1,
      stepNorm: this.norm(p, size),
      promised,
      products: rounds,
      forwards: 0,
      corrections: 0,
    };
  }

  /** predictor = -fraction p, a move from theta, and aim = r - fraction J p; returns the loss of the aim. */
  private predict(fraction: number): number {
    const { engine, model, n, size, p, predictor, image, aim } = this;
    const { axpy_f64, dot_f64 } = engine.routines;
    engine.view(predictor, size).fill(0);
    axpy_f64(size, -fraction, p, predictor);
    this.copy(model.residual, aim, n);
    axpy_f64(n, -fraction, image, aim);
    return dot_f64(n, aim, aim) / (2 * model.space.samples);
  }

  /** From the predictor, whose outputs are in `r`, to where the corrections end, at most `reach` away from it; leaves the move there. */
  private follow(theta: number, reach: number, enough: number): { reached: number; corrections: number } {
    const { n, size, model, trial, move, next, predictor, r, defect, change, secants, system } = this;
    this.copy(predictor, move, size);
    let reached = this.start;
    this.meet(defect);
    let corrections = 0;
    secants.clear();
    while (corrections < this.corrections && reached > enough) {
      secants.correction(defect, change, system);
      const outputs = model.sumNear(trial, next, r);
      system.step(change, next, (unit, units) => {
        this.shift(theta, unit, units, move, -1, next, next);
        outputs.add();
      });
      const lower = outputs.close();
      if (!(this.distance(next, predictor) <= reach)) break;
      this.meet(r);
      if (!(lower < reached)) break;
      secants.add(defect, r, change);
      this.copy(r, defect, n);
      this.copy(next, move, size);
      reached = lower;
      corrections++;
    }
    return { reached, corrections };
  }

  /** move = base + factor step, trial = theta + move in the parameters of these units. */
  private shift(theta: number, unit: number, units: number, base: number, factor: number, step: number, move: number): void {
    const { width, inputs, outputs } = this.model;
    this.engine.routines.structured_move_f64(unit, unit + units, width, inputs, outputs, base, factor, step, move, theta, this.trial);
  }

  /** What is to vanish where the outputs of a trial are in r: out = r - aim. */
  private meet(out: number): void {
    const { engine, n, r, aim } = this;
    this.forwards++;
    if (out !== r) this.copy(r, out, n);
    engine.routines.axpy_f64(n, -1, aim, out);
  }

  /** trial = theta + move; returns the length of the move. */
  private place(theta: number, move: number): number {
    const { engine, trial, size } = this;
    this.copy(theta, trial, size);
    engine.routines.axpy_f64(size, 1, move, trial);
    return this.norm(move, size);
  }

  /** |u - v| of moves; overwrites the trial. */
  private distance(u: number, v: number): number {
    this.copy(u, this.trial, this.size);
    this.engine.routines.axpy_f64(this.size, -1, v, this.trial);
    return this.norm(this.trial, this.size);
  }

  private norm(v: number, n: number): number {
    return Math.sqrt(this.engine.routines.dot_f64(n, v, v));
  }

  private copy(from: number, to: number, n: number): void {
    this.engine.view(to, n).set(this.engine.view(from, n));
  }
}
