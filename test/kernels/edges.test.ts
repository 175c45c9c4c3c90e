import { describe, expect, test } from "vitest";
import { type Activation, createNetwork, hvp, jacobian, type Network, predict, residualBlocks } from "../../src/index.js";
import { exactNntk, nntk, nntkSpectrum, ntk, ntkDecomposition, ntkSpectrum, solveRegularized, unitMoves } from "../../src/kernels/index.js";
import { eigh, ldlt, matmul, solveLdlt } from "../../src/linalg/index.js";
import { createRandom } from "../../src/random/index.js";
import { relativeError } from "../model/recorded.js";

const eps = Number.EPSILON;
const random = createRandom(11);
const points = (rows: number, cols: number) => ({ rows, cols, data: random.normal(rows * cols) });

/** A network that carries the means and scales of its data, as `fit` makes them. */
function scaled(network: Network): Network {
  const { inputs, outputs } = network;
  const numbers = (n: number, low: number, high: number) => random.uniform(n, low, high);
  return {
    ...network,
    scaling: {
      xMean: numbers(inputs, -1, 1),
      xScale: numbers(inputs, 0.5, 2),
      yMean: numbers(outputs, -1, 1),
      yScale: numbers(outputs, 0.5, 2),
    },
  };
}

const cases: [Activation, number, number, number, number][] = [
  ["tanh", 1, 1, 1, 1],
  ["tanh", 2, 3, 4, 9],
  ["gelu", 3, 2, 5, 33],
  ["relu", 2, 2, 4, 7],
];

describe.each(cases)("a %s network with a scaling (d = %i, K = %i, M = %i, N = %i)", (activation, inputs, outputs, samples, width) => {
  const network = scaled(createNetwork({ inputs, outputs, width, activation, seed: 3 }));
  const x = points(samples, inputs);
  const n = samples * outputs;
  const P = width * (inputs + 1 + outputs);

  test("has the kernel, spectrum and start of its own coordinates, duplicated inputs or not", () => {
    const twice = { rows: 2 * samples, cols: inputs, data: Float64Array.of(...x.data, ...x.data) };
    for (const set of [x, twice]) {
      const J = jacobian(network, set);
      const twin = matmul(J, J, { transposeB: true }).data.map((v) => v / set.rows);
      expect(relativeError(ntk(network, set).data, twin)).toBeLessThan(64 * eps);
      const formed = eigh({ rows: J.rows, cols: J.rows, data: twin }).values.slice().reverse();
      const ours = ntkSpectrum(network, set);
      for (const [j, value] of formed.entries()) expect(Math.abs(ours[j]! - value)).toBeLessThan(64 * J.rows * eps * formed[0]!);
      // copies add no rank
      for (let j = n; j < J.rows; j++) expect(ours[j]).toBeLessThan((64 * J.rows * eps) ** 2 * ours[0]!);
    }
    const { scaling, ...bare } = network;
    const mapped = { ...x, data: x.data.map((v, i) => (v - scaling!.xMean[i % inputs]!) / scaling!.xScale[i % inputs]!) };
    expect(relativeError(ntkDecomposition(network, x).outputs.data, predict(bare, mapped).data)).toBeLessThan(64 * width * eps);
  });

  test("has the exact Newton kernel of its dense, weighted Hessian", () => {
    const data = { x, y: points(samples, outputs), weights: random.uniform(samples, 0.5, 2) };
    const gamma = 0.3;
    const H = { rows: P, cols: P, data: new Float64Array(P * P) };
    for (let j = 0; j < P; j++) {
      const unit = new Float64Array(P);
      unit[j] = 1;
      for (const [i, value] of hvp(network, data, unit).entries()) H.data[i * P + j] = value + (i === j ? gamma : 0);
    }
    for (let i = 0; i < P; i++) for (let j = 0; j < i; j++) H.data[j * P + i] = H.data[i * P + j]!;
    const total = data.weights.reduce((a, b) => a + b, 0);
    const J = jacobian(network, x);
    const rows = J.data.map((v, at) => v * Math.sqrt((samples * data.weights[Math.floor(at / (P * outputs))]!) / total));
    const Jt = { rows: P, cols: n, data: Float64Array.from({ length: P * n }, (_, at) => rows[(at % n) * P + Math.floor(at / n)]!) };
    const twin = matmul({ rows: n, cols: P, data: rows }, solveLdlt(ldlt(H), Jt)).data.map((v) => v / samples);
    const distances = eigh(H).values.map(Math.abs);
    const least = Math.min(...distances, ...shiftedBlocks(residualBlocks(network, data), inputs + 1 + outputs, gamma));
    expect(relativeError(exactNntk(network, data, gamma).data, twin)).toBeLessThan((64 * P * eps * Math.max(...distances)) / least);
  });
});

