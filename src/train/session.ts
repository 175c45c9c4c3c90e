import type { Engine } from "../engine/engine.js";
import type { BoundModel } from "../model/boundModel.js";
import type { Memory } from "./memory.js";
import type { Outcome } from "./outcome.js";
import type { Shape } from "./shape.js";

/** A way to a new theta, and what the method's model says of it. */
export interface Move {
  /** Decrease of the loss. */
  promised: number;
  stepNorm: number;
  /** Writes the new theta in the place of the present one. */
  go(): void;
}

/**
 * A trainer's position in an engine's memory, for the length of one borrow: theta, the model bound to the data and linearised there, the
 * loss, the gradient, and the method's own numbers and vectors. Opened from plain arrays and closed into plain arrays; pointers are bytes.
 */
export class Session {
  readonly size: number;
  /** Address of theta as of the last whole step. Methods read it, and change it by `tryMove` only. */
  readonly theta: number;
  /** Address of grad L at theta. */
  readonly gradient: number;
  gradientNorm = 0;
  loss = 0;
  /** The method's numbers. To be written when a step is committed, not before. */
  readonly scalars: Record<string, number>;
  /** Addresses of the method's P-vectors; to be written when a step is committed, not before. */
  readonly vectors: Record<string, number> = {};
  private readonly before: number;

  constructor(
    readonly engine: Engine,
    readonly model: BoundModel,
    readonly shape: Shape,
    theta: Float64Array,
    memory: Memory,
  ) {
    this.size = shape.parameters;
    this.theta = model.theta;
    this.gradient = this.scratch();
    this.before = this.scratch();
    this.scalars = { ...memory.scalars };
    for (const [name, values] of Object.entries(memory.vectors)) this.vectors[name] = engine.put(values);
    model.setTheta(theta);
    this.arrive(model.linearise());
  }

  /** Address of a fresh P-vector that lasts as long as the session. */
  scratch(): number {
    return this.engine.arena.f64(this.size);
  }

  /** to = from, P-vectors. */
  copy(from: number, to: number): void {
    this.engine.copy(this.size, from, to);
  }

  /** <u, v> of P-vectors. */
  dot(u: number, v: number): number {
    return this.engine.routines.dot_f64(this.size, u, v);
  }

  /** |v| of a P-vector. */
  norm(v: number): number {
    return Math.sqrt(this.dot(v, v));
  }

  /** To theta - factor step, for the step that minimises a quadratic model: its promise is grad'step (factor - factor^2 / 2). */
  straight(step: number, factor: number): Move {
    return {
      promised: this.dot(this.gradient, step) * (factor - 0.5 * factor * factor),
      stepNorm: factor * this.norm(step),
      go: () => this.engine.routines.axpy_f64(this.size, -factor, step, this.theta),
    };
  }

  /**
   * Makes a move if theta stays finite and the loss is admitted: the model is then linearised there, the gradient taken, and the outcome
   * says so. Otherwise everything is as it was. Returns whether it moved. Most moves are admitted, so the model is linearised at the new
   * theta at once, which costs what the loss alone does, and again at the old one where the move fails.
   */
  tryMove(outcome: Outcome, { promised, stepNorm, go }: Move, admit: (loss: number) => boolean): boolean {
    const before = this.loss;
    this.copy(this.theta, this.before);
    go();
    const finite = this.engine.routines.first_nonfinite_f64(this.size, this.theta) >>> 0 === this.size;
    const loss = finite ? this.model.linearise() : NaN;
    if (!admit(loss)) {
      this.goBack();
      return false;
    }
    this.arrive(loss);
    Object.assign(outcome, { accepted: true, stepNorm, gainRatio: promised === 0 ? 0 : (before - loss) / promised });
    return true;
  }

  /** Takes the last move back, but for the gradient; returns the loss. */
  goBack(): number {
    this.copy(this.before, this.theta);
    return this.model.linearise();
  }

  /** Takes the loss and the gradient of theta, where the model is linearised. */
  arrive(loss: number): void {
    this.loss = loss;
    this.model.gradient(this.gradient);
    this.gradientNorm = this.norm(this.gradient);
  }

  takeMemory(): Memory {
    const vectors: Memory["vectors"] = {};
    for (const [name, pointer] of Object.entries(this.vectors)) vectors[name] = this.engine.take(pointer, this.size);
    return { scalars: { ...this.scalars }, vectors };
  }
}
