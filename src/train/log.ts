import type { Status } from "../core/status.js";
import type { Network } from "../model/network.js";
import type { Leg } from "./leg.js";
import type { StepRecord, TrainResult } from "./records.js";
import type { CheckedRunOptions } from "./runOptions.js";
import { defaultTarget, stopping } from "./stopping.js";
import { addWork, workOf } from "./work.js";

/** The books of one run: its records, and how it ended. */
export class Log {
  status?: Status;
  private history: StepRecord[] = [];
  private readonly initialLoss: number;
  private readonly rule: ReturnType<typeof stopping>;
  private work = workOf([]);

  /** Opens the books where the run starts; it may end there. */
  constructor(
    private readonly options: CheckedRunOptions,
    leg: Leg,
  ) {
    const { until, maxSteps, signal } = options;
    const loss = until.loss ?? defaultTarget(leg.initialLoss, leg.meanSquare);
    this.rule = stopping({ ...until, loss, relativeDecrease: until.relativeDecrease ?? leg.setting.method.relativeDecrease });
    this.initialLoss = leg.session.loss;
    if (leg.obstacle() === "nonfinite") this.status = "nonfinite";
    else if (this.initialLoss <= loss) this.status = "converged";
    else if (leg.ended) this.status = leg.ended.status;
    else if (signal?.aborted) this.status = "aborted";
    else if (maxSteps === 0) this.status = "max_iterations";
  }

  get steps(): number {
    return this.history.length;
  }

  /** Lets the leg take the next step, and writes down what it did and whether the run ends with it. */
  step(leg: Leg): StepRecord {
    const record = leg.step();
    this.history.push(record);
    addWork(this.work, record);
    const { operations, seconds } = this.work;
    const reached = this.rule({ ...record, recent: leg.recent, decrement: leg.decrement, operations, milliseconds: 1000 * seconds });
    const last = this.steps >= this.options.maxSteps ? "max_iterations" : undefined;
    this.end(record.status ?? reached ?? last);
    return record;
  }

  /** Ends the run, unless it has ended, and marks its last record. */
  end(status: Status | undefined): void {
    if (status === undefined || this.status !== undefined) return;
    this.status = status;
    const last = this.history.at(-1);
    if (last && Object.isExtensible(last)) last.status = status;
    else if (last) this.history[this.history.length - 1] = { ...last, status };
  }

  /** Ends the run if the caller's signal says so. */
  heed(): void {
    if (this.options.signal?.aborted) this.end("aborted");
  }

  /** Strikes out all but the first `steps` records: they are to be taken again. */
  strike(steps: number): void {
    this.history = this.history.slice(0, steps);
    this.work = workOf(this.history);
    this.status = undefined;
  }

  /** The result; without a status the run was left by the caller. */
  result(network: Network): TrainResult {
    const { history, status = "aborted", initialLoss, work } = this;
    return { status, network, initialLoss, finalLoss: history.at(-1)?.loss ?? initialLoss, steps: history.length, history, ...work };
  }
}