/** |eigenvalues| of S_i + gamma I. */
function shiftedBlocks(blocks: Float64Array, q: number, gamma: number): number[] {
  return Array.from({ length: blocks.length / (q * q) }, (_, i) =>
    eigh({ rows: q, cols: q, data: blocks.subarray(i * q * q, (i + 1) * q * q) }).values.map((e) => Math.abs(e + gamma)),
  ).flatMap((values) => [...values]);
}

describe("beside the ends of float64", () => {
  const network = createNetwork({ inputs: 1, width: 6, seed: 2 });
  const times = (factor: number): Network => ({ ...network, C: network.C.map((c) => c * factor) });

  test("lambda / (lambda + gamma) is right where the sum overflows and where both are denormal", () => {
    expect([...nntkSpectrum([1e308, 1e-320, 0], 1e308)]).toEqual([0.5, 0, 0]);
    expect([...nntkSpectrum([1e-320], 1e-320)]).toEqual([0.5]);
    expect([...nntkSpectrum([1], 5e-324)]).toEqual([1]);
    expect([
      ...nntk(
        [
          [1e308, 0],
          [0, 1e308],
        ],
        1e308,
      ).data,
    ]).toEqual([0.5, 0, 0, 0.5]);
  });

  test("a kernel that overflows is refused by every function, not Infinity", () => {
    for (const f of [ntk, ntkSpectrum, ntkDecomposition])
      expect(() => f(times(1e165), [1, 2])).toThrow("derivatives within the range of float64");
    expect(() => exactNntk(times(1e170), { x: [0, 1], y: [0, 1e170] }, 1)).toThrow("residuals and derivatives within the range of float64");
  });

  test("spectra scale by the square of huge output weights", () => {
    const at = (C: number) => [...ntkSpectrum(times(C), [1, 2])];
    expect(
      relativeError(
        at(1e150).map((v) => v * 1e-290),
        at(1e145).map((v) => v * 1e-280),
      ),
    ).toBeLessThan(64 * eps);
    expect(at(1e-170)).toEqual(at(0));
  });

  test("moves of units are linear in z where their squares overflow or vanish", () => {
    const Z = [0.3, -0.7];
    const [one] = unitMoves(network, [1, 2], Z).largest as unknown as [number];
    for (const power of [-1000, -600, 600, 1000]) {
      const factor = 2 ** power;
      expect(
        unitMoves(
          network,
          [1, 2],
          Z.map((z) => z * factor),
        ).largest[0],
      ).toBe(one * factor);
    }
    expect([...unitMoves(network, [1, 2], [0, 0]).largest]).toEqual([0]);
  });

  test("a regularizer too small for the solution is refused", () => {
    const kernel = { values: Float64Array.of(1, 0), vectors: { rows: 2, cols: 2, data: Float64Array.of(1, 0, 0, 1) } };
    expect(() => solveRegularized(kernel, [1, 1], 5e-324)).toThrow("whose solution is within the range of float64");
    expect([...solveRegularized(kernel, [1, 0], 5e-324).data]).toEqual([1, 0]);
  });

  test("beta near 1/2 and 1 changes the kernel by its factor N^(-2 beta) only", () => {
    const at = (beta: number) => ntkSpectrum(createNetwork({ inputs: 1, width: 64, beta, seed: 1, allowAnyBeta: true }), [0, 0.5, 1]);
    const half = at(0.5);
    for (const beta of [0.5 + 1e-12, 0.75, 1 - 1e-12, 1])
      for (const [j, value] of at(beta).entries()) expect(Math.abs(value / (half[j]! * 64 ** (1 - 2 * beta)) - 1)).toBeLessThan(1e-11);
  });
});

test("an indefinite matrix is no tangent kernel, one that rounding made so is", () => {
  expect(() =>
    nntk(
      [
        [-1, 0],
        [0, 1],
      ],
      1,
    ),
  ).toThrow('nntk: "B" expected a positive semidefinite kernel, got the eigenvalue -1 beside 1');
  expect([
    ...nntk(
      [
        [-1e-17, 0],
        [0, 1],
      ],
      1,
    ).data,
  ]).toEqual([0, 0, 0, 0.5]);
});

test("a kernel of no test points is refused by the name of the argument", () => {
  expect(() => ntk(createNetwork({ inputs: 1, width: 3 }), [1], [])).toThrow('ntk: "x2" expected at least one sample (row), got 0');
});
