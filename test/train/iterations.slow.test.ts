import { describe, expect, test } from "vitest";
import { createNetwork, createTrainer, type Data, inertia, type Network } from "../../src/index.js";
import { recording, startOf } from "../model/recorded.js";

// How many steps the default trainer takes on the published problem, in means over starts: single runs are chaotic (rounding alone moves a
// count by 40 %). The limits were set before the method was; no constant of it was chosen on the seeds below.

const TARGETS = [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12];
const MINUTES = 10 * 60_000;

const recorded = [0, 1].map((seed) => startOf(recording(`paper_start_seed${seed}`)));
const { x, y } = (recorded[0] as (typeof recorded)[number]).data as { x: number[]; y: number[] };
const own = (count: number, width: number, first: number) =>
  Array.from({ length: count }, (_, i) => createNetwork({ inputs: 1, width, seed: first + i }));

function standardised(values: number[]): number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return values.map((v) => (v - mean) / deviation);
}

/** Mean numbers of steps to the targets, and factorizations a step. */
function steps(networks: Network[], data: Data, last = 1e-12): { means: number[]; factorizations: number } {
  let factorizations = 0;
  let taken = 0;
  const counts = networks.map((network) => {
    const result = createTrainer(network, data).run({ maxSteps: 400, until: { loss: last } });
    factorizations += result.factorizations;
    taken += result.steps;
    const losses = [result.initialLoss, ...result.history.map(({ loss }) => loss)];
    for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1] as number);
    return TARGETS.map((target) => losses.findIndex((loss) => loss <= target)).map((k) => (k < 0 ? 400 : k));
  });
  const means = TARGETS.map((_, j) => counts.reduce((sum, row) => sum + (row[j] as number), 0) / counts.length);
  console.log(means.map((mean) => mean.toFixed(1)).join(" / "), "steps,", (factorizations / taken).toFixed(3), "factorizations a step");
  return { means, factorizations: factorizations / taken };
}

describe("the default trainer on the published problem, N = 1000", () => {
  test(
    "from the recorded starts and ten of our own",
    () => {
      const { means, factorizations } = steps([...recorded.map(({ network }) => network), ...own(10, 1000, 500)], { x, y });
      const limits = [23, 30, 35, 46, 75, 122];
      limits.forEach((limit, j) => { expect(means[j], `to ${TARGETS[j]}`).toBeLessThanOrEqual(limit); }); // biome-ignore format: one idea
      expect(factorizations).toBeLessThanOrEqual(1.05);
    },
    MINUTES,
  );

  test(
    "standardised, from the same starts",
    () => {
      const { means, factorizations } = steps([...recorded.map(({ network }) => network), ...own(10, 1000, 500)], {
        x: standardised(x),
        y: standardised(y),
      });
      const limits = [15, 18, 22, 28, 41, 62];
      limits.forEach((limit, j) => { expect(means[j], `to ${TARGETS[j]}`).toBeLessThanOrEqual(limit); }); // biome-ignore format: one idea
      expect(factorizations).toBeLessThanOrEqual(1.05);
    },
    MINUTES,
  );

  test(
    "widths from 100 to 100,000 need about as many steps to 1e-6, and wider ones no more",
    () => {
      const starts: [number, number][] = [[100, 24], [300, 24], [1000, 12], [3000, 6], [10_000, 4], [30_000, 3], [100_000, 2]]; // biome-ignore format: a list
      const counts = starts.map(([width, count]) => steps(own(count, width, 40), { x, y }, 1e-6).means[2] as number);
      expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.7);
      for (let i = 1; i < counts.length; i++) expect(counts[i]).toBeLessThanOrEqual(1.1 * (counts[i - 1] as number));
    },
    MINUTES,
  );
});

test(
  "the recorded Hessian is counted right below 200 shifts",
  () => {
    const { network, data } = recorded[0] as (typeof recorded)[number];
    const eigenvalues: number[] = recording("hessian_spectrum").eigs;
    const gap = (i: number) => (eigenvalues[i + 1] as number) - (eigenvalues[i] as number);
    let counted = 0;
    for (let first = 0; first < 3000; first += 15) {
      const near = Array.from({ length: 15 }, (_, i) => first + i).filter((i) => i < 2999);
      const at = near.reduce((best, i) => (gap(i) > gap(best) ? i : best));
      if (gap(at) < 1e-12) continue;
      const shift = ((eigenvalues[at] as number) + (eigenvalues[at + 1] as number)) / 2;
      expect(inertia(network, data, shift).negative, `shift ${shift}`).toBe(at + 1);
      counted++;
    }
    expect(counted).toBe(200);
  },
  MINUTES,
);
