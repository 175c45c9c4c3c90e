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

  test("the bound keeps its digits over times in which even the slowest mode moves", () => {
    const { bound, informative } = convergenceBound({ spectrum: [1, 1e-18], gamma: 1, initialNorm: 1, t: 1e18 });
    expect([bound, informative]).toEqual([Math.exp(-1), true]);
    const steps = convergenceBound({ spectrum: [1, 1e-15], gamma: 1, initialNorm: 1, k: 1e15 });
    expect(steps.bound).toBeCloseTo(Math.exp(-1), 12);
    expect(steps.informative).toBe(true);
  });

  test("the bound at infinity is 0, and says nothing for a mode of eigenvalue 0", () => {
    for (const [spectrum, bound] of [
      [[1, 1e-20], 0],
      [[1, 0], 3],
    ] as const) {
      expect(convergenceBound({ spectrum, gamma: 1e-3, initialNorm: 3, t: Infinity })).toMatchObject({ bound, informative: bound === 0 });
      expect(convergenceBound({ spectrum, gamma: 1e-3, initialNorm: 3, k: Infinity })).toMatchObject({ bound, informative: bound === 0 });
    }
  });

  test("beyond step size 1 the bound is the worse of the two ends, at every number of steps", () => {
    for (const stepSize of [0.3, 1, 1.2, 1.5, 1.9, 1.999]) {
      for (const spectrum of [
        [1, 0.5],
        [1, 1e-3],
        [1e9, 1e-4],
      ]) {
        const { contraction } = newtonRate(spectrum, 0.1, { stepSize });
        const q = Math.max(...spectrum.map((lambda) => Math.abs(1 - (stepSize * lambda) / (lambda + 0.1))));
        expect(contraction).toBeCloseTo(q, 14);
        for (const k of [0, 1, 7, 40])
          expect(convergenceBound({ spectrum, gamma: 0.1, stepSize, initialNorm: 1, k }).bound).toBeCloseTo(q ** k, 12);
      }
    }
  });

  test("what float64 cannot hold is refused or exact, not 0 or Infinity", () => {
    expect(newtonRate([1e308], 1e308)).toMatchObject({ rate: 0.5, contraction: 0.5 });
    expect(() => regularizationForRate(1e300, 1e-10)).toThrow('"rate" expected a rate that a gamma within float64 gives');
    expect(() => scaledRegularization(5e-324, 1000, 0.9)).toThrow('"gamma" expected one that is above 0 when scaled');
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
