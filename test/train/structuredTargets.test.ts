import { describe, expect, test } from "vitest";
import { makeMatrix } from "../../src/core/matrix.js";
import { createNetwork, createTrainer, type Data, type NetworkOptions, type TrainerOptions, type TrainResult } from "../../src/index.js";
import { createRandom } from "../../src/random/index.js";

const grid = (n: number) => Array.from({ length: n }, (_, i) => i / (n - 1));
const centred = (x: number[], scale = 1) => x.map((v) => [scale * (2 * v - 1)]);
const random = createRandom(5);
const noise = random.normal(200, 0, 0.1);

/** Franke's function, the usual test of surfaces. */
function franke(x: number, y: number): number {
  const bump = (a: number, b: number, c: number) => a * Math.exp(-((9 * x - b) ** 2) / 4 - (9 * y - c) ** 2 / 4);
  const wide = 0.75 * Math.exp(-((9 * x + 1) ** 2) / 49 - (9 * y + 1) / 10);
  return bump(0.75, 2, 2) + wide + bump(0.5, 7, 3) - 0.2 * Math.exp(-((9 * x - 4) ** 2) - (9 * y - 7) ** 2);
}

function onSquare(n: number, f: (x: number, y: number) => number[]): Data {
  const points = grid(n).flatMap((x) => grid(n).map((y) => [x, y]));
  return {
    x: points.map(([x, y]) => [4 * (x as number) - 2, 4 * (y as number) - 2]),
    y: points.map(([x, y]) => f(x as number, y as number)),
  };
}

/**
 * A target, what learns it, and how a run has to end: the status, the loss reached as a fraction of the loss at the start, and the steps it may
 * take. Runs have the same bits everywhere; the room left is for changes of the method that only shift rounding.
 */
interface Target {
  name: string;
  data: Data;
  network: NetworkOptions;
  options?: TrainerOptions;
  status: TrainResult["status"];
  reached: number;
  steps: number;
  form?: "dual" | "primal";
}

const deep = createRandom(6);
const TARGETS: Target[] = [
  { name: "a step", data: { x: centred(grid(64), 2), y: grid(64).map((x) => (x < 0.5 ? -1 : 1)) }, network: { inputs: 1, width: 300 }, status: "converged", reached: 1e-12, steps: 30 },
  { name: "sin(40 pi x) by sine units of large input scale", data: { x: centred(grid(128)), y: grid(128).map((x) => Math.sin(40 * Math.PI * x)) }, network: { inputs: 1, width: 300, activation: "sin", init: { inputScale: 60 } }, status: "converged", reached: 1e-12, steps: 32 },
  { name: "a checkerboard with 3 outputs", data: onSquare(8, (x, y) => [0, 1, 2].map((k) => ((Math.floor(3.99 * x) + Math.floor(3.99 * y)) % 3 === k ? 1 : 0))), network: { inputs: 2, outputs: 3, width: 200 }, status: "converged", reached: 1e-12, steps: 9 },
  { name: "Franke's function", data: onSquare(10, (x, y) => [franke(x, y)]), network: { inputs: 2, width: 200 }, status: "converged", reached: 1e-12, steps: 12 },
  { name: "noise with few units: a floor", data: { x: centred(grid(200), 2), y: grid(200).map((x, i) => Math.sin(6 * x) + (noise[i] as number)) }, network: { inputs: 1, width: 4 }, status: "stagnated", reached: 0.0065, form: "primal", steps: 120 },
  { name: "two targets for one input: the exact floor", data: { x: centred([...grid(20), ...grid(20)], 2), y: [...grid(20).map(Math.cos), ...grid(20).map((x) => Math.cos(x) + 1)] }, network: { inputs: 1, width: 100 }, status: "stagnated", reached: 0.0964499266, steps: 15 },
  { name: "one sample", data: { x: [0.3], y: [2] }, network: { inputs: 1, width: 50 }, status: "converged", reached: 1e-12, steps: 3 },
  { name: "a constant", data: { x: centred(grid(30), 2), y: grid(30).map(() => 3) }, network: { inputs: 1, width: 100 }, status: "converged", reached: 1e-11, steps: 10 },
  { name: "tiny targets", data: { x: centred(grid(30), 2), y: grid(30).map((x) => 1e-6 * Math.sin(6 * x)) }, network: { inputs: 1, width: 100 }, status: "converged", reached: 1e-10, steps: 16 },
  { name: "huge targets", data: { x: centred(grid(30), 2), y: grid(30).map((x) => 1e6 * Math.sin(6 * x)) }, network: { inputs: 1, width: 100 }, status: "converged", reached: 1e-12, steps: 40 },
  { name: "tiny inputs", data: { x: centred(grid(30), 1e-6), y: grid(30).map((x) => Math.sin(6 * x)) }, network: { inputs: 1, width: 100 }, status: "max_iterations", reached: 1e-7, steps: 100 },
  { name: "huge inputs", data: { x: centred(grid(30), 1e6), y: grid(30).map((x) => Math.sin(6 * x)) }, network: { inputs: 1, width: 100 }, status: "stagnated", reached: 0.5711, steps: 5 },
  { name: "20 inputs and 50 samples", data: { x: makeMatrix(50, 20, deep.normal(1000)), y: makeMatrix(50, 1, deep.normal(50)) }, network: { inputs: 20, width: 40 }, status: "converged", reached: 1e-12, steps: 9 },
  { name: "relu units", data: { x: centred(grid(40), 2), y: grid(40).map((x) => Math.abs(x - 0.4)) }, network: { inputs: 1, width: 200, activation: "relu" }, status: "converged", reached: 1e-12, steps: 16 },
]; // biome-ignore format: a table

