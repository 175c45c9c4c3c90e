// One method's way through a race.
import {
  createTrainer,
  type Data,
  flatten,
  type MatrixLike,
  type Network,
  predict,
  type Status,
  type StepRecord,
  type Trainer,
  type TrainerOptions,
} from "nntk";
import { type Curve, emptyCurve, extend } from "./curve.js";
import { digestOf } from "./digest.js";

/** Steps of one slice at most: memory for records, not time, is what it bounds. */
const MOST_STEPS = 4096;

export class Lane {
  steps = 0;
  /** Compute time of the steps. */
  seconds = 0;
  loss: number;
  gamma = 0;
  /** Why the method ended by itself. */
  status?: Status;
  /** Of the parameters after the step `digestStep`: that of the method's plan, or the last where the method ended before. */
  digest?: string;
  digestStep: number;
  /** Points of the loss curve since they were last taken. */
  private fresh: Curve = emptyCurve();
  private last: Curve = emptyCurve();

  private readonly trainer: Trainer;

  constructor(network: Network, data: Data, options: TrainerOptions, digestAt: number) {
    this.trainer = createTrainer(network, data, options);
    this.digestStep = digestAt;
    const { initialLoss } = this.trainer.run({ maxSteps: 0 });
    this.loss = initialLoss;
    this.push(0, 0, initialLoss);
  }

  /** Steps for about so long: at least one, unless the method has ended. Stops at the digest's step to take the digest. */
  run(milliseconds: number, most = MOST_STEPS): void {
    if (this.status) return;
    const untilDigest = this.digest === undefined ? this.digestStep - this.steps : most;
    const until = { milliseconds, relativeDecrease: 0 };
    const result = this.trainer.run({ maxSteps: Math.min(most, untilDigest), until, onStep: (record) => this.note(record) });
    if (result.status !== "budget" && result.status !== "max_iterations") {
      this.status = result.status;
      this.push(this.steps, this.seconds, this.loss);
    }
    if (this.digest === undefined && (this.status || this.steps === this.digestStep)) {
      this.digestStep = this.steps;
      this.digest = digestOf(flatten(this.network()));
    }
  }

  network(): Network {
    return this.trainer.network();
  }

  /** The network's outputs at the rows of x; undefined where training has overflowed. */
  outputs(x: MatrixLike): Float64Array | undefined {
    return this.status === "nonfinite" ? undefined : predict(this.network(), x).data;
  }

  /** What the loss curve has gained since this was last asked. */
  takeCurve(): Curve {
    const taken = this.fresh;
    this.fresh = emptyCurve();
    return taken;
  }

  private note({ step, loss, gamma, seconds }: StepRecord): void {
    this.steps = step;
    this.seconds += seconds;
    this.loss = loss;
    this.gamma = gamma;
    const before = this.last.step.length;
    extend(this.last, step, this.seconds, loss);
    if (this.last.step.length > before) this.push(step, this.seconds, loss);
  }

  private push(step: number, seconds: number, loss: number): void {
    this.last = { step: [step], seconds: [seconds], loss: [loss] };
    this.fresh.step.push(step);
    this.fresh.seconds.push(seconds);
    this.fresh.loss.push(loss);
  }
}
