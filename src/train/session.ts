import type { Engine } from "../engine/engine.js";
import type { BoundModel } from "../model/boundModel.js";
import type { Memory } from "./memory.js";
import type { Shape } from "./shape.js";

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
  private readonly fallback: number;
  private readonly vectors = new Map<string, { pointer: number; length: number }>();

  constructor(
    readonly engine: Engine,
    readonly model: BoundModel,
    readonly shape: Shape,
    theta: Float64Array,
    memory: Memory,
  ) {
    this.size = shape.parameters;
    this.theta = model.theta;
    this.gradient = engine.arena.f64(this.size);
    this.fallback = engine.arena.f64(this.size);
    this.scalars = { ...memory.scalars };
    for (const [name, values] of Object.entries(memory.vectors)) {
      this.vectors.set(name, { pointer: engine.put(values), length: values.length });
    }
    model.setTheta(theta);
    this.arrive(model.linearise());
  }

  /** Address of one of the method's vectors; to be written when a step is committed, not before. */
  vector(name: string): number {
    const found = this.vectors.get(name);
    if (found === undefined) throw new Error(`the method keeps no vector "${name}"`);
    return found.pointer;
  }

  /** Address of a fresh P-vector that lasts as long as the session. */
  scratch(): number {
    return this.engine.arena.f64(this.size);
  }

  /** to = from, P-vectors. */
  copy(from: number, to: number): void {
    this.engine.view(to, this.size).set(this.engine.view(from, this.size));
  }

  /** <u, v> of P-vectors. */
  dot(u: number, v: number): number {
    return this.engine.routines.dot_f64(this.size, u, v);
  }

  /** |v| of a P-vector. */
  norm(v: number): number {
    return Math.sqrt(this.dot(v, v));
  }

  /**
   * Makes `trial` the new theta if it is finite and its loss is admitted; the model is then linearised there and the gradient taken.
   * Otherwise everything is as it was. Returns whether it moved. Most trials are admitted, so the model is linearised at the trial at
   * once, which costs what the loss alone does, and again at theta where the trial fails.
   */
  tryMove(trial: number, admit: (loss: number) => boolean): boolean {
    if (this.engine.routines.first_nonfinite_f64(this.size, trial) >>> 0 !== this.size) return false;
    this.copy(this.theta, this.fallback);
    this.copy(trial, this.theta);
    const loss = this.model.linearise();
    if (admit(loss)) {
      this.arrive(loss);
      return true;
    }
    this.copy(this.fallback, this.theta);
    this.model.linearise();
    return false;
  }

  takeTheta(): Float64Array {
    return this.model.takeTheta();
  }

  takeMemory(): Memory {
    const vectors: Memory["vectors"] = {};
    for (const [name, { pointer, length }] of this.vectors) vectors[name] = this.engine.take(pointer, length);
    return { scalars: { ...this.scalars }, vectors };
  }

  private arrive(loss: number): void {
    this.loss = loss;
    this.model.gradient(this.gradient);
    this.gradientNorm = this.norm(this.gradient);
  }
}
