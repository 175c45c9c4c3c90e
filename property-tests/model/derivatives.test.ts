import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  flatten,
  gaussNewtonOperator,
  gnvp,
  gradient,
  hessianOperator,
  hvp,
  jacobian,
  jvp,
  loss,
  predict,
  residualBlocks,
  unflatten,
  vjp,
} from "../../src/index.js";
import { expectSymmetricLinear } from "../laws/symmetricOperator.js";
import { ACTIVATIONS, dot, EPS, norm, type Problem, problems, repeatRows, rowFactors } from "./problem.js";

/** Roundings a result may carry for every term it is summed from. */
const ERRORS_A_TERM = 4;

/** Terms that a product with J, J' or a block passes through. */
const terms = ({ network, data }: Problem) => network.width + data.x.rows + network.inputs + network.outputs + 4;

/** |J|, |r| and |blocks| in the Frobenius norm, rows weighted: the sizes that tolerances are made of. */
function sizes(problem: Problem) {
  const { network, data } = problem;
  const K = network.outputs;
  const factors = rowFactors(data);
  const J = jacobian(network, data.x);
  const weightedJ = J.data.map((value, at) => value * (factors[Math.floor(at / (J.cols * K))] as number));
  const f = predict(network, data.x).data;
  const r = f.map((value, at) => (value - (data.y.data[at] as number)) * (factors[Math.floor(at / K)] as number));
  const S = residualBlocks(network, data);
  const M = data.x.rows;
  const gram = dot(weightedJ, weightedJ) / M;
  return { J, weightedJ, r, M, gram, S, hessian: gram + norm(S) + (norm(weightedJ) * norm(r)) / M };
}

/** S v for the blocks of residualBlocks. */
function blocksTimes({ network }: Problem, S: Float64Array, v: Float64Array): Float64Array {
  const { width: N, inputs: d, outputs: K } = network;
  const q = d + 1 + K;
  const place = (i: number, j: number) => (j < d ? i * d + j : N * j + i);
  const out = new Float64Array(v.length);
  for (let i = 0; i < N; i++)
    for (let r = 0; r < q; r++) for (let c = 0; c < q; c++) out[place(i, r)]! += S[(i * q + r) * q + c]! * v[place(i, c)]!;
  return out;
}

const difference = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - b[i]!);

/**
 * The derivative of a vector function along t at 0 by central differences, and a bound of its error: four thirds of what halving h
 * changes (the truncation error is a multiple of h^2 up to h^4, which the factor 3 covers), and the function's rounding over h.
 */
function centralDifference(f: (t: number) => Float64Array, h: number, rounding: number) {
  const at = (step: number) => difference(f(step), f(-step)).map((value) => value / (2 * step));
  const [wide, narrow] = [at(h), at(h / 2)];
  return { value: narrow, error: 3 * (4 / 3) * norm(difference(wide, narrow)) + (4 * rounding) / h };
}

