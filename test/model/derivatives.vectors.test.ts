import { describe, expect, test } from "vitest";
import { gnvp, gradient, hessianOperator, hvp, jacobian, jvp, loss, type Network, predict, residualBlocks, vjp } from "../../src/index.js";
import { recording, relativeError, startOf } from "./recorded.js";

/** The recordings are doubles computed in another order: what may differ is rounding. */
const RECORDED = 1e-12;
/** Fifty digits, and sums of four terms. */
const GOLDEN = 1e-14;

describe.each([0, 1])("on the recorded small network (50 units, 16 points), seed %i", (seed) => {
  const recorded = recording(`derivatives_N50_seed${seed}`);
  const { network, data } = startOf(recorded);

  test("outputs, loss and gradient are the published code's", () => {
    expect(relativeError(predict(network, data.x).data, recorded.f0)).toBeLessThan(RECORDED);
    expect(relativeError([loss(network, data)], [recorded.loss0])).toBeLessThan(RECORDED);
    expect(relativeError(gradient(network, data), recorded.grad)).toBeLessThan(RECORDED);
  });

  test("products with the Hessian and the Gauss-Newton matrix are the published code's", () => {
    expect(relativeError(hvp(network, data, recorded.v), recorded.hvp_v)).toBeLessThan(RECORDED);
    expect(relativeError(gnvp(network, data, recorded.v), recorded.gnvp_v)).toBeLessThan(RECORDED);
    expect(relativeError(hvp(network, data, recorded.grad), recorded.hvp_grad)).toBeLessThan(RECORDED);
    expect(relativeError(gnvp(network, data, recorded.grad), recorded.gnvp_grad)).toBeLessThan(RECORDED);
  });

  test("J J' is the recorded Gram matrix, and jvp and vjp multiply by the same J", () => {
    const J = jacobian(network, data.x);
    const row = (m: number) => J.data.subarray(m * J.cols, (m + 1) * J.cols);
    for (let m = 0; m < J.rows; m++) {
      expect(relativeError(jvp(network, data.x, row(m)), recorded.ntk_gram[m])).toBeLessThan(RECORDED);
      const unit = Array.from({ length: J.rows }, (_, i) => (i === m ? 1 : 0));
      expect(relativeError(vjp(network, data.x, unit), row(m))).toBeLessThan(RECORDED);
    }
  });
});

describe.each([0, 1])("on the paper's network (1000 units, 128 points), seed %i", (seed) => {
  const recorded = recording(`derivatives_N1000_seed${seed}`);
  const { network, data } = startOf(recording(`paper_start_seed${seed}`));
  const v = Array.from({ length: 3000 }, (_, k) => Math.sin(1.7 * k + 0.3) * (1 + (k % 7) / 7));

  test("outputs, loss, gradient and products are the published code's", () => {
    expect(relativeError(predict(network, data.x).data, recorded.f0)).toBeLessThan(RECORDED);
    expect(relativeError([loss(network, data)], [recorded.loss0])).toBeLessThan(RECORDED);
    expect(relativeError(gradient(network, data), recorded.grad)).toBeLessThan(RECORDED);
    expect(relativeError(hvp(network, data, v), recorded.hvp_v)).toBeLessThan(RECORDED);
    expect(relativeError(gnvp(network, data, v), recorded.gnvp_v)).toBeLessThan(RECORDED);
  });
});

describe("the dense Hessian of the small network", () => {
  const { network, data } = startOf(recording("derivatives_N50_seed0"));
  const { hessian_lower, gauss_newton_blocks } = recording("dense_hessian_N50_seed0");
  const entry = (i: number, j: number): number => (i >= j ? hessian_lower[(i * (i + 1)) / 2 + j] : entry(j, i));
  const H = hessianOperator(network, data);

  test("is the recorded one, column by column", () => {
    const e = new Float64Array(150);
    const column = new Float64Array(150);
    for (let j = 0; j < 150; j++) {
      e.fill(0)[j] = 1;
      H.apply(e, column);
      const recorded = Array.from({ length: 150 }, (_, i) => entry(i, j));
      expect(relativeError(column, recorded)).toBeLessThan(RECORDED);
    }
  });

  test("less the recorded Gauss-Newton matrix is the residual blocks", () => {
    const S = residualBlocks(network, data);
    const recorded = Array.from({ length: 450 }, (_, at) => {
      const [i, r, c] = [Math.floor(at / 9), Math.floor(at / 3) % 3, at % 3];
      return entry(i + 50 * r, i + 50 * c) - gauss_newton_blocks[i][r][c];
    });
    expect(relativeError(S, recorded)).toBeLessThan(RECORDED);
  });
});

describe("on the three-unit network computed in fifty digits", () => {
  const golden = recording("golden_tanh");
  const network: Network = {
    inputs: 2,
    width: 3,
    outputs: 1,
    activation: "tanh",
    beta: Number(golden.beta),
    W: Float64Array.from(golden.W.flat(), Number),
    b: Float64Array.from(golden.b, Number),
    C: Float64Array.from(golden.c, Number),
  };
  const x = golden.X.map((row: string[]) => row.map(Number));
  const data = { x, y: golden.y.map(Number) };
  // there the order is c, w1, w2, b unit by unit
  const place = (unit: number, j: number) => [9 + unit, 2 * unit, 2 * unit + 1, 6 + unit][j] as number;
  const ours = (theirs: string[]) => {
    const vector = new Float64Array(12);
    theirs.forEach((value, at) => {
      vector[place(Math.floor(at / 4), at % 4)] = Number(value);
    });
    return vector;
  };

  test("outputs, loss, gradient, products and kernel are right to 1e-14", () => {
    expect(relativeError(predict(network, x).data, golden.f.map(Number))).toBeLessThan(GOLDEN);
    expect(relativeError([loss(network, data)], [Number(golden.loss)])).toBeLessThan(GOLDEN);
    expect(relativeError(gradient(network, data), ours(golden.grad))).toBeLessThan(GOLDEN);
    expect(relativeError(hvp(network, data, ours(golden.Hv_v)), ours(golden.Hv))).toBeLessThan(GOLDEN);
    expect(relativeError(gnvp(network, data, ours(golden.Hv_v)), ours(golden.GNv))).toBeLessThan(GOLDEN);
    const J = jacobian(network, x);
    for (let m = 0; m < 4; m++) {
      const row = J.data.subarray(m * J.cols, (m + 1) * J.cols);
      expect(relativeError(jvp(network, x, row), golden.ntk[m].map(Number))).toBeLessThan(GOLDEN);
    }
  });
});
