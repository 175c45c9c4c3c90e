import { describe, expect, test } from "vitest";
import { createNetwork } from "../../src/index.js";
import { infiniteNtk, infiniteNtkDecomposition, ntk, solveRegularized } from "../../src/kernels/index.js";
import { cholesky, eigh, solveCholesky } from "../../src/linalg/index.js";
import { criticalLearningRate, gradientDescent, gradientFlow, newtonFlow, newtonIterates } from "../../src/theory/index.js";

const x = [-1, 0, 1];
const y = [1, -1, 0.5];
const B = infiniteNtk(x, undefined, { activation: "erf", outputVariance: 1 });
const xTest = [-0.5, 0.3, 2];
const cross = infiniteNtk(x, xTest, { activation: "erf", outputVariance: 1 });

/** |a - b| <= c eps in every entry, c = 64 for the sums of three terms of size 1 behind each. */
function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, c = 64): void {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThanOrEqual(c * Number.EPSILON);
}

const methods = {
  "gradient flow": gradientFlow(B, y),
  "gradient descent": gradientDescent(B, y, { learningRate: 0.9 * criticalLearningRate(eigh(B).values) }),
  "Newton flow": newtonFlow(B, y, { gamma: 0.1 }),
  "Newton iterates": newtonIterates(B, y, { gamma: 0.1 }),
};

describe("the linearised model in training", () => {
  test("follows the worked case: erf, three points, gamma 0.1", () => {
    expectClose(methods["gradient flow"].train(2).data, [0.30827097639278019, -0.038490578473021254, -0.00017544706016328606]);
    expectClose(methods["Newton flow"].train(2).data, [0.63246656368924271, -0.4996899566789552, 0.22801201537331856]);
    expectClose(methods["Newton iterates"].train(2).data, [0.74305669762437405, -0.57498672058901697, 0.25793430251628307]);
  });

  describe.each(Object.entries(methods))("%s", (_, method) => {
    const f0 = [0.3, -0.2, 0.7];
    const f0Test = [1, 2, 3];

    test("is at its start at time 0, to the bit", () => {
      expect(method.train(0, f0).data).toEqual(new Float64Array(f0));
      expect(method.test(0, cross, f0, f0Test).data).toEqual(new Float64Array(f0Test));
    });

    test("reaches the targets at infinity, and the direct solve on test points", () => {
      expectClose(method.train(Infinity, f0).data, y);
      const L = cholesky(B).L!;
      const alpha = solveCholesky(
        L,
        y.map((v, i) => v - f0[i]!),
      ).data;
      const direct = f0Test.map((start, j) => start + alpha.reduce((sum, a, i) => sum + a * cross.data[i * 3 + j]!, 0));
      const condition = eigh(B).values[2]! / eigh(B).values[0]!;
      expectClose(method.test(Infinity, cross, f0, f0Test).data, direct, 64 * condition);
    });

    test("takes many times at once as a loop would", () => {
      const times = [0, 1, 2, 7, Infinity];
      expect(method.train(times, f0)).toEqual(times.map((t) => method.train(t, f0)));
      expect(method.test(times, cross, f0)).toEqual(times.map((t) => method.test(t, cross, f0)));
    });

    test("predicts on a copy of the training points what it predicts on them", () => {
      for (const t of [1, 3, 10]) expectClose(method.test(t, B, f0, f0).data, method.train(t, f0).data, 256);
    });
  });

  test("one kernel serves every output: columns are independent", () => {
    const both = newtonFlow(B, { rows: 3, cols: 2, data: new Float64Array([1, 0, -1, 2, 0.5, 1]) }, { gamma: 0.1 }).train(1).data;
    const second = newtonFlow(B, [0, 2, 1], { gamma: 0.1 }).train(1).data;
    expectClose([both[0]!, both[2]!, both[4]!], newtonFlow(B, y, { gamma: 0.1 }).train(1).data);
    expectClose([both[1]!, both[3]!, both[5]!], second);
  });

  test("a mode with eigenvalue 0 stays where it was, at every time", () => {
    const singular = [
      [2, 0],
      [0, 0],
    ];
    for (const method of [gradientFlow(singular, [1, 1]), newtonFlow(singular, [1, 1], { gamma: 1e-3 })]) {
      expect(method.train(Infinity).data).toEqual(new Float64Array([1, 0]));
      expect([...method.test(Infinity, [[2], [0]]).data]).toEqual([1]);
    }
  });

  test("takes the modes that entries do not resolve from a decomposition: a Newton step with gamma far below eps lambda_1", () => {
    const line = Array.from({ length: 16 }, (_, i) => i / 15);
    const kernel = infiniteNtkDecomposition(line);
    const gamma = 0.1 * kernel.values[15]!;
    expect(gamma).toBeLessThan(Number.EPSILON * kernel.values[0]!);
    const targets = line.map((v) => Math.sin(9 * v));
    const stepped = newtonIterates(kernel, targets, { gamma }).train(1).data;
    const left = solveRegularized(kernel, targets, gamma).data.map((z) => gamma * z);
    expectClose(
      stepped.map((f, i) => targets[i]! - f),
      left,
    );
    expectClose(newtonFlow(kernel, targets, { gamma }).train(Infinity).data, targets);
  });

  test("stays bounded on test points at any time and any gamma, where B leaves modes unresolved", () => {
    const line = Array.from({ length: 16 }, (_, i) => i / 15);
    const between = infiniteNtk(line, [0.5 / 15]);
    const K = infiniteNtk(line);
    const targets = line.map((v) => 2 * v + 0.4 * Math.sin(5 * Math.PI * v));
    const wanted = 1 / 15 + 0.4 * Math.sin(Math.PI / 6);
    const late = gradientFlow(K, targets).test([1e14, 1e16, 1e18, 1e25, 1e300, Infinity], between);
    for (const { data } of late) expect(Math.abs(data[0]! - wanted)).toBeLessThan(0.01);
    expect(late[3]).toEqual(late[5]);
    for (const gamma of [1e-14, 1e-16, 1e-20, 1e-100, 1e-300])
      for (const method of [newtonFlow(K, targets, { gamma }), newtonIterates(K, targets, { gamma })])
        expect(Math.abs(method.test(20, between).data[0]! - wanted)).toBeLessThan(0.01);
  });

  test("two equal inputs with two targets meet in the middle, on both and on a copy of them", () => {
    const equal = [
      [1, 1],
      [1, 1],
    ];
    for (const method of [gradientFlow(equal, [1, 2]), newtonFlow(equal, [1, 2], { gamma: 0.1 })])
      expectClose(
        method.test([1e4, 1e30, Infinity], [[1], [1]]).map(({ data }) => data[0]!),
        [1.5, 1.5, 1.5],
      );
  });

  test("serves M samples of K outputs by one kernel of M K rows, its cross kernel to test points of K outputs", () => {
    const network = createNetwork({ inputs: 1, outputs: 2, width: 50, activation: "erf", seed: 1 });
    const whole = ntk(network, [-1, 1]);
    const method = newtonIterates(
      whole,
      [
        [1, 2],
        [-1, 0.5],
      ],
      { gamma: 0.01 },
    );
    const again = method.test(3, ntk(network, [-1, 1], [-1, 1]));
    expect(again).toMatchObject({ rows: 2, cols: 2 });
    expectClose(again.data, method.train(3).data, 1024);
    expect(() => method.test(3, { rows: 4, cols: 3, data: new Float64Array(12) })).toThrow(
      'newtonIterates: "crossKernel" expected a multiple of 2 columns (outputs of each test point), got 3',
    );
    expect(method.test(3, { rows: 4, cols: 0, data: new Float64Array(0) })).toMatchObject({ rows: 0, cols: 2 });
  });

  test("gradient descent converges at 0.9 of the critical rate and diverges at 2.1 halves of it", () => {
    const critical = criticalLearningRate(eigh(B).values);
    const distance = (rate: number, k: number) =>
      Math.hypot(
        ...gradientDescent(B, y, { learningRate: rate })
          .train(k)
          .data.map((f, i) => f - y[i]!),
      );
    expect(distance(0.9 * critical, 400)).toBeLessThan(distance(0.9 * critical, 100));
    expect(distance(1.05 * critical, 400)).toBeGreaterThan(1e3 * distance(1.05 * critical, 100));
    expect(() => gradientDescent(B, y, { learningRate: 3 * critical }).train(5000)).toThrow(
      /"t" expected a time with outputs within the range of float64/,
    );
  });
});