describe.each(ACTIVATIONS)("laws of the derivatives, %s units", (activation) => {
  const law = (check: (problem: Problem) => void, numRuns = 25) =>
    fc.assert(
      fc.property(problems(activation), (problem) => check(problem)),
      { numRuns },
    );

  test("J v and J'u are the products with the matrix J, and each other's transposes", () => {
    law((problem) => {
      const { network, data, v, rows } = problem;
      const J = jacobian(network, data.x);
      const [Jv, Ju] = [jvp(network, data.x, v), vjp(network, data.x, rows)];
      const tolerance = ERRORS_A_TERM * terms(problem) * EPS * norm(J.data);
      const dense = rows.map((_, i) => dot(J.data.subarray(i * J.cols, (i + 1) * J.cols), v));
      expect(norm(difference(Jv, dense))).toBeLessThanOrEqual(tolerance * norm(v));
      expect(Math.abs(dot(Jv, rows) - dot(Ju, v))).toBeLessThanOrEqual(tolerance * norm(v) * norm(rows));
    });
  });

  test("the gradient is J'r / M and the loss |r|^2 / 2M, with the rows' weights", () => {
    law((problem) => {
      const { network, data } = problem;
      const { weightedJ, J, r, M } = sizes(problem);
      const expected = new Float64Array(J.cols);
      for (let i = 0; i < J.rows; i++) for (let p = 0; p < J.cols; p++) expected[p]! += (weightedJ[i * J.cols + p]! * r[i]!) / M;
      const tolerance = (ERRORS_A_TERM * terms(problem) * EPS * norm(weightedJ) * (norm(r) + norm(data.y.data))) / M;
      expect(norm(difference(gradient(network, data), expected))).toBeLessThanOrEqual(tolerance);
      expect(loss(network, data)).toBeCloseTo(dot(r, r) / (2 * M), 12);
    });
  });

  test("G v is J'J v / M; hvp less gnvp is block diagonal and equal to residualBlocks", () => {
    law((problem) => {
      const { network, data, v } = problem;
      const { weightedJ, J, M, gram, S, hessian } = sizes(problem);
      const Jv = Float64Array.from({ length: J.rows }, (_, i) => dot(weightedJ.subarray(i * J.cols, (i + 1) * J.cols), v));
      const expected = new Float64Array(J.cols);
      for (let i = 0; i < J.rows; i++) for (let p = 0; p < J.cols; p++) expected[p]! += (weightedJ[i * J.cols + p]! * Jv[i]!) / M;
      const tolerance = ERRORS_A_TERM * terms(problem) * EPS * norm(v);
      const Gv = gnvp(network, data, v);
      expect(norm(difference(Gv, expected))).toBeLessThanOrEqual(tolerance * gram);
      const residualPart = difference(hvp(network, data, v), Gv);
      expect(norm(difference(residualPart, blocksTimes(problem, S, v)))).toBeLessThanOrEqual(tolerance * hessian);
    });
  });

  test("the Hessian and the Gauss-Newton operator are linear and symmetric", () => {
    law((problem) => {
      const { network, data, u, v } = problem;
      const { hessian, J } = sizes(problem);
      for (const operator of [hessianOperator(network, data), gaussNewtonOperator(network, data.x)]) {
        const size = hessian + dot(J.data, J.data) / data.x.rows;
        const product = (x: Float64Array) => {
          const out = new Float64Array(x.length);
          operator.apply(x, out);
          return out;
        };
        expectSymmetricLinear(product, u, v, size, ERRORS_A_TERM * terms(problem));
      }
    }, 10);
  });

  // relu has no second derivative at its kink; what is taken for it is tested below
  test.skipIf(activation === "relu")("J v and H v are the derivatives of the outputs and of the gradient", () => {
    law((problem) => {
      const { network, data, v } = problem;
      const { weightedJ, r, M, hessian } = sizes(problem);
      const theta = flatten(network);
      const unit = v.map((value) => value / norm(v));
      const along = (t: number) =>
        unflatten(
          network,
          theta.map((value, i) => value + t * unit[i]!),
        );
      const errors = ERRORS_A_TERM * terms(problem) * EPS;
      // a step of h moves every pre-activation by at most h (|x| + 1)
      const outputs = centralDifference(
        (t) => predict(along(t), data.x).data,
        1e-4,
        errors * (norm(weightedJ) + norm(r) + norm(data.y.data)),
      );
      expect(norm(difference(jvp(network, data.x, unit), outputs.value))).toBeLessThanOrEqual(outputs.error);
      const slope = centralDifference(
        (t) => gradient(along(t), data),
        1e-4,
        errors * (hessian + (norm(weightedJ) * (norm(r) + norm(data.y.data))) / M),
      );
      expect(norm(difference(hvp(network, data, unit), slope.value))).toBeLessThanOrEqual(slope.error);
    });
  });

  test("at zero residual H v is G v", () => {
    law(({ network, data, v }) => {
      const fitted = { x: data.x, y: predict(network, data.x) };
      expect(hvp(network, fitted, v)).toEqual(gnvp(network, fitted, v));
      expect(loss(network, fitted)).toBe(0);
    });
  });

  test("equal weights change nothing, whole weights are repeated rows", () => {
    law((problem) => {
      const { network, v } = problem;
      const { x, y } = problem.data;
      const equal = { x, y, weights: new Float64Array(x.rows).fill(0.3) };
      expect(loss(network, equal)).toBe(loss(network, { x, y }));
      expect(hvp(network, equal, v)).toEqual(hvp(network, { x, y }, v));
      const counts = Array.from({ length: x.rows }, (_, m) => 1 + (m % 3));
      const weighted = { x, y, weights: Float64Array.from(counts) };
      const repeated = repeatRows({ x, y }, counts);
      const { r, M, weightedJ, hessian } = sizes({ ...problem, data: weighted });
      const tolerance = ERRORS_A_TERM * 3 * terms(problem) * EPS;
      const size = norm(r) + norm(y.data);
      expect(Math.abs(loss(network, weighted) - loss(network, repeated))).toBeLessThanOrEqual((tolerance * size * size) / M);
      const gradients = difference(gradient(network, weighted), gradient(network, repeated));
      expect(norm(gradients)).toBeLessThanOrEqual((tolerance * norm(weightedJ) * size) / M);
      const products = difference(hvp(network, weighted, v), hvp(network, repeated, v));
      expect(norm(products)).toBeLessThanOrEqual(tolerance * (hessian + (norm(weightedJ) * size) / M) * norm(v));
    });
  });
});

test("the residual blocks of relu units couple only c with w and b", () => {
  fc.assert(
    fc.property(problems("relu"), ({ network, data }) => {
      const { inputs: d, outputs: K } = network;
      const q = d + 1 + K;
      residualBlocks(network, data).forEach((value, at) => {
        const [row, col] = [Math.floor(at / q) % q, at % q];
        if (row <= d === col <= d) expect(Math.abs(value)).toBe(0);
      });
    }),
  );
});
