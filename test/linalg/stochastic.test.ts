import { describe, expect, test } from "vitest";
import { makeMatrix } from "../../src/core/matrix.js";
import { meanAndError } from "../../src/linalg/lanczosQuadrature.js";
import { logDeterminant } from "../../src/linalg/logDeterminant.js";
import { spectralDensity } from "../../src/linalg/spectralDensity.js";
import { trace } from "../../src/linalg/trace.js";
import { asFunction, sequence, withSpectrum } from "../support/plain.js";

const EPS = Number.EPSILON;
const n = 200;
const values = Float64Array.from({ length: n }, (_, i) => 0.5 + ((i * i) % 37) / 10 + (i < 3 ? 20 : 0));
const A = makeMatrix(n, n, withSpectrum(values, [sequence(n, 1), sequence(n, 2)]));
const sum = (list: ArrayLike<number>) => Array.from(list).reduce((total, v) => total + v, 0);

describe("spectralDensity", () => {
  test("is a distribution: weights sum to 1, nodes lie within the spectrum, ascending", () => {
    const { status, nodes, weights, grid, density, error } = spectralDensity(A, { steps: 20, probes: 4 });
    expect(status).toBe("converged");
    expect(nodes.length).toBe(80);
    expect(Math.abs(sum(weights) - 1)).toBeLessThanOrEqual(80 * EPS);
    expect(weights.every((w) => w >= 0)).toBe(true);
    expect(nodes.every((node, i) => i === 0 || node >= nodes[i - 1]!)).toBe(true);
    expect(nodes[0]).toBeGreaterThanOrEqual(Math.min(...values) - n * EPS * 24);
    expect(nodes.at(-1)).toBeLessThanOrEqual(Math.max(...values) + n * EPS * 24);
    const step = grid[1]! - grid[0]!;
    expect(sum(density) * step).toBeCloseTo(1, 3);
    expect(error.every((e) => e >= 0 && e < Infinity)).toBe(true);
  });

  test("one probe is a Gauss rule: as many nodes as different eigenvalues give their multiplicities' shares exactly, on a diagonal", () => {
    const diagonal = {
      rows: 12,
      cols: 12,
      apply: (x: Float64Array, out: Float64Array) => void out.set(x.map((v, i) => (i < 3 ? 5 : 2) * v)),
    };
    const { nodes, weights } = spectralDensity(diagonal, { probes: 2 });
    expect(nodes.length).toBe(4);
    for (let i = 0; i < 4; i++) {
      expect(Math.abs(nodes[i]! - (i < 2 ? 2 : 5))).toBeLessThanOrEqual(16 * EPS);
      expect(Math.abs(weights[i]! - (i < 2 ? 0.75 : 0.25) / 2)).toBeLessThanOrEqual(16 * EPS);
    }
  });

  test("moments are within the error of the probes", () => {
    const probes = 30;
    const { nodes, weights } = spectralDensity(A, { steps: 25, probes });
    for (const p of [1, 2, 3]) {
      const moment = sum(nodes.map((node, i) => weights[i]! * node ** p)) * n;
      const deviation = Math.sqrt((2 * sum(values.map((v) => v ** (2 * p)))) / probes);
      expect(Math.abs(moment - sum(values.map((v) => v ** p)))).toBeLessThanOrEqual(4 * deviation);
    }
  });

  test("a multiple of the identity, whose nodes differ by rounding, is one peak and no comb", () => {
    const one = makeMatrix(50, 50, withSpectrum(new Float64Array(50).fill(Math.PI), [sequence(50, 1), sequence(50, 2)]));
    const { grid, density, width, nodes } = spectralDensity(one);
    expect(nodes.at(-1)! - nodes[0]!).toBeGreaterThan(0);
    expect(width).toBeCloseTo(Math.PI / 80, 12);
    expect(sum(density) * (grid[1]! - grid[0]!)).toBeCloseTo(1, 3);
  });

  test("points and width may be given", () => {
    const { grid, density, width } = spectralDensity(A, { steps: 20, probes: 2, grid: [-100, 2, 1000], width: 0.5 });
    expect([...grid]).toEqual([-100, 2, 1000]);
    expect(width).toBe(0.5);
    expect([density[0], density[2]]).toEqual([0, 0]);
    expect(density[1]).toBeGreaterThan(0);
    expect(spectralDensity(A, { steps: 5, probes: 2, grid: 10 }).grid.length).toBe(10);
  });
});

