import { expect, test } from "vitest";
import { createNetwork, createTrainer } from "../../src/index.js";
import { defaultTarget, isRounding, type Progress, stopping } from "../../src/train/stopping.js";

const falling = Array.from({ length: 21 }, (_, i) => 2 - i / 20);
const still = falling.map((_, i) => 1 + (20 - i) * 4e-6);
/** A run that no rule ends: at loss 1 after a fall by half. */
const going: Progress = { loss: 1, gradientNorm: 1, recent: falling, decrement: 1e-3, operations: 10, milliseconds: 10 };
const limits = { loss: 1e-6, relativeDecrease: 1e-4, gradientNorm: 1e-3, operations: 20, milliseconds: 20 };

test.each<[string, Partial<Progress>, string | undefined]>([
  ["nothing", {}, undefined],
  ["the loss asked for", { loss: 1e-6 }, "converged"],
  ["the gradient's norm asked for", { gradientNorm: 1e-3 }, "converged"],
  ["a step that promises 1e-12 of the loss", { decrement: 0.9e-12 }, "stagnated"],
  ["a step that promises a little more", { decrement: 1.1e-12 }, undefined],
  ["a method that promises nothing", { decrement: undefined }, undefined],
  ["20 steps without a decrease by 1e-4", { recent: still }, "stagnated"],
  ["19 such steps", { recent: still.slice(1) }, undefined],
  ["the operations", { operations: 20 }, "budget"],
  ["the milliseconds", { milliseconds: 20 }, "budget"],
  ["what was reached, before what was spent", { loss: 1e-7, decrement: 0, recent: still, operations: 99 }, "converged"],
  ["a floor, before what was spent", { recent: still, operations: 99 }, "stagnated"],
])("a run is ended by %s", (_, progress, status) => {
  expect(stopping(limits)({ ...going, ...progress })).toBe(status);
});

test("what is not asked for does not end a run", () => {
  const { loss } = limits;
  expect(
    stopping({ loss, relativeDecrease: 0 })({ ...going, recent: still, gradientNorm: 0, operations: 1e99, milliseconds: 1e99 }),
  ).toBeUndefined();
});

test("the default target is 1e-12 of the starting loss or of half the targets' mean square, rounding 1e-28 of that", () => {
  expect([defaultTarget(3, 2), defaultTarget(0.5, 2)]).toEqual([3e-12, 1e-12]);
  expect([isRounding(0.9e-28, 1), isRounding(1.1e-28, 1), isRounding(0, 0)]).toEqual([true, false, true]);
});

test("an exact floor ends a run where a step promises nothing more, long before 20 steps of standing still have passed", () => {
  const x = Array.from({ length: 10 }, (_, i) => [i / 5 - 1]);
  const y = x.map(([t = 0]) => Math.sin(2 * t));
  const twice = { x: [...x, ...x], y: [...y, ...y.map((v) => v + 1)] };
  const result = createTrainer(createNetwork({ inputs: 1, width: 60 }), twice).run({ maxSteps: 100 });
  expect(result).toMatchObject({ status: "stagnated" });
  expect(Math.abs(result.finalLoss - 0.125)).toBeLessThan(1e-10);
  const losses = result.history.map(({ loss }) => loss);
  // 20 steps at the floor would be needed for the other rule
  expect(losses.filter((loss) => loss < 0.125 * (1 + 1e-4)).length).toBeLessThan(20);
});
