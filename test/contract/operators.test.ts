import { expect, test } from "vitest";
import { createNetwork, gaussNewtonOperator, hessianOperator } from "../../src/index.js";
import { ntkOperator } from "../../src/kernels/index.js";

const network = createNetwork({ inputs: 1, width: 5, seed: 3 });
const x = [0, 0.3, 0.9];
const operators = Object.entries({
  hessianOperator: hessianOperator(network, { x, y: [1, -1, 0] }),
  gaussNewtonOperator: gaussNewtonOperator(network, x),
  ntkOperator: ntkOperator(network, x),
});

test.each(operators)("%s overwrites whatever out holds", (_, A) => {
  const v = Float64Array.from({ length: A.cols }, (_, i) => i + 1);
  const fresh = new Float64Array(A.rows);
  const used = new Float64Array(A.rows).fill(Number.NaN);
  A.apply(v, fresh);
  A.apply(v, used);
  expect(fresh.some((entry) => entry !== 0)).toBe(true);
  expect(used).toEqual(fresh);
  A.applyTransposed?.(v, used);
  expect(used).toEqual(fresh);
});

test.each(operators)("%s says what it wants of out and of x", (_, A) => {
  const v = new Float64Array(A.cols).fill(1);
  const out = new Float64Array(A.rows);
  expect(() => A.apply(v, Array.from(out) as unknown as Float64Array)).toThrow(/apply: "out" expected a Float64Array, got/);
  expect(() => A.apply(v, new Float64Array(A.rows + 1))).toThrow(/apply: "out" expected length \d+ \(rows of the operator\), got \d+/);
  expect(() => A.apply(new Float64Array(A.cols + 1), out)).toThrow(/apply: "x" expected length \d+ \(columns of the operator\)/);
});

test("an operator keeps its own copy of the data", () => {
  const inputs = Float64Array.of(0, 0.3, 0.9);
  const own = { ...network, W: network.W.slice() };
  const A = ntkOperator(own, inputs);
  const v = Float64Array.of(1, 2, 3);
  const before = new Float64Array(3);
  const after = new Float64Array(3);
  A.apply(v, before);
  inputs.fill(7);
  own.W.fill(7);
  A.apply(v, after);
  expect(after).toEqual(before);
});
