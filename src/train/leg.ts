import { now } from "../core/clock.js";
import type { Status } from "../core/status.js";
import type { Engine } from "../engine/engine.js";
import { BoundModel } from "../model/boundModel.js";
import { noStep, type Outcome } from "./outcome.js";
import type { StepRecord } from "./records.js";
import { Session } from "./session.js";
import type { Setting } from "./setting.js";
import type { Position } from "./state.js";
import { isRounding, WINDOW } from "./stopping.js";

/** A stretch of training within one borrow of an engine: from a position, step by step, to a position. */
export class Leg {
  readonly session: Session;
  readonly initialLoss: number;
  /** mean |y|^2 over the samples, in the network's coordinates, weights regarded. */
  readonly meanSquare: number;
  recent: number[];
  /** Of the last step taken in this leg. */
  decrement?: number;
  /** The record after which there is no further step. */
  ended?: StepRecord;
  private taken: number;
  private readonly takeStep: () => Outcome;
  /** Time spent since the last record: the opening counts as part of the first step. */
  private since: number;

  constructor(
    engine: Engine,
    readonly setting: Setting,
    position: Position,
  ) {
    this.since = now();
    const { network, data, shape, method } = setting;
    const model = new BoundModel(engine, network, data, method.derivatives);
    this.meanSquare = model.meanTarget();
    this.session = new Session(engine, model, shape, position.theta, position.memory);
    this.takeStep = method.open(this.session);
    this.taken = position.step;
    this.initialLoss = position.initialLoss ?? this.session.loss;
    this.recent = position.recent.length > 0 ? position.recent : [this.session.loss];
    this.ended = position.ended;
  }

  /** The next step; the last record again where the trainer has ended. */
  step(): StepRecord {
    if (this.ended) return { ...this.ended };
    const { session, setting } = this;
    const start = this.since || now();
    const obstacle = this.obstacle();
    const { decrement, end = obstacle, ...figures } = obstacle ? { ...noStep(setting.shape), operations: 0 } : this.takeStep();
    this.since = 0;
    const status = end ?? this.arrival();
    if (figures.attempts > 0) this.taken++;
    this.decrement = decrement;
    this.recent = [...this.recent.slice(-WINDOW), session.loss];
    const record: StepRecord = {
      step: this.taken,
      loss: session.loss,
      gradientNorm: session.gradientNorm,
      ...figures,
      solver: setting.method.solver,
      seconds: (now() - start) / 1000,
    };
    if (status === undefined) return record;
    record.status = status;
    this.ended = { ...record };
    return record;
  }

  /** Where the leg stands, as plain arrays of its own. */
  position(): Position {
    const { session, taken, initialLoss, recent, ended } = this;
    return { theta: session.model.takeTheta(), memory: session.takeMemory(), step: taken, initialLoss, recent, ended };
  }

  /** Why there is no step from here, if there is none. */
  obstacle(): Status | undefined {
    const { loss, gradientNorm } = this.session;
    return Number.isFinite(loss) && Number.isFinite(gradientNorm) ? this.arrival() : "nonfinite";
  }

  private arrival(): Status | undefined {
    return isRounding(this.session.loss, this.meanSquare) ? "converged" : undefined;
  }
}
