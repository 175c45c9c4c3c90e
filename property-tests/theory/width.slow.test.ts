import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logSlope } from "../../experiments/published/summary.js";
import { createNetwork, createTrainer, type Data, hvp, predict, residualBlocks } from "../../src/index.js";
import {
  infiniteNtk,
  infiniteNtkDecomposition,
  infiniteNtkSpectrum,
  nntk,
  ntkDecomposition,
  solveRegularized,
  unitMoves,
} from "../../src/kernels/index.js";
import { cholesky, eigh, type Matrix } from "../../src/linalg/index.js";
import { createRandom } from "../../src/random/index.js";
import {
  criticalLearningRate,
  gradientDescent,
  newtonIterates,
  positiveDefinitenessMargin,
  scaledRegularization,
} from "../../src/theory/index.js";

// What RSS (arXiv:2605.08352) proves about growing widths, as laws of random networks; each has a control that must fail. Slopes are those
// of straight lines through log-log points, one a network, with 95 % confidence intervals from the points' scatter.

const M = 16;
const X = Float64Array.from({ length: M }, (_, i) => i / (M - 1));
const Y = X.map((x) => 2 * x + 0.4 * Math.sin(5 * Math.PI * x));
const WIDTHS = [200, 800, 3200, 12_800, 51_200];
const NETWORKS = 16;

interface Observed {
  /** |NNTK^N - NNTK*| / |NNTK*| with the regularizer scaled with the width, and with the limit's own at every width */
  kernelError: number;
  unscaledError: number;
  largestMove: number;
  /** |f - f_linear| / |y - f_0| after the same step, f the network's outputs, f_linear those of its linearisation */
  nonlinearity: number;
  /** |f_linear - f*| / |y|, f* the limit's outputs, which start from 0 */
  distance: number;
}

const limit = infiniteNtkDecomposition(X);
const norm = (v: ArrayLike<number>) => Math.sqrt(Array.from(v).reduce((sum, a) => sum + a * a, 0));
const minus = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a, (value, i) => value - b[i]!);
const distanceOf = (A: Matrix, B: Matrix) => norm(minus(A.data, B.data)) / norm(B.data);

/** One regularized step from the start of a network: everything that the laws speak of. */
function observe(width: number, gamma: number, seed: number, beta = 0.52): Observed {
  const network = createNetwork({ inputs: 1, width, beta, seed, allowAnyBeta: true });
  const kernel = ntkDecomposition(network, X);
  const f0 = kernel.outputs.data;
  const r = minus(Y, f0);
  const g = scaledRegularization(gamma, width, beta);
  const z = solveRegularized(
    kernel,
    r.map((value) => value / M),
    g,
  );
  const { largest, outputs } = unitMoves(network, X, z, { outputs: true });
  const linear = Y.map((y, m) => y - M * g * z.data[m]!);
  const star = minus(
    Y,
    solveRegularized(limit, Y, gamma).data.map((value) => gamma * value),
  );
  const K = nntk(limit, gamma);
  return {
    kernelError: distanceOf(nntk(kernel, g), K),
    unscaledError: distanceOf(nntk(kernel, gamma), K),
    largestMove: largest[0]!,
    nonlinearity: norm(minus(outputs!.data, linear)) / norm(r),
    distance: norm(minus(linear, star)) / norm(Y),
  };
}

function slopeOf(quantity: keyof Observed, gamma: number, options: { widths?: number[]; beta?: number } = {}) {
  const { widths = WIDTHS, beta } = options;
  const points = widths.flatMap((width) =>
    Array.from({ length: NETWORKS }, (_, k) => ({ x: width, y: observe(width, gamma, 100 * width + k, beta)[quantity] })),
  );
  const { slope, halfWidth } = logSlope(points)!;
  console.log(
    `${quantity}, gamma ${gamma}${beta === undefined ? "" : `, beta ${beta}`}: slope ${slope.toFixed(3)} +- ${halfWidth.toFixed(3)}`,
  );
  return { slope, low: slope - halfWidth, high: slope + halfWidth };
}

describe("under the scaled regularizer the NNTK of a network converges to that of infinite width", () => {
  test.each([1e-1, 1e-2, 1e-3, 1e-4, 1e-5])("like N^-(1 - beta): the slope's interval meets [-0.50, -0.47], gamma = %f", (gamma) => {
    const { low, high } = slopeOf("kernelError", gamma);
    expect(low).toBeLessThanOrEqual(-0.47);
    expect(high).toBeGreaterThanOrEqual(-0.5);
    expect(high - low).toBeLessThan(0.14);
  });

  test("the control: with one regularizer for all widths it does not converge", () => {
    const { low } = slopeOf("unscaledError", 1e-3);
    expect(low).toBeGreaterThan(-0.05);
  });

  test("the control: to another limit it does not converge either", () => {
    const other = nntk(infiniteNtkDecomposition(X, { outputVariance: 1 }), 1e-2);
    const wide = ntkDecomposition(createNetwork({ inputs: 1, width: 51_200, seed: 3 }), X);
    const K = nntk(wide, scaledRegularization(1e-2, 51_200, 0.52));
    expect(distanceOf(K, nntk(limit, 1e-2))).toBeLessThan(0.01);
    expect(distanceOf(K, other)).toBeGreaterThan(0.1);
  });
});

