import { describe, expect, test } from "vitest";
import { type Activation, createNetwork, flatten, jacobian, predict, unflatten } from "../../src/index.js";
import {
  infiniteNtk,
  infiniteNtkDecomposition,
  nntk,
  ntk,
  ntkDecomposition,
  solveRegularized,
  unitMoves,
} from "../../src/kernels/index.js";
import { gemv, matmul } from "../../src/linalg/index.js";
import { createRandom } from "../../src/random/index.js";
import { relativeError } from "../model/recorded.js";

const eps = Number.EPSILON;
const cases: [Activation, number, number, number, number][] = [
  ["tanh", 1, 1, 5, 3],
  ["tanh", 1, 1, 16, 300],
  ["erf", 2, 3, 7, 257],
  ["gelu", 3, 2, 6, 32],
  ["relu", 2, 1, 9, 31],
];

describe.each(cases)("a %s network (d = %i, K = %i, M = %i, N = %i)", (activation, inputs, outputs, samples, width) => {
  const random = createRandom(9);
  const network = createNetwork({ inputs, outputs, width, activation, seed: 3 });
  const x = { rows: samples, cols: inputs, data: random.normal(samples * inputs) };
  const n = samples * outputs;

  test("has the decomposed kernel and the outputs of ntk and predict", () => {
    const { values, vectors, outputs: f } = ntkDecomposition(network, x);
    const scaled = { ...vectors, data: vectors.data.map((q, at) => q * values[at % n]!) };
    const tolerance = 64 * n * eps;
    expect(relativeError(matmul(scaled, vectors, { transposeB: true }).data, ntk(network, x).data)).toBeLessThan(tolerance);
    expect(relativeError(matmul(vectors, vectors, { transposeA: true }).data, identity(n))).toBeLessThan(tolerance);
    expect(values.every((value, j) => value >= 0 && (j === 0 || value <= values[j - 1]!))).toBe(true);
    expect(relativeError(f.data, predict(network, x).data)).toBeLessThan(8 * width * eps);
  });

  test("moves as theta + J' z does, every column of Z by itself", () => {
    const Z = { rows: n, cols: 3, data: random.normal(n * 3) };
    const { largest, outputs: after } = unitMoves(network, x, Z, { outputs: true });
    const theta = flatten(network);
    const steps = matmul(jacobian(network, x), Z, { transposeA: true });
    for (let j = 0; j < 3; j++) {
      const step = theta.map((_, p) => steps.data[p * 3 + j]!);
      const lengths = Array.from({ length: width }, (_, i) => {
        const own = [
          ...step.subarray(i * inputs, (i + 1) * inputs),
          step[width * inputs + i]!,
          ...Array.from({ length: outputs }, (_, k) => step[width * (inputs + 1 + k) + i]!),
        ];
        return Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
      });
      const expected = Math.max(...lengths);
      expect(Math.abs(largest[j]! - expected)).toBeLessThan(64 * n * eps * expected);
      const moved = unflatten(
        network,
        theta.map((value, p) => value + step[p]!),
      );
      const column = Float64Array.from({ length: n }, (_, row) => after!.data[row * 3 + j]!);
      expect(relativeError(column, predict(moved, x).data)).toBeLessThan(64 * width * eps);
    }
    expect(unitMoves(network, x, Z).outputs).toBeUndefined();
    const first = unitMoves(network, x, Z, { outputs: 1 });
    expect(first.largest).toEqual(largest);
    expect(first.outputs!.data).toEqual(after!.data.filter((_, at) => at % 3 === 0));
  });

  test("is solved with any regularizer", () => {
    const kernel = ntkDecomposition(network, x);
    const b = random.normal(n);
    const z = solveRegularized(kernel, b, 0.1).data;
    const back = gemv(ntk(network, x), z).map((value, i) => value + 0.1 * z[i]!);
    expect(relativeError(back, b)).toBeLessThan(64 * n * eps * (1 + kernel.values[0]! / 0.1));
    expect(relativeError(nntk(kernel, 0.1).data, nntk(ntk(network, x), 0.1).data)).toBeLessThan(
      64 * n * eps * (1 + kernel.values[0]! / 0.1),
    );
  });
});

function identity(n: number): number[] {
  return Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
}

test("the limit's decomposition is that of the limit, by features on a line and by the formed kernel elsewhere", () => {
  const plane = { rows: 3, cols: 2, data: Float64Array.of(0, 1, 1, 0, -1, 0.5) };
  for (const [x, activation] of [
    [[-1, 0, 0.25, 2], "tanh"],
    [[-1, 0, 0.25, 2], "relu"],
    [plane, "erf"],
  ] as const) {
    const { values, vectors } = infiniteNtkDecomposition(x, { activation });
    const n = values.length;
    const scaled = { ...vectors, data: vectors.data.map((q, at) => q * values[at % n]!) };
    const twin = infiniteNtk(x, undefined, { activation }).data;
    expect(relativeError(matmul(scaled, vectors, { transposeB: true }).data, twin)).toBeLessThan(512 * eps);
    expect(values[0]).toBeGreaterThan(values[n - 1]!);
  }
});

test("a network that overflows gives a largest move of NaN, not a wrong number", () => {
  const network = { ...createNetwork({ inputs: 1, width: 40 }), C: new Float64Array(40).fill(1e308) };
  expect(unitMoves(network, [0, 1], [1e200, -1e200]).largest[0]).not.toBeLessThan(Infinity);
});

test("what does not fit is refused by name", () => {
  const network = createNetwork({ inputs: 1, width: 3 });
  expect(() => unitMoves(network, [0, 1], [1])).toThrow('unitMoves: "Z" expected 2 rows (outputs of all samples), got 1');
  expect(() => unitMoves(network, [0, 1], [1, Number.NaN])).toThrow(RangeError);
  expect(() => unitMoves(network, [0, 1], [1, 2], { output: true } as object)).toThrow(/output/);
  const kernel = ntkDecomposition(network, [0, 1]);
  expect(() => solveRegularized(kernel, [1], 1)).toThrow('solveRegularized: "b" expected 2 rows (eigenvalues of the kernel), got 1');
  expect(() => solveRegularized(kernel, [1, 2], 0)).toThrow('"gamma"');
  expect(() => nntk({ values: Float64Array.of(1, -1), vectors: kernel.vectors }, 1)).toThrow(
    '"B.values[1]" expected a number of at least 0',
  );
  expect(() => nntk({ values: Float64Array.of(1), vectors: kernel.vectors }, 1)).toThrow('"B.vectors" expected 1 x 1');
});
