import { describe, expect, test } from "vitest";
import { type Activation, createNetwork, type Data, type Network, residualBlocks } from "../../src/index.js";
import { eigh } from "../../src/linalg/index.js";
import { createRandom } from "../../src/random/index.js";
import { positiveDefinitenessMargin, scaledRegularization, stepCertificate } from "../../src/theory/index.js";

const eps = Number.EPSILON;
const random = createRandom(23);
const cases: [Activation, number, number, number, number][] = [
  ["tanh", 1, 1, 1, 1],
  ["erf", 2, 3, 5, 8],
  ["sin", 3, 2, 4, 17],
  ["sigmoid", 1, 2, 6, 5],
  ["softplus", 2, 1, 3, 9],
  ["gelu", 4, 2, 7, 6],
];

function problem(activation: Activation, inputs: number, outputs: number, samples: number, width: number, beta = 0.52) {
  const numbers = (n: number) => random.uniform(n, 0.5, 2);
  const scaling = { xMean: numbers(inputs), xScale: numbers(inputs), yMean: numbers(outputs), yScale: numbers(outputs) };
  const network: Network = { ...createNetwork({ inputs, outputs, width, activation, beta, seed: 5 }), scaling };
  const x = { rows: samples, cols: inputs, data: random.normal(samples * inputs, 0, 2) };
  const data: Data = { x, y: { rows: samples, cols: outputs, data: random.normal(samples * outputs, 0, 3) }, weights: numbers(samples) };
  return { network, data };
}

describe("the positive definiteness margin", () => {
  test.each(cases)("of a %s network (d = %i, K = %i, M = %i, N = %i), scaled and weighted, is below every residual block", (...shape) => {
    const [, inputs, outputs] = shape;
    const q = inputs + 1 + outputs;
    for (const beta of [0.500001, 0.75, 0.999999]) {
      const { network, data } = problem(...shape, beta);
      const { margin, blockBound, regularization } = positiveDefinitenessMargin(network, data, 2);
      expect(regularization).toBe(scaledRegularization(2, network.width, beta));
      const blocks = residualBlocks(network, data);
      let largest = 0;
      for (let at = 0; at < blocks.length; at += q * q) {
        const { values } = eigh({ rows: q, cols: q, data: blocks.subarray(at, at + q * q) });
        expect(values[0]! + regularization).toBeGreaterThanOrEqual(margin);
        largest = Math.max(largest, -values[0]!, values[q - 1]!);
      }
      const s = network.width ** -beta;
      expect(largest).toBeLessThanOrEqual(s * blockBound * (1 + 4 * eps));
    }
  });

  test("is reached: one unit, one sample, b where sigma'' is largest", () => {
    // S = s r [[c sigma'' x~x~', sigma' x~], [., 0]], so that |S| >= s |r| A1 |x~| at z = 0 and is bounded by it where c = 0
    const network: Network = {
      ...createNetwork({ inputs: 1, width: 1 }),
      W: Float64Array.of(0),
      b: Float64Array.of(0),
      C: Float64Array.of(0),
    };
    const { margin, regularization } = positiveDefinitenessMargin(network, { x: [2], y: [3] }, 1);
    const { values } = eigh({ rows: 3, cols: 3, data: residualBlocks(network, { x: [2], y: [3] }) });
    expect(margin).toBeLessThanOrEqual(values[0]! + regularization);
    expect(margin).toBeGreaterThan(values[0]! + regularization - 256 * eps * Math.abs(values[0]!));
  });

  test("names a width beyond which it is positive for the same residual and output weights", () => {
    const { network, data } = problem("tanh", 1, 1, 4, 20);
    const { blockBound, width } = positiveDefinitenessMargin(network, data, 0.5);
    const at = (N: number) => 0.5 * N ** (1 - 2 * 0.52) - blockBound * N ** -0.52;
    expect(at(width * (1 + 1e-9))).toBeGreaterThan(0);
    expect(at(width * (1 - 1e-9))).toBeLessThan(0);
  });

  test("refuses beta outside [1/2, 1] under its own name, and residuals whose bound overflows", () => {
    const below = createNetwork({ inputs: 1, width: 5, beta: 0.4, allowAnyBeta: true });
    expect(() => positiveDefinitenessMargin(below, { x: [1], y: [1] }, 1)).toThrow(
      'positiveDefinitenessMargin: "network.beta" expected a finite number from 0.5 to 1, got 0.4',
    );
    const huge = { ...below, beta: 0.52, C: new Float64Array(5).fill(1e200) };
    expect(() => positiveDefinitenessMargin(huge, { x: [1], y: [1e200] }, 1)).toThrow(
      '"data" expected residuals within the range of float64',
    );
  });
});

describe("the step certificate", () => {
  test.each(cases)(
    "of a %s network (d = %i, K = %i, M = %i, N = %i) holds at every size of its numbers, the same to rounding",
    (...shape) => {
      const { network, data } = problem(...shape);
      const moved = { ...network, C: network.C.map((c, i) => c * (1 + 0.01 * (i % 3))), b: network.b.map((b) => b + 1e-3) };
      const { scaling, ...bare } = network;
      const plain = stepCertificate(bare, { ...bare, C: moved.C, b: moved.b }, data);
      expect(plain.holds).toBe(true);
      expect(stepCertificate(network, moved, data).holds).toBe(true);
      for (const factor of [2 ** -560, 2 ** -450, 2 ** 450, 2 ** 530]) {
        const times = (net: Network) => ({ ...net, C: net.C.map((c) => c * factor) });
        const y = data.y as { rows: number; cols: number; data: Float64Array };
        const scaledData = { ...data, y: { ...y, data: y.data.map((v) => v * factor) } };
        const certificate = stepCertificate(times(bare), times({ ...bare, C: moved.C, b: moved.b }), scaledData);
        expect(certificate.holds).toBe(true);
        expect(Math.abs(certificate.contraction / plain.contraction - 1)).toBeLessThan(64 * eps);
        expect(Math.abs(certificate.remainder / factor / plain.remainder - 1)).toBeLessThan(64 * eps);
      }
      expect(scaling).toBeDefined();
    },
  );

  test("of no step at all promises the residual itself", () => {
    const { network, data } = problem("tanh", 2, 2, 3, 7);
    const { contraction, remainder, before, after, bound } = stepCertificate(network, network, data);
    expect([contraction, after]).toEqual([1, before]);
    expect(remainder).toBeLessThan(1e-24);
    expect(bound).toBeLessThan(before * (1 + 1e-10));
  });
});