describe("logDeterminant", () => {
  const truth = sum(values.map(Math.log));

  test("is within its error bars, which shrink with the probes", () => {
    const few = logDeterminant(A, { probes: 5, steps: 40 });
    const many = logDeterminant(A, { probes: 80, steps: 40, seed: 3 });
    for (const { status, value, error, truncation } of [few, many]) {
      expect(status).toBe("converged");
      expect(Math.abs(value! - truth)).toBeLessThanOrEqual(5 * error + 2 * truncation);
      expect(truncation).toBeLessThan(1e-6);
    }
    expect(many.error).toBeLessThan(few.error);
  });

  test("too few steps show in the truncation", () => {
    const condition = Float64Array.from({ length: n }, (_, i) => 10 ** (-6 * (i / n)));
    const hard = makeMatrix(n, n, withSpectrum(condition, [sequence(n, 5), sequence(n, 6)]));
    const { value, error, truncation } = logDeterminant(hard, { probes: 10, steps: 12 });
    expect(truncation).toBeGreaterThan(error / 4);
    expect(Math.abs(value! - sum(condition.map(Math.log)))).toBeLessThanOrEqual(5 * error + 20 * truncation);
  });

  test("a matrix that is not positive definite has no value", () => {
    expect(
      logDeterminant([
        [1, 2],
        [2, 1],
      ]),
    ).toMatchObject({ status: "not_positive_definite" });
    expect(logDeterminant(makeMatrix(2, 2)).status).toBe("not_positive_definite");
    expect(
      logDeterminant([
        [1, 2],
        [2, 1],
      ]).value,
    ).toBeUndefined();
    expect(logDeterminant(makeMatrix(0, 0)).value).toBe(0);
  });

  test("nor has one that is singular, or so to rounding; a condition of 1e13 has", () => {
    const diagonal = (least: number) => logDeterminant([[1, 0], [0, least]]); // biome-ignore format: a matrix
    for (const least of [0, 1e-30, 1e-17, -1e-17]) expect(diagonal(least)).toMatchObject({ status: "not_positive_definite" });
    const low = values.map((v, i) => (i % 2 ? v : 0));
    expect(logDeterminant(makeMatrix(n, n, withSpectrum(low, [sequence(n, 3)])), { probes: 3, steps: n })).not.toHaveProperty("value");
    const { status, value } = diagonal(1e-13);
    expect(status).toBe("converged");
    expect(Math.abs(value! - Math.log(1e-13))).toBeLessThanOrEqual((8 * EPS) / 1e-13); // the node is right to a few eps of the largest
  });

  test("entries of 1e-200 or 1e200 do no harm", () => {
    for (const factor of [1e-200, 1e200]) {
      const { value, error } = logDeterminant({ ...A, data: A.data.map((v) => v * factor) }, { probes: 5 });
      expect(Math.abs(value! - truth - n * Math.log(factor))).toBeLessThanOrEqual(5 * error);
    }
  });
});

describe("trace", () => {
  test("is exact for few rows, and for a rank that the sketch spans", () => {
    expect(
      trace([
        [1, 7],
        [0, 2],
      ]),
    ).toEqual({ status: "converged", value: 3, error: 0, products: 2 });
    expect(trace(makeMatrix(0, 0)).value).toBe(0);
    expect(trace([[1e-200, 0], [0, 1e200]])).toMatchObject({ status: "converged", value: 1e200 }); // biome-ignore format: a matrix
    const low = values.map((v, i) => (i < 12 ? v : 0));
    const { value, error } = trace(makeMatrix(n, n, withSpectrum(low, [sequence(n, 3), sequence(n, 4)])), { products: 60 });
    expect(Math.abs(value! - sum(low))).toBeLessThanOrEqual(n * EPS * sum(low));
    expect(error).toBeLessThanOrEqual(n * EPS * sum(low));
  });

  test("is within its error bars, which are far below Hutchinson's where the eigenvalues decay", () => {
    const decaying = Float64Array.from({ length: n }, (_, i) => 1 / (1 + i) ** 2);
    const { value, error } = trace(makeMatrix(n, n, withSpectrum(decaying, [sequence(n, 5), sequence(n, 6)])), { products: 60 });
    expect(Math.abs(value! - sum(decaying))).toBeLessThanOrEqual(5 * error);
    expect(error).toBeLessThan(Math.sqrt((2 * sum(decaying.map((v) => v * v))) / 60) / 50);
    expect(trace(A, { products: 20 }).products).toBe(20); // what a third does not take, the rest gets
    const flat = trace(A, { products: 90 });
    expect(Math.abs(flat.value! - sum(values))).toBeLessThanOrEqual(5 * flat.error);
  });
});

test("the error of a mean is the root of the variance, counted with one degree less, over the number of estimates", () => {
  const { mean, error } = meanAndError([1, 2, 6]);
  expect(mean).toBeCloseTo(3, 15);
  expect(error).toBeCloseTo(Math.sqrt((4 + 1 + 9) / 2 / 3), 15);
  expect(meanAndError([1]).error).toBe(Infinity);
});