describe("the outputs after a step", () => {
  test("of the linearised model converge to the limit's, at least as fast as N^-(1 - beta): beta = 3/4", () => {
    expect(slopeOf("distance", 1e-2, { beta: 0.75 }).high).toBeLessThanOrEqual(-0.25);
  });

  test("the control: at beta = 1/2 the network's random start does not vanish, and they do not converge", () => {
    expect(slopeOf("distance", 1e-1, { beta: 0.5 }).low).toBeGreaterThan(-0.1);
  });

  test("of the network converge to those of its linearisation", () => {
    const { high } = slopeOf("nonlinearity", 1e-1);
    expect(high).toBeLessThan(-0.35);
    expect(observe(51_200, 1e-1, 1).nonlinearity).toBeLessThan(0.01);
  });

  test("the control: with gamma = 1e-9 a network of 1000 units is no linear model", () => {
    for (const seed of [1, 2, 3, 4]) expect(observe(1000, 1e-9, seed).nonlinearity).toBeGreaterThan(1);
  });

  test("of the network under the full Newton step, residual blocks and all, come to where the limit's NNTK says", () => {
    const data = { x: X, y: Y };
    const gamma = 1e-1;
    const far = (width: number, seed: number) => {
      const start = createNetwork({ inputs: 1, width, seed });
      const trainer = createTrainer(start, data, {
        method: "newton",
        solver: "structured",
        curvature: "full",
        regularization: { scaling: "width", gamma },
      });
      trainer.step();
      const r = minus(Y, predict(start, X).data);
      const left = solveRegularized(limit, r, gamma).data.map((value) => gamma * value);
      return norm(minus(minus(Y, predict(trainer.network(), X).data), left)) / norm(r);
    };
    const points = [800, 3200, 12_800, 51_200].flatMap((width) =>
      [1, 2, 3, 4, 5, 6].map((seed) => ({ x: width, y: far(width, width + seed) })),
    );
    const { slope, halfWidth } = logSlope(points)!;
    console.log(`full Newton step to the limit's: slope ${slope.toFixed(3)} +- ${halfWidth.toFixed(3)}`);
    expect(slope + halfWidth).toBeLessThan(-0.3);
  });
});

describe("the largest move of a unit in one regularized step", () => {
  test.each([1e-1, 1e-2, 1e-3])("vanishes as the width grows: gamma = %f", (gamma) => {
    const { high } = slopeOf("largestMove", gamma);
    expect(high).toBeLessThan(-0.35);
  });

  test("the control: not yet at these widths with a regularizer below the kernel's resolved eigenvalues", () => {
    const { low } = slopeOf("largestMove", 1e-9, { widths: [50, 200, 800] });
    expect(low).toBeGreaterThan(-0.3);
  });
});

