import { createNetwork, createTrainer, loss, type TrainerOptions } from "nntk";
import { makeMatrix } from "../src/core/matrix.js";
import { check, type Row, type Suite } from "./support.js";

// Many samples: a smooth surface from 20,000 points by 500 units, the compute time until a hundredth of the starting loss. Minutes, so it runs
// by its name only: npm run bench -- samples

export const samples: Suite = { name: "samples", rows };

const SIDE = 142;
const M = 20_000;
const [N, PART] = [500, 1e-2];
/** Seconds that a second-order method may take to get there. */
const SECOND_ORDER = 60;
/** Learning rates of Adam: those of the goal that get anywhere, and two larger ones, the first of which is its best. */
const RATES = [1e-2, 3e-2, 1e-1, 3e-1];
const GOAL_RATES = 2;
/** A run of Adam ends at this many times the best one; 10 is what is asked. */
const ADAM = 16;

/** Points of a grid on the square [-2, 2]^2, and y = sin(1.5 a) cos(2 b) + 0.3 a b + exp(-a^2). */
function surface() {
  const at = (i: number) => (4 * i) / (SIDE - 1) - 2;
  const x = makeMatrix(
    M,
    2,
    Float64Array.from({ length: 2 * M }, (_, k) => at(k % 2 === 0 ? (k >> 1) % SIDE : Math.floor((k >> 1) / SIDE))),
  );
  const y = Float64Array.from({ length: M }, (_, m) => {
    const [a, b] = [x.data[2 * m] as number, x.data[2 * m + 1] as number];
    return Math.sin(1.5 * a) * Math.cos(2 * b) + 0.3 * a * b + Math.exp(-a * a);
  });
  return { x, y };
}

interface Reached {
  name: string;
  seconds: number;
  /** Loss at the end as a fraction of that at the start. */
  part: number;
  steps: number;
}

function rows(): Row[] {
  const data = surface();
  const network = createNetwork({ inputs: 2, width: N, seed: 1 });
  const start = loss(network, data);
  const reach = (name: string, options: TrainerOptions, allowed: number): Reached => {
    const until = { loss: PART * start, milliseconds: 1e3 * allowed, relativeDecrease: 0 };
    const { history, finalLoss, steps } = createTrainer(network, data, options).run({ maxSteps: 1e6, until });
    return { name, seconds: history.reduce((sum, record) => sum + record.seconds, 0), part: finalLoss / start, steps };
  };
  const subset = (rows: number) => reach(`subset of ${rows}`, { subset: { rows, seed: 1 } }, SECOND_ORDER);
  const subsets = [subset(500), subset(1000)];
  const exact = reach("every sample", { subset: { rows: M, seed: 1 } }, SECOND_ORDER);
  const best = subsets.reduce((a, b) => (a.seconds <= b.seconds ? a : b));
  const allowed = ADAM * best.seconds;
  const adam = RATES.map((learningRate) => reach(`Adam at ${learningRate}`, { method: "adam", learningRate }, allowed));
  check("samples", best.part, PART);
  const goals = new Map<Reached, number>([[exact, 3], ...adam.slice(0, GOAL_RATES).map((each) => [each, 10] as const)]);
  return [...subsets, exact, ...adam].map((each) => ({
    operation: each.name,
    size: `${N} x ${M}`,
    time: { best: each.seconds, median: each.seconds },
    figure: each.part <= PART ? `${each.steps} steps` : `at ${each.part.toExponential(1)}`,
    ratio: each.seconds / best.seconds,
    against: best.name,
    ...(goals.has(each) ? { goal: goals.get(each) as number } : {}),
  }));
}