// Of S independent seeds the mean square of (estimate - truth) / error is 1 with deviation sqrt(2 / S), and a little more for the
// Student scatter of an error from p probes, (p - 1) / (p - 3) on average.
describe("an error bar is the scatter that other seeds show, not a multiple or a part of it", () => {
  const [seeds, probes] = [60, 16];
  const calibrated = (estimates: { value: number; error: number }[], truth: number) => {
    const ratio = sum(estimates.map(({ value, error }) => ((value - truth) / error) ** 2)) / estimates.length;
    const expected = (probes - 1) / (probes - 3);
    expect(ratio).toBeGreaterThan(expected * (1 - 4 * Math.sqrt(2 / seeds)) * 0.9);
    expect(ratio).toBeLessThan(expected * (1 + 4 * Math.sqrt(2 / seeds)) * 1.1);
  };
  const order = 48;
  const spectrum = Float64Array.from({ length: order }, (_, i) => 1 + (i % 7) + (i * i) / 500);
  const B = makeMatrix(order, order, withSpectrum(spectrum, [sequence(order, 1), sequence(order, 2)]));
  const each = <T>(estimate: (seed: number) => T): T[] => Array.from({ length: seeds }, (_, seed) => estimate(seed));

  test("logDeterminant", () => {
    calibrated(
      each((seed) => logDeterminant(B, { probes, steps: 20, seed })).map(({ value, error }) => ({ value: value!, error })),
      sum(spectrum.map(Math.log)),
    );
  });

  test("trace", () => {
    calibrated(
      each((seed) => trace(B, { products: 3 * probes - 3, seed })).map(({ value, error }) => ({ value: value!, error })),
      sum(spectrum),
    );
  });

  test("spectralDensity, at a point", () => {
    const [at, width] = [4, 0.8];
    const truth = sum(spectrum.map((v) => Math.exp(-(((at - v) / width) ** 2) / 2))) / (order * width * Math.sqrt(2 * Math.PI));
    calibrated(
      each((seed) => spectralDensity(B, { probes, steps: 40, seed, grid: [at], width })).map(({ density, error }) => ({
        value: density[0]!,
        error: error[0]!,
      })),
      truth,
    );
  });
});

describe.each([
  ["spectralDensity", (B: Parameters<typeof trace>[0], options: object) => spectralDensity(B, { steps: 30, probes: 3, ...options })],
  ["logDeterminant", (B: Parameters<typeof trace>[0], options: object) => logDeterminant(B, { steps: 30, probes: 3, ...options })],
  ["trace", (B: Parameters<typeof trace>[0], options: object) => trace(B, { products: 90, ...options })],
] as const)("%s", (name, estimate) => {
  test("two calls agree bit for bit, and products are counted", () => {
    const counted = asFunction(A.data, n);
    const first = estimate(counted, { seed: 4 });
    expect(estimate(asFunction(A.data, n), { seed: 4 })).toEqual(first);
    expect(first.products).toBe(counted.counter.products);
  });

  test("budget, abort and NaN have their names, with what the finished probes say", () => {
    expect(estimate(A, { operations: 7e6 }).status).toBe("budget");
    expect(estimate(A, { operations: 1 })).toMatchObject({ status: "budget", products: 0 });
    expect(estimate(A, { signal: AbortSignal.abort() }).status).toBe("aborted");
    const counted = asFunction(A.data, n);
    const apply = (x: Float64Array, out: Float64Array) => {
      counted.apply(x, out);
      if (counted.counter.products === 80) out[3] = Number.NaN;
    };
    const poisoned = estimate({ rows: n, cols: n, apply }, {});
    expect(poisoned.status).toBe("nonfinite");
    expect(poisoned.products).toBe(80);
  });

  test("an operator may call the library, and the outer computation does not notice", () => {
    const operator = asFunction(A.data, n);
    const apply = (x: Float64Array, out: Float64Array) => {
      operator.apply(x, out);
      trace([[1]]);
    };
    expect(estimate({ rows: n, cols: n, apply }, {})).toEqual(estimate(operator, {}));
  });

  test("mistakes carry its name; a user's error is the user's", () => {
    expect(() => estimate([[1, 2]], {})).toThrow(`${name}: "A" expected a square matrix, got 1 x 2`);
    expect(() => estimate(A, { nonsense: 1 })).toThrow(`${name}: "options" expected keys among`);
    const apply = () => {
      throw new SyntaxError("mine");
    };
    expect(() => estimate({ rows: n, cols: n, apply }, {})).toThrow(SyntaxError);
  });
});
