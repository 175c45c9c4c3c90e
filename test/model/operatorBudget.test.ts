import { expect, test } from "vitest";
import { createNetwork, gaussNewtonOperator } from "../../src/index.js";
import { cg } from "../../src/linalg/index.js";

test("a budget counts a curvature product by its sweeps, 4 M P, not as a dense matrix, 2 P^2", () => {
  const width = 400;
  const x = [0, 0.3, 0.6, 1];
  const G = gaussNewtonOperator(createNetwork({ inputs: 1, width }), x);
  const P = 3 * width;
  expect(G.operations).toBe(4 * x.length * P);
  const b = new Float64Array(P).fill(1);
  const dense = 2 * P * P;
  expect(cg(G, b, { tolerance: 1e-14, operations: dense }).iterations).toBeGreaterThan(1);
  expect(cg(G, b, { operations: G.operations as number })).toMatchObject({ status: "budget" });
});