describe.each(TARGETS)("on $name", ({ data, network, options, status, reached, steps, form }) => {
  test("a run falls all the way and ends for the right reason", () => {
    const result = createTrainer(createNetwork(network), data, options ?? {}).run({ maxSteps: steps });
    const losses = [result.initialLoss, ...result.history.filter(({ accepted }) => accepted).map(({ loss }) => loss)];
    for (let i = 1; i < losses.length; i++) expect(losses[i], `step ${i}`).toBeLessThan(losses[i - 1] as number);
    expect(result.status, `after ${result.steps} steps at ${result.finalLoss / result.initialLoss}`).toBe(status);
    expect(result.finalLoss / result.initialLoss).toBeLessThan(reached);
    if (form) expect(result.history[0]?.form).toBe(form);
  });
});

test("conflicting targets end at the floor of their means", () => {
  const x = grid(20).map((v) => [4 * v - 2]);
  const y = grid(20).map((v) => Math.cos(v));
  const data = { x: [...x, ...x], y: [...y, ...y.map((v) => v + 1)] };
  const result = createTrainer(createNetwork({ inputs: 1, width: 100 }), data).run({ maxSteps: 200 });
  expect(result.status).toBe("stagnated");
  expect(Math.abs(result.finalLoss - 0.125)).toBeLessThan(1e-10);
});

test("5000 samples and 100 units are solved in the primal form", () => {
  const x = createRandom(7).uniform(5000, -2, 2);
  const y = x.map((v) => Math.sin(3 * v));
  const result = createTrainer(createNetwork({ inputs: 1, width: 100 }), { x, y }).run({ maxSteps: 15 });
  expect(result.history.map(({ form }) => form)).toEqual(new Array(15).fill("primal"));
  expect(result.finalLoss).toBeLessThan(0.05 * result.initialLoss);
  const losses = [result.initialLoss, ...result.history.map(({ loss }) => loss)];
  for (let i = 1; i < losses.length; i++) expect(losses[i], `step ${i}`).toBeLessThan(losses[i - 1] as number);
  expect(result.status).toBe("max_iterations");
});
