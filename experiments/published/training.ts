import { createTrainer, type Network, predict, type StepRecord } from "nntk";
import { ntkDecomposition } from "nntk/kernels";
import { METHODS, type Method } from "../comparison/methods.js";
import { coefficientsOf, initialNetwork, problem } from "../comparison/problem.js";

export interface TrainingOptions {
  seeds: number;
  seconds: number;
  width: number;
  points: number;
}

/** The published iterations: 5,000 for Newton and Gauss-Newton, 50,000 for the others. */
const MAX_STEPS: Record<string, number> = { newton: 5000, "gauss-newton": 5000 };
const FIRST_ORDER_STEPS = 50_000;
const GROWTH = 1.1;
/** Below this loss there is nothing left to show. */
const ENOUGH = 1e-12;

export interface TrainingRun {
  method: string;
  seed: number;
  steps: number;
  /** compute time, diagnostics excluded */
  seconds: number;
  loss: number;
  /** Columns, thinned evenly in the logarithm of the step. */
  curve: { step: number[]; seconds: number[]; loss: number[] };
  /** The five coefficients of the output along the way. */
  coefficients: { step: number[]; values: number[][] };
  /** |q_j'(f - y)| at the end over that at the start, in the modes of the tangent kernel at the start */
  modes: { eigenvalue: number; left: number }[];
}

export interface Training {
  methods: Method[];
  runs: TrainingRun[];
  setting: TrainingOptions;
}

/** The published methods, and the structured one beside them. */
function trainingMethods(): Method[] {
  const structured: Method = { key: "structured", label: "Newton (structured)", options: { method: "newton", solver: "structured" } };
  return METHODS.some(({ key }) => key === structured.key) ? [...METHODS] : [...METHODS, structured];
}

export function train(setting: TrainingOptions, onRun: (run: TrainingRun) => void): Training {
  const methods = trainingMethods();
  const runs: TrainingRun[] = [];
  for (let seed = 0; seed < setting.seeds; seed++) {
    const start = initialNetwork(setting.width, seed);
    for (const method of methods) {
      const run = trainOnce(method, start, seed, setting);
      runs.push(run);
      onRun(run);
    }
  }
  return { methods, runs, setting };
}

function trainOnce(method: Method, start: Network, seed: number, setting: TrainingOptions): TrainingRun {
  const { x, y } = problem(setting.points);
  const trainer = createTrainer(start, { x, y }, method.options);
  const coefficients = coefficientsOf(x);
  const { initialLoss: loss } = trainer.run({ maxSteps: 0 });
  const run: TrainingRun = {
    method: method.key,
    seed,
    steps: 0,
    seconds: 0,
    loss,
    curve: { step: [], seconds: [], loss: [] },
    coefficients: { step: [], values: [] },
    modes: [],
  };
  const snapshot = () => {
    run.coefficients.step.push(run.steps);
    run.coefficients.values.push(coefficients(predict(trainer.network(), x).data) ?? []);
  };
  const onStep = (record: StepRecord) => {
    run.steps = record.step;
    run.seconds += record.seconds;
    run.loss = record.loss;
    if (record.step >= GROWTH * (run.curve.step.at(-1) ?? 0)) keep(run);
    if (record.step >= GROWTH * (run.coefficients.step.at(-1) ?? 0)) snapshot();
  };
  snapshot();
  const until = { loss: ENOUGH, milliseconds: 1000 * setting.seconds };
  trainer.run({ maxSteps: MAX_STEPS[method.key] ?? FIRST_ORDER_STEPS, until, onStep });
  if (run.curve.step.at(-1) !== run.steps) keep(run);
  if (run.coefficients.step.at(-1) !== run.steps) snapshot();
  run.modes = modesLeft(start, trainer.network(), x, y);
  return run;
}

function keep({ curve, steps, seconds, loss }: TrainingRun): void {
  curve.step.push(steps);
  curve.seconds.push(seconds);
  curve.loss.push(loss);
}

/** What is left of the residual in each mode of the tangent kernel at the start, as far as the kernel's eigenvalues reach. */
function modesLeft(start: Network, end: Network, x: Float64Array, y: Float64Array): TrainingRun["modes"] {
  const { values, vectors, outputs } = ntkDecomposition(start, x);
  const after = predict(end, x).data;
  const n = values.length;
  return [...values].slice(0, 32).map((eigenvalue, j) => {
    let before = 0;
    let left = 0;
    for (let i = 0; i < n; i++) {
      const q = vectors.data[i * n + j] as number;
      before += q * ((outputs.data[i] as number) - (y[i] as number));
      left += q * ((after[i] as number) - (y[i] as number));
    }
    return { eigenvalue, left: Math.abs(left / before) };
  });
}
