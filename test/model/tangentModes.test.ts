import { describe, expect, test } from "vitest";
import { createNetwork, jacobian, predict } from "../../src/index.js";
import { eigh, gram } from "../../src/linalg/index.js";
import { checkData } from "../../src/model/data.js";
import { tangentModes } from "../../src/model/tangentModes.js";
import { createRandom } from "../../src/random/index.js";

const EPS = 2 ** -52;

function problem(inputs: number, outputs: number, M: number, width: number) {
  const random = createRandom(11 * inputs + outputs);
  const x = { rows: M, cols: inputs, data: random.normal(M * inputs) };
  const y = { rows: M, cols: outputs, data: random.normal(M * outputs) };
  return { network: createNetwork({ inputs, outputs, width, seed: 3 }), data: { x, y }, weights: random.uniform(M, 0.5, 2) };
}

/** J with its rows multiplied by sqrt(M w / sum w), one output after the other, and the residual likewise. */
function weighted({ network, data, weights }: ReturnType<typeof problem>, useWeights: boolean) {
  const { outputs: K } = network;
  const M = data.x.rows;
  const sum = weights.reduce((a, b) => a + b);
  const factor = (m: number) => (useWeights ? Math.sqrt((M * (weights[m] as number)) / sum) : 1);
  const J = jacobian(network, data.x);
  const f = predict(network, data.x).data;
  return {
    J: { ...J, data: J.data.map((v, i) => v * factor(Math.floor(i / J.cols / K))) },
    r: f.map((v, i) => (v - (data.y.data[i] as number)) * factor(Math.floor(i / K))),
  };
}

describe("the modes of a linearised problem", () => {
  test.each([
    [1, 33, 20, false],
    [1, 64, 300, true],
    [3, 12, 7, true],
  ])("of one output are those of J J' (%i inputs, %i samples, width %i, weights %s)", (inputs, M, width, useWeights) => {
    const p = problem(inputs, 1, M, width);
    const { J, r } = weighted(p, useWeights);
    const dense = eigh(gram(J));
    const data = checkData("test", p.network, { ...p.data, ...(useWeights && { weights: p.weights }) });
    const { values, squares, ok } = tangentModes(p.network, data);
    expect(ok).toBe(true);
    const top = dense.values[M - 1] as number;
    for (let j = 0; j < M; j++) {
      expect(Math.abs((values[j] as number) - (dense.values[j] as number))).toBeLessThan(50 * M * EPS * top);
    }
    // single projections are as uncertain as their eigenvectors: sums over the well separated ones are not
    for (const from of [0, M - 1, M - 3]) {
      let sum = 0;
      let expected = 0;
      for (let j = from; j < M; j++) {
        let inner = 0;
        for (let m = 0; m < M; m++) inner += (dense.vectors.data[m * M + j] as number) * (r[m] as number);
        expected += inner * inner;
        sum += squares[j] as number;
      }
      expect(Math.abs(sum - expected)).toBeLessThan(1e-8 * M);
    }
  });

  test("of several outputs are those of the mean of the diagonal blocks of J J'", () => {
    const [M, K] = [10, 3];
    const p = problem(2, K, M, 40);
    const { J, r } = weighted(p, false);
    const full = gram(J);
    const mean = { rows: M, cols: M, data: new Float64Array(M * M) };
    for (let m = 0; m < M; m++) {
      for (let n = 0; n < M; n++) {
        for (let k = 0; k < K; k++) mean.data[m * M + n]! += (full.data[(m * K + k) * M * K + n * K + k] as number) / K;
      }
    }
    const { values, squares } = tangentModes(p.network, checkData("test", p.network, p.data));
    const dense = eigh(mean).values;
    for (let j = 0; j < M; j++) {
      expect(Math.abs((values[j] as number) - (dense[j] as number))).toBeLessThan(50 * M * EPS * (dense[M - 1] as number));
    }
    const total = r.reduce((sum, v) => sum + v * v, 0);
    expect(squares.reduce((a, b) => a + b)).toBeCloseTo(total, 10);
  });

  test("are not there where the kernel overflows", () => {
    const p = problem(1, 1, 8, 5);
    p.network.C.fill(1e200);
    expect(tangentModes(p.network, checkData("test", p.network, p.data)).ok).toBe(false);
  });
});