describe("misuse is named", () => {
  const cases: [() => unknown, string][] = [
    [() => gradientFlow([[1, 2]], [1]), 'gradientFlow: "B" expected a square matrix, got 1 x 2'],
    [() => gradientFlow([[1]], [1, 2, 3]), 'gradientFlow: "y" expected 1 rows, or 1 entries in all (rows of B), got 3 x 1'],
    [() => newtonFlow([[1]], [1], { gamma: 0 }), 'newtonFlow: "gamma" expected a finite number above 0, got 0'],
    [() => newtonFlow([[-1]], [1], { gamma: 1 }), 'newtonFlow: "B" expected a positive semidefinite kernel'],
    [() => newtonIterates([[1]], [1], { gamma: 1 }).train(1.5), 'newtonIterates: "t" expected a whole number of steps, got 1.5'],
    [() => newtonIterates([[1]], [1], { gamma: 1 }).train([-1]), 'newtonIterates: "t[0]" expected a finite number of at least 0, got -1'],
    [() => gradientFlow([[1]], [1]).train(1, [1, 2]), 'gradientFlow: "f0" expected 1 x 1, got 2 x 1'],
    [
      () =>
        gradientFlow([[1]], [1]).test(1, [
          [1, 2],
          [3, 4],
        ]),
      'gradientFlow: "crossKernel" expected',
    ],
    [() => newtonFlow([[1]], [1], { gama: 1 } as unknown as { gamma: number }), 'newtonFlow: "options" expected keys among gamma'],
  ];
  test.each(cases)("%#", (call, message) => expect(call).toThrow(message));
});
