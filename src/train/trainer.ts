import { misuse } from "../core/checks.js";
import { withEngine } from "../engine/pool.js";
import { STAMP } from "../engine/wasm/routines.js";
import { type Network, splitParameters } from "../model/network.js";
import { digestOf } from "./digest.js";
import { Leg } from "./leg.js";
import { Log } from "./log.js";
import type { StepRecord, TrainResult } from "./records.js";
import { type CheckedRunOptions, checkRunOptions, type IterateOptions, type RunOptions } from "./runOptions.js";
import type { Setting } from "./setting.js";
import type { Position, TrainerState } from "./state.js";
import type { TrainerOptions } from "./trainerOptions.js";
import { turn } from "./turn.js";

/** A network in training: where it stands, and the ways to go on. Holds ordinary arrays only; there is nothing to dispose of. */
export interface Trainer {
  /**
   * One step: tries until a trial is accepted or the method's attempts are spent. Once the training can go no further - rounding reached,
   * the regularizer at its maximum, a number that is not finite, a solve that failed - the record says so in `status`, and so does every
   * later call, which returns that record again. The other stopping rules belong to `run` and `iterate`.
   */
  step(): StepRecord;
  /**
   * Steps until a rule says stop, without giving the event loop a turn. Never throws for numerical reasons.
   *
   * @returns status, network, initialLoss, finalLoss, steps, history and totals of the work: see `TrainResult`
   * @throws {TypeError} an option of the wrong kind or an unknown one  @throws {RangeError} an option out of range
   */
  run(options?: RunOptions): TrainResult;
  /**
   * The same in turns: an asynchronous iterator over the records that hands the event loop back every `yieldEvery` steps. Leaving the
   * loop stops the training at the record last seen. The iterator returns what `run` returns. To look at the trainer inside the loop is
   * allowed, and costs the steps their lead: each then waits to be asked for.
   */
  iterate(options?: IterateOptions): AsyncGenerator<StepRecord, TrainResult, void>;
  /** A copy of the network at the last whole step. */
  network(): Network;
  /** The whole state as plain data, a copy that survives `structuredClone`; `resumeTrainer` goes on from it bit for bit. */
  state(): TrainerState;
}

/** Steps taken ahead of the caller by `iterate`: where they began, and how many of their records were handed out. */
interface Stretch {
  start: Position;
  records: StepRecord[];
  delivered: number;
  /** The caller looked at the trainer while the stretch was handed out. */
  lookedAt: boolean;
}

/** A trainer whose state between calls is plain arrays: each call borrows an engine for a leg and gives it back. */
export class PlainTrainer implements Trainer {
  private leg?: Leg;
  /** Set while the records of a stretch are being handed out. */
  private stretch?: Stretch;

  constructor(
    private readonly setting: Setting,
    private readonly options: TrainerOptions,
    private position: Position,
  ) {}

  step(): StepRecord {
    return this.borrow("trainer.step", (leg) => leg.step());
  }

  run(options: RunOptions = {}): TrainResult {
    const checked = checkRunOptions("trainer.run", options, false);
    const log = this.borrow("trainer.run", (leg) => {
      const books = new Log(checked, leg);
      while (books.status === undefined) {
        const record = books.step(leg);
        checked.onStep?.(record);
        books.heed();
      }
      return books;
    });
    return log.result(this.network());
  }

  iterate(options: IterateOptions = {}): AsyncGenerator<StepRecord, TrainResult, void> {
    return this.turns(checkRunOptions("trainer.iterate", options, true));
  }

  network(): Network {
    return splitParameters(this.setting.network, this.here().theta);
  }

  state(): TrainerState {
    const { theta, ...rest } = this.here();
    const network = splitParameters(this.setting.network, theta);
    const digest = digestOf(this.setting.data);
    return structuredClone({ format: "nntk-trainer", stamp: STAMP, digest, options: this.options, network, ...rest });
  }

  /**
   * Steps are taken a stretch at a time, each stretch within one borrow and handed out record by record. Whoever looks at the trainer in
   * mid-stretch, or has left there, finds it at the step last handed out: the stretch is taken again from its beginning up to that step,
   * to the same bits. Who looks once is likely to look again: the next stretch is one step, and they double while nobody looks.
   */
  private async *turns(options: CheckedRunOptions): AsyncGenerator<StepRecord, TrainResult, void> {
    const where = "trainer.iterate";
    const log = this.borrow(where, (leg) => new Log(options, leg));
    let size = options.yieldEvery;
    let sinceTurn = 0;
    while (log.status === undefined) {
      this.settle();
      const before = log.steps;
      const stretch: Stretch = { start: this.position, records: [], delivered: 0, lookedAt: false };
      this.borrow(where, (leg) => {
        while (stretch.records.length < size && log.status === undefined) stretch.records.push(log.step(leg));
      });
      this.stretch = stretch;
      for (const record of stretch.records) {
        if (stretch.lookedAt || options.signal?.aborted) break;
        stretch.delivered++;
        options.onStep?.(record);
        yield record;
      }
      if (stretch.delivered < stretch.records.length) {
        log.strike(before + stretch.delivered);
        size = 1;
      } else if (!stretch.lookedAt) size = Math.min(2 * size, options.yieldEvery);
      log.heed();
      sinceTurn += stretch.delivered;
      if (sinceTurn >= options.yieldEvery && log.status === undefined) {
        await turn();
        sinceTurn = 0;
        log.heed();
      }
    }
    return log.result(this.network());
  }

  /** Where the trainer stands for a caller who looks. */
  private here(): Position {
    if (this.leg) return this.leg.position();
    if (this.stretch) this.stretch.lookedAt = true;
    this.settle();
    return this.position;
  }

  /** Goes back to the step last handed out, where a stretch ran ahead of it. */
  private settle(): void {
    const stretch = this.stretch;
    this.stretch = undefined;
    if (stretch === undefined || stretch.delivered === stretch.records.length) return;
    stretch.lookedAt = true;
    this.position = stretch.start;
    if (stretch.delivered === 0) return;
    this.borrow("trainer.iterate", (leg) => {
      for (let i = 0; i < stretch.delivered; i++) leg.step();
    });
  }

  /** Lends an engine for a leg from the present position; the trainer then stands where the leg ended, however it ended. */
  private borrow<T>(where: string, use: (leg: Leg) => T): T {
    if (this.leg) misuse(TypeError, where, "trainer", "to be idle", "a call from its own onStep");
    this.settle();
    return withEngine((engine) => {
      const leg = new Leg(engine, this.setting, this.position);
      this.leg = leg;
      try {
        return use(leg);
      } finally {
        this.leg = undefined;
        this.position = leg.position();
      }
    });
  }
}
