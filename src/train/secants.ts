import type { Engine } from "../engine/engine.js";
import type { NewtonSystem } from "../model/structured/newtonSystem.js";

/** Corrections that are remembered. */
const DEPTH = 5;
/** A remembered change that is dependent on the others but for this fraction of itself is left out. */
const DEPENDENT = 1e-8;

/** How one correction changed what is to vanish, and y. */
interface Secant {
  change: number;
  y: number;
}

/**
 * Type-I Anderson mixing for the corrections of a path: what the last changes of y did to the defect is known, so that part of the defect is
 * removed by them, and only the rest by the factor.
 *
 *   y + B^-1 (F - Q Q'F) - Y Q'F       Q: the last changes of F, orthonormalised from the newest on; Y: the changes of y that go with them
 *
 * Source   Anderson 1965; Walker & Ni 2011, section 2
 */
export class Secants {
  private readonly pool: Secant[];
  private readonly basis: Secant[];
  private readonly rest: number;
  private held: Secant[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly n: number,
  ) {
    const pair = () => ({ change: engine.arena.f64(n), y: engine.arena.f64(n) });
    this.pool = Array.from({ length: DEPTH }, pair);
    this.basis = Array.from({ length: DEPTH }, pair);
    this.rest = engine.arena.f64(n);
  }

  clear(): void {
    this.held = [];
  }

  /** Remembers that the change dy took the defect F to FNext; the oldest is forgotten when there are more than 5. */
  add(F: number, FNext: number, dy: number): void {
    const free = this.held.length < DEPTH ? (this.pool[this.held.length] as Secant) : (this.held.pop() as Secant);
    const { engine, n } = this;
    engine.view(free.change, n).set(engine.view(FNext, n));
    engine.routines.axpy_f64(n, -1, F, free.change);
    engine.view(free.y, n).set(engine.view(dy, n));
    this.held.unshift(free);
  }

  /** dy = the correction for the defect F. */
  correction(F: number, dy: number, system: NewtonSystem): void {
    const { engine, n, rest } = this;
    const { axpy_f64, dot_f64 } = engine.routines;
    engine.view(rest, n).set(engine.view(F, n));
    engine.view(dy, n).fill(0);
    for (const { change, y } of this.orthonormal()) {
      const along = dot_f64(n, change, rest);
      axpy_f64(n, -along, change, rest);
      axpy_f64(n, -along, y, dy);
    }
    system.reduce(rest, rest);
    axpy_f64(n, 1, rest, dy);
  }

  /** Modified Gram-Schmidt over the held changes, newest first. */
  private orthonormal(): Secant[] {
    const { engine, n } = this;
    const { axpy_f64, dot_f64, scale_f64 } = engine.routines;
    const done: Secant[] = [];
    for (const held of this.held) {
      const next = this.basis[done.length] as Secant;
      engine.view(next.change, n).set(engine.view(held.change, n));
      engine.view(next.y, n).set(engine.view(held.y, n));
      const before = Math.sqrt(dot_f64(n, next.change, next.change));
      for (const { change, y } of done) {
        const along = dot_f64(n, change, next.change);
        axpy_f64(n, -along, change, next.change);
        axpy_f64(n, -along, y, next.y);
      }
      const after = Math.sqrt(dot_f64(n, next.change, next.change));
      if (!(after > DEPENDENT * before)) continue;
      scale_f64(n, 1 / after, next.change, next.change);
      scale_f64(n, 1 / after, next.y, next.y);
      done.push(next);
    }
    return done;
  }
}