describe("H + gamma^N I is positive definite beyond the width that positiveDefinitenessMargin names", () => {
  /** The Hessian whole, column by column. */
  function hessian(network: ReturnType<typeof createNetwork>, data: Data, shift: number): Matrix {
    const P = 3 * network.width;
    const H = { rows: P, cols: P, data: new Float64Array(P * P) };
    for (let j = 0; j < P; j++) {
      const unit = new Float64Array(P);
      unit[j] = 1;
      hvp(network, data, unit).forEach((value, i) => {
        H.data[i * P + j] = value;
      });
    }
    for (let i = 0; i < P; i++) {
      for (let j = 0; j < i; j++) {
        const mean = 0.5 * (H.data[i * P + j]! + H.data[j * P + i]!);
        H.data[i * P + j] = mean;
        H.data[j * P + i] = mean;
      }
      H.data[i * P + i]! += shift;
    }
    return H;
  }

  const draws = fc.record({
    seed: fc.nat(1e6),
    samples: fc.integer({ min: 1, max: 5 }),
    logGamma: fc.double({ min: -0.3, max: 1, noNaN: true }),
  });

  test("the whole matrix, for random data and networks, and no eigenvalue is below the margin", () => {
    let drawn = 0;
    fc.assert(
      fc.property(draws, ({ seed, samples, logGamma }) => {
        const random = createRandom(seed);
        const data = { x: random.uniform(samples, -1, 1), y: random.uniform(samples, -1, 1) };
        const gamma = 10 ** logGamma;
        const pilot = positiveDefinitenessMargin(createNetwork({ inputs: 1, width: 40, seed }), data, gamma);
        const width = Math.ceil(pilot.width) + 1;
        fc.pre(width <= 120);
        drawn++;
        const network = createNetwork({ inputs: 1, width, seed: seed + 1 });
        const { margin, regularization } = positiveDefinitenessMargin(network, data, gamma);
        const H = hessian(network, data, regularization);
        const { values } = eigh(H, { vectors: false });
        expect(values[0]).toBeGreaterThanOrEqual(margin - 64 * H.rows * Number.EPSILON * values.at(-1)!);
        // the new network meets the assumptions of the named width when its residual and output weights are no larger than the pilot's
        const { blockBound } = positiveDefinitenessMargin(network, data, gamma);
        if (blockBound <= pilot.blockBound) expect(cholesky(H).status).toBe("ok");
      }),
      { numRuns: 60 },
    );
    expect(drawn).toBeGreaterThan(10);
  });

  const published = { x: X, y: Y };
  /** Negative eigenvalues of blockdiag(S_i) + shift I. G has rank M, so H + shift I has at least as many less M. */
  function negativeInBlocks(width: number, gamma: number, seed = 5): number {
    const network = createNetwork({ inputs: 1, width, seed });
    const shift = scaledRegularization(gamma, width, network.beta);
    const blocks = residualBlocks(network, published);
    let count = 0;
    for (let at = 0; at < blocks.length; at += 9) count += negativeOf3(blocks.subarray(at, at + 9), shift);
    return count;
  }

  test("on the published problem, at the width that a network of 1000 units names, for networks whose residual is no larger than its", () => {
    const gamma = 0.02;
    const pilot = positiveDefinitenessMargin(createNetwork({ inputs: 1, width: 1000, seed: 5 }), published, gamma);
    const width = Math.ceil(pilot.width);
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8].filter((seed) => {
      const { blockBound, margin } = positiveDefinitenessMargin(createNetwork({ inputs: 1, width, seed }), published, gamma);
      expect(margin > 0).toBe(blockBound < pilot.blockBound);
      return margin > 0;
    });
    console.log(`gamma = ${gamma}: ${width} units named, ${seeds.length} of 8 networks of that width have no larger a residual`);
    expect(seeds.length).toBeGreaterThan(0);
    for (const seed of seeds) expect(negativeInBlocks(width, gamma, seed)).toBe(0); // and J'J/M adds nothing negative
  });

  test("the control: with too small a width and a small gamma it is indefinite", () => {
    const narrow = createNetwork({ inputs: 1, width: 60, seed: 2 });
    const { margin, regularization } = positiveDefinitenessMargin(narrow, published, 1e-3);
    expect(margin).toBeLessThan(0);
    const H = hessian(narrow, published, regularization);
    expect(cholesky(H).status).toBe("not_positive_definite");
    expect(eigh(H, { vectors: false }).values[0]).toBeLessThan(-0.01);
    for (const [width, gamma] of [
      [1000, 1e-2],
      [10_000, 1e-3],
    ] as const)
      expect(negativeInBlocks(width, gamma)).toBeGreaterThan(M);
  });
});

/** Negative eigenvalues of a symmetric 3 x 3 block + shift I: one unit's residual curvature. */
function negativeOf3(block: Float64Array, shift: number): number {
  return eigh({ rows: 3, cols: 3, data: block }, { vectors: false }).values.filter((value) => value + shift < 0).length;
}

describe("rates over the frequencies of sines, on the limit's kernel", () => {
  const x = Float64Array.from({ length: 6 }, (_, i) => i / 5);
  const B = infiniteNtk(x);
  const spectrum = infiniteNtkSpectrum(x);
  const sines = [1, 2, 3, 4].map((k) => x.map((value) => Math.sin(k * Math.PI * value)));
  const gamma = spectrum.at(-1)!;

  test("regularized Newton with gamma <= lambda_min at least halves the residual of every sine in every step", () => {
    for (const sine of sines) {
      const outputs = newtonIterates(B, sine, { gamma });
      for (const k of [1, 2, 4, 8]) {
        const left = norm(minus(sine, outputs.train(k).data)) / norm(sine);
        // eigenvalues of B from its entries are right to n eps lambda_1
        expect(left).toBeLessThanOrEqual(2 ** -k * (1 + (64 * 6 * Number.EPSILON * spectrum[0]!) / gamma));
      }
    }
  });

  test("the control: gradient descent at its best rate leaves the high ones as they are, a thousand steps long", () => {
    const learningRate = 0.9 * criticalLearningRate(spectrum);
    const left = sines.map((sine) => norm(minus(sine, gradientDescent(B, sine, { learningRate }).train(1000).data)) / norm(sine));
    console.log(
      `left of sin(k pi x), k = 1 to 4, after 1000 steps of gradient descent: ${left.map((value) => value.toFixed(3)).join(", ")}`,
    );
    expect(left[0]).toBeLessThan(0.5);
    expect(left[3]).toBeGreaterThan(0.9);
  });

  test("the control: nor does Newton with gamma far above lambda_min halve the highest", () => {
    const [, , , highest] = sines as [Float64Array, Float64Array, Float64Array, Float64Array];
    const once = newtonIterates(B, highest, { gamma: 1e4 * gamma }).train(1).data;
    expect(norm(minus(highest, once)) / norm(highest)).toBeGreaterThan(0.5);
  });
});
