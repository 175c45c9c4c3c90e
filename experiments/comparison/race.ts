import { setImmediate } from "node:timers/promises";
import { createTrainer, type Network, predict, type Status, type StepRecord } from "nntk";
import type { Method } from "./methods.js";
import { coefficientsOf, type Problem } from "./problem.js";

/** The losses whose first reaching is reported. */
export const THRESHOLDS = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12] as const;

/** Wall time between two looks at the keyboard and the terminal. */
const CHUNK_SECONDS = 0.05;
/** Growth of the step's number from one kept point of a curve to the next, and from one snapshot of the coefficients to the next. */
const CURVE_GROWTH = 1.02;
const SNAPSHOT_GROWTH = 1.12;

/** Columns of equal length: a loss curve, thinned evenly in the logarithm of the step. */
interface Curve {
  step: number[];
  seconds: number[];
  loss: number[];
}

/** The five fitted coefficients along the way. */
interface CoefficientCurve {
  step: number[];
  seconds: number[];
  values: number[][];
}

/** One method from one start. */
export interface Run {
  method: string;
  seed: number;
  status: Status;
  steps: number;
  /** Compute time, diagnostics excluded. */
  seconds: number;
  initialLoss: number;
  finalLoss: number;
  /** For each threshold the first step and the time with a loss at or below it; null where never. */
  reached: ({ step: number; seconds: number } | null)[];
  coefficients: number[] | null;
  curve: Curve;
  coefficientCurve: CoefficientCurve;
  network: Network;
}

export interface RaceOptions {
  seed: number;
  seconds: number;
  signal: AbortSignal;
  onProgress: (run: Run) => void;
}

/** Trains by one method until the last threshold, the method's own end, the time or the signal. */
export async function race(method: Method, start: Network, { x, y }: Problem, options: RaceOptions): Promise<Run> {
  const { seed, seconds, signal, onProgress } = options;
  const trainer = createTrainer(start, { x, y }, method.options);
  const coefficients = coefficientsOf(x);
  const { initialLoss } = trainer.run({ maxSteps: 0 });
  const run: Run = {
    method: method.key,
    seed,
    status: "max_iterations",
    steps: 0,
    seconds: 0,
    initialLoss,
    finalLoss: initialLoss,
    reached: THRESHOLDS.map(() => null),
    coefficients: null,
    curve: { step: [0], seconds: [0], loss: [initialLoss] },
    coefficientCurve: { step: [], seconds: [], values: [] },
    network: start,
  };
  const snapshot = () => {
    const values = coefficients(predict(trainer.network(), x).data);
    if (values === undefined || run.coefficientCurve.step.at(-1) === run.steps) return;
    push(run.coefficientCurve, { step: run.steps, seconds: run.seconds, values });
  };
  const onStep = (record: StepRecord) => {
    note(run, record);
    if (run.steps >= SNAPSHOT_GROWTH * (run.coefficientCurve.step.at(-1) ?? 0)) snapshot();
  };
  const loss = THRESHOLDS[THRESHOLDS.length - 1];
  snapshot();
  let chunk = 1;
  while (run.status === "max_iterations") {
    const until = { loss, milliseconds: Math.max(0, 1000 * (seconds - run.seconds)) };
    const result = trainer.run({ maxSteps: chunk, until, signal, onStep });
    run.status = result.status;
    if (result.seconds < CHUNK_SECONDS / 2) chunk *= 2;
    onProgress(run);
    await setImmediate();
    if (signal.aborted && run.status === "max_iterations") run.status = "aborted";
  }
  if (run.curve.step.at(-1) !== run.steps) push(run.curve, { step: run.steps, seconds: run.seconds, loss: run.finalLoss });
  snapshot();
  run.network = trainer.network();
  run.coefficients = run.coefficientCurve.values.at(-1) ?? null;
  return run;
}

/** Takes a step down. */
function note(run: Run, { step, loss, seconds }: StepRecord): void {
  run.steps = step;
  run.seconds += seconds;
  run.finalLoss = loss;
  for (const [i, threshold] of THRESHOLDS.entries()) {
    if (loss > threshold) break;
    run.reached[i] ??= { step, seconds: run.seconds };
  }
  if (step >= CURVE_GROWTH * (run.curve.step.at(-1) as number)) push(run.curve, { step, seconds: run.seconds, loss });
}

/** Appends a row to columns. */
function push<Row extends object>(columns: { [Key in keyof Row]: Row[Key][] }, row: Row): void {
  for (const key of Object.keys(row) as (keyof Row)[]) columns[key].push(row[key]);
}
