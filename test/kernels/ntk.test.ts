import { describe, expect, test } from "vitest";
import { type Activation, createNetwork, jacobian, type Network } from "../../src/index.js";
import { nntk, ntk } from "../../src/kernels/index.js";
import { matmul } from "../../src/linalg/index.js";
import { createRandom } from "../../src/random/index.js";
import { recording, relativeError, startOf } from "../model/recorded.js";

const spectra = recording("ntk_spectra");

describe("the empirical kernel", () => {
  test.each([0, 1])("of the published start %i (N = 50) is the recorded Gram matrix over M", (seed) => {
    const { network, data } = startOf(recording(`derivatives_N50_seed${seed}`));
    const gram = (spectra[`small${seed}`].gram as number[][]).flat();
    expect(
      relativeError(
        ntk(network, data.x).data.map((b) => 16 * b),
        gram,
      ),
    ).toBeLessThan(1e-14);
  });

  test.each([0])("of the published start %i (N = 1000) has the recorded first row", (seed) => {
    const { network, data } = startOf(recording(`paper_start_seed${seed}`));
    const row = ntk(network, data.x).data.slice(0, 128);
    expect(
      relativeError(
        row.map((b) => 128 * b),
        spectra[`paper${seed}`].firstRow,
      ),
    ).toBeLessThan(1e-13);
  });

  const cases: [Activation, number, number, number, number][] = [
    ["tanh", 1, 1, 5, 3],
    ["erf", 2, 3, 7, 300],
    ["sin", 3, 2, 9, 257],
    ["sigmoid", 1, 2, 4, 31],
    ["softplus", 5, 1, 3, 513],
    ["gelu", 2, 2, 6, 32],
    ["relu", 2, 1, 8, 1],
  ];
  test.each(cases)(
    "of a %s network (d = %i, K = %i, M = %i, N = %i) is J J'/M, square and crossed",
    (activation, inputs, outputs, samples, width) => {
      const network = createNetwork({ inputs, outputs, width, activation, seed: 3 });
      const random = createRandom(5);
      const x1 = { rows: samples, cols: inputs, data: random.normal(samples * inputs) };
      const x2 = { rows: samples + 2, cols: inputs, data: random.normal((samples + 2) * inputs) };
      const twin = (a: typeof x1, b: typeof x1) =>
        matmul(jacobian(network, a), jacobian(network, b), { transposeB: true }).data.map((v) => v / a.rows);
      // sums of N terms in another order: 8 sqrt(N) eps relative to the norm
      const tolerance = 8 * Math.sqrt(width) * Number.EPSILON;
      expect(relativeError(ntk(network, x1).data, twin(x1, x1))).toBeLessThan(tolerance);
      expect(relativeError(ntk(network, x1, x2).data, twin(x1, x2))).toBeLessThan(tolerance);
    },
  );

  test("is symmetric to the bit", () => {
    const B = ntk(createNetwork({ inputs: 2, outputs: 3, width: 40 }), [
      [0, 1],
      [1, 0],
      [2, 2],
    ]);
    for (let i = 0; i < B.rows; i++) for (let j = 0; j < i; j++) expect(B.data[i * B.cols + j]).toBe(B.data[j * B.cols + i]);
  });

  test("refuses what is no network or does not fit it", () => {
    const network = createNetwork({ inputs: 2, width: 3 });
    expect(() => ntk({} as Network, [[1, 2]])).toThrow(TypeError);
    expect(() => ntk(network, [[1]])).toThrow('ntk: "x1" expected 2 columns (inputs of the network), got 1');
    expect(() => ntk(network, [])).toThrow(RangeError);
    expect(() => ntk(network, [[1, Number.NaN]])).toThrow(RangeError);
  });
});

describe("the Newton tangent kernel", () => {
  const { gram, nntk: steps } = spectra.small0 as { gram: number[][]; nntk: { scaled: number; matrix: number[][] }[] };
  const B = gram.map((row) => row.map((entry) => entry / 16));
  test.each(steps.map((step) => [step.scaled, step.matrix] as const))("at gamma %f is the recorded B (gamma I + B)^-1", (gamma, matrix) => {
    // both solve with a matrix of condition lambda_1 / gamma (lambda_1 = 0.6 here)
    const tolerance = 16 * 16 * Number.EPSILON * (1 + 0.6 / gamma);
    expect(relativeError(nntk(B, gamma).data, matrix.flat())).toBeLessThan(tolerance);
  });
});
