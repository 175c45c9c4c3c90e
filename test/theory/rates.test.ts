import { describe, expect, test } from "vitest";
import { convergenceBound, criticalLearningRate, newtonRate, regularizationForRate, scaledRegularization } from "../../src/theory/index.js";

describe("rates", () => {
  test("regularizationForRate undoes newtonRate", () => {
    for (const rate of [1e-6, 0.1, 0.5, 0.999]) {
      expect(newtonRate([1e-7], regularizationForRate(1e-7, rate)).rate).toBeCloseTo(rate, 14);
    }
  });

  test("gamma = lambda_min gives rate 1/2 and is the edge of uniformity", () => {
    expect(newtonRate([1, 1e-3, 1e-6], 1e-6)).toMatchObject({ rate: 0.5, contraction: 0.5, uniform: true });
    expect(newtonRate([1, 1e-3, 1e-6], 1.01e-6).uniform).toBe(false);
  });

  test("beyond step size 1 the largest mode may be the slow one", () => {
    const { contraction, modes } = newtonRate([1, 1], 1e-3, { stepSize: 1.9 });
    expect(contraction).toBeCloseTo(1.9 * modes[0]! - 1, 14);
  });

  test("the scaled regularizer vanishes with width for beta > 1/2 only", () => {
    expect(scaledRegularization(0.1, 1e6, 0.5)).toBe(0.1);
    expect(scaledRegularization(0.1, 1e6, 1)).toBeCloseTo(1e-7, 20);
    expect(scaledRegularization(0.1, 100, 0.52)).toBeCloseTo(0.08317637711026708, 16);
  });

  test("the bound says when it says nothing", () => {
    expect(convergenceBound({ spectrum: [1, 1e-18], gamma: 0.1, initialNorm: 1, k: 100 }).informative).toBe(false);
    expect(convergenceBound({ spectrum: [1, 0.1], gamma: 0.1, initialNorm: 1, k: 100 }).informative).toBe(true);
  });

  test("a zero kernel has no critical rate", () => {
    expect(criticalLearningRate([0, 0])).toBe(Infinity);
  });
});

describe("misuse is named", () => {
  const cases: [() => unknown, string][] = [
    [() => scaledRegularization(0, 10, 0.6), 'scaledRegularization: "gamma" expected a finite number above 0, got 0'],
    [() => scaledRegularization(1, 10, 0.4), 'scaledRegularization: "beta" expected a finite number from 0.5 to 1, got 0.4'],
    [() => scaledRegularization(1, 0, 0.6), 'scaledRegularization: "width" expected an integer of at least 1, got 0'],
    [() => regularizationForRate(1, 1), 'regularizationForRate: "rate" expected a finite number strictly between 0 and 1, got 1'],
    [() => newtonRate([], 1), 'newtonRate: "spectrum" expected at least one eigenvalue, got an empty list'],
    [() => newtonRate([1, -1], 1), 'newtonRate: "spectrum[1]" expected a number of at least 0, got -1'],
    [() => newtonRate([1], 1, { stepSize: 2 }), 'newtonRate: "stepSize" expected a finite number strictly between 0 and 2, got 2'],
    [
      () => convergenceBound({ spectrum: [1], gamma: 1, initialNorm: 1 }),
      'convergenceBound: "t | k" expected exactly one of the two, got neither',
    ],
    [() => convergenceBound({ spectrum: [1], gamma: 1, initialNorm: 1, k: 1, t: 1 }), "got both"],
    [() => criticalLearningRate("1" as unknown as number[]), 'criticalLearningRate: "spectrum" expected an array of numbers, got "1"'],
  ];
  test.each(cases)("%#", (call, message) => expect(call).toThrow(message));
});
