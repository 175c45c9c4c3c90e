import { describe, expect, test } from "vitest";
import { hessianEigenvalues, hessianOperator, inertia, predict } from "../../src/index.js";
import { eigh, eigsh } from "../../src/linalg/index.js";
import { ACTIVATIONS } from "../../src/model/network.js";
import { goldenNetwork } from "./golden.js";
import { recording, startOf } from "./recorded.js";
import { denseE, randomProblem } from "./structured/twin.js";

/** The recorded eigenvalues come from a dense float64 solver: right to this many roundings of |H|. */
const RECORDED = 1e3 * 2 ** -52;

describe("the published problem's Hessian at the recorded start", () => {
  const { network, data } = startOf(recording("paper_start_seed0"));
  const eigenvalues: number[] = recording("hessian_spectrum").eigs;
  const norm = Math.max(...eigenvalues.map(Math.abs));

  test("has 1513 negative eigenvalues", () => {
    expect(inertia(network, data)).toMatchObject({ negative: 1513, zero: 0, positive: 1487 });
  });

  test("is counted right below 50 shifts between its eigenvalues", () => {
    // from all over the spectrum, the middle of the widest gap among 60 neighbours
    for (let k = 0; k < 50; k++) {
      const first = Math.min(eigenvalues.length - 2, k * 60);
      let at = first;
      for (let i = first; i < Math.min(first + 60, eigenvalues.length - 1); i++) {
        if (gap(i) > gap(at)) at = i;
      }
      if (gap(at) < RECORDED * norm) continue;
      const shift = ((eigenvalues[at] as number) + (eigenvalues[at + 1] as number)) / 2;
      expect(inertia(network, data, shift).negative, `shift ${shift}`).toBe(at + 1);
    }
  });

  test("has the recorded ends of the spectrum", () => {
    const smallest = hessianEigenvalues(network, data, { count: 3 });
    const largest = hessianEigenvalues(network, data, { count: 2, from: "largest" });
    for (let i = 0; i < 3; i++) expect(Math.abs((smallest[i] as number) - (eigenvalues[i] as number))).toBeLessThan(RECORDED * norm);
    for (let i = 0; i < 2; i++) expect(Math.abs((largest[i] as number) - (eigenvalues[2999 - i] as number))).toBeLessThan(RECORDED * norm);
  });

  function gap(i: number): number {
    return (eigenvalues[i + 1] as number) - (eigenvalues[i] as number);
  }
});

describe("the Hessian recorded in 50 digits", () => {
  const { network, data } = goldenNetwork();
  test("has two eigenvalues below -0.1 and becomes positive definite at 0.165406547976", () => {
    expect(inertia(network, data, -0.1).negative).toBe(2);
    expect(inertia(network, data, -0.165406547975).negative).toBe(1);
    expect(inertia(network, data, -0.165406547977).negative).toBe(0);
  });
  test("has the eigenvalues that bisection finds", () => {
    const recorded = (recording("golden_steps").hessEigs as string[]).map(Number);
    const found = hessianEigenvalues(network, data, { count: 12 });
    for (let i = 0; i < 12; i++) expect(Math.abs((found[i] as number) - (recorded[i] as number))).toBeLessThan(RECORDED);
  });
});

describe("random networks", () => {
  const SIZES = [
    { width: 6, inputs: 1, outputs: 1, samples: 1 },
    { width: 1, inputs: 1, outputs: 1, samples: 4 },
    { width: 5, inputs: 1, outputs: 4, samples: 7 },
    { width: 20, inputs: 2, outputs: 1, samples: 6, weights: true },
    { width: 4, inputs: 3, outputs: 2, samples: 30 },
  ];
  const cases = SIZES.flatMap((size) => ACTIVATIONS.map((activation, seed) => ({ ...size, activation, seed })));
  test.each(cases)("are counted as eigh counts them: %j", (size) => {
    const problem = randomProblem(size);
    const { values } = eigh(denseE(problem, "full", 0), { vectors: false });
    const norm = Math.max(...values.map(Math.abs));
    for (const shift of [0, 0.01 * norm, -0.05 * norm, -2 * norm, 3 * norm]) {
      const { negative, zero, positive, tolerance } = inertia(problem.network, problem.data, shift);
      // eigh is right to a few roundings of |H|: between the counts below and above that
      const slack = 2 * tolerance + 64 * 2 ** -52 * norm;
      const surely = (limit: number) => values.filter((value) => value < shift + limit).length;
      expect(negative).toBeGreaterThanOrEqual(surely(-slack));
      expect(negative).toBeLessThanOrEqual(surely(0));
      expect(positive).toBeGreaterThanOrEqual(values.length - surely(slack));
      expect(negative + zero + positive).toBe(values.length);
    }
  });

  test("have the ends that Lanczos finds by products with the Hessian alone", () => {
    const { network, data } = randomProblem({ width: 30, inputs: 2, outputs: 2, samples: 25, weights: true });
    const count = 4;
    const H = hessianOperator(network, data);
    for (const [from, which] of [
      ["smallest", "SA"],
      ["largest", "LA"],
    ] as const) {
      // biome-ignore format: a list
      const certified = hessianEigenvalues(network, data, { count, from });
      const { status, values } = eigsh(H, count, { which, tolerance: 1e-12 });
      expect(status).toBe("converged");
      const lanczos = from === "smallest" ? values : values.slice().reverse();
      certified.forEach((value, i) => {
        expect(Math.abs(value - (lanczos[i] as number))).toBeLessThan(1e-10 * Math.abs(certified[0] as number));
      });
    }
  });

  test("whose outputs are right have no negative eigenvalue, and many zeros", () => {
    const { network, data } = randomProblem({ width: 8, inputs: 1, outputs: 1, samples: 5 });
    const fitted = { x: data.x, y: predict(network, data.x) };
    const { negative, zero, positive } = inertia(network, fitted);
    expect([negative, zero, positive]).toEqual([0, 19, 5]);
  });
});
