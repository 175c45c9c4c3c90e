import { describe, expect, test } from "vitest";
import { createNetwork, gradient, hvp, jacobian, loss, type Network, predict } from "../../src/index.js";
import { relativeError } from "./recorded.js";

/** The network whose every unit stands `times` times, with outputs scaled back: the same function, a million units wide. */
function repeatUnits(network: Network, times: number): Network {
  const spread = (list: Float64Array, factor: number) => {
    const out = new Float64Array(list.length * times);
    for (let t = 0; t < times; t++) out.set(factor === 1 ? list : list.map((v) => v * factor), t * list.length);
    return out;
  };
  // width^-beta fell by times^-beta, and `times` units stand for one
  const factor = times ** (network.beta - 1);
  const { W, b, C } = network;
  return { ...network, width: network.width * times, W: spread(W, 1), b: spread(b, 1), C: spread(C, factor) };
}

describe("a million units", () => {
  // 1e6 x 36 activations are more than are kept: every sweep computes them anew
  const narrow = createNetwork({ inputs: 1, width: 1000, seed: 5 });
  const wide = repeatUnits(narrow, 1000);
  const x = Float64Array.from({ length: 36 }, (_, m) => m / 35);
  const data = { x, y: x.map((value) => Math.sin(6 * value)) };
  /** Sums of 1000 equal parts in another order: rounding grows with the tiles, not with the units. */
  const TOLERANCE = 1e-12;

  test("give the outputs and the loss of the thousand they repeat", () => {
    const few = { x: x.slice(0, 4), y: data.y.slice(0, 4) };
    expect(relativeError(predict(wide, few.x).data, predict(narrow, few.x).data)).toBeLessThan(TOLERANCE);
    expect(relativeError([loss(wide, few)], [loss(narrow, few)])).toBeLessThan(TOLERANCE);
  });

  test("give their Hessian product, unit by unit", () => {
    // a direction that treats equal units alike; c moves as c is scaled
    const factor = 1000 ** (narrow.beta - 1);
    const v = Float64Array.from({ length: 3000 }, (_, k) => Math.sin(1.7 * k));
    const wideV = Float64Array.from({ length: 3_000_000 }, (_, k) => {
      const [part, i] = [Math.floor(k / 1e6), k % 1000];
      return (v[1000 * part + i] as number) * (part === 2 ? factor : 1);
    });
    const [Hv, wideHv] = [hvp(narrow, data, v), hvp(wide, data, wideV)];
    // d L / d w of one of the thousand copies is a thousandth; d L / d c is that of c over its factor
    const expected = Float64Array.from({ length: 3000 }, (_, k) => (Hv[k] as number) / (k < 2000 ? 1000 : 1000 * factor));
    for (const copy of [0, 499, 999]) {
      const part = Float64Array.from({ length: 3000 }, (_, k) => wideHv[Math.floor(k / 1000) * 1e6 + 1000 * copy + (k % 1000)] as number);
      expect(relativeError(part, expected)).toBeLessThan(TOLERANCE);
    }
  });
});

describe("one unit, one sample, and overflow", () => {
  test("the smallest problem has its derivatives", () => {
    const network: Network = {
      ...createNetwork({ inputs: 1, width: 1 }),
      W: Float64Array.of(0),
      b: Float64Array.of(0),
      C: Float64Array.of(2),
    };
    expect(Array.from(gradient(network, { x: [3], y: [1] }))).toEqual([-6, -2, 0]);
    expect(jacobian(network, [3])).toEqual({ rows: 1, cols: 3, data: Float64Array.of(6, 2, 0) });
  });

  test("saturated units have outputs of 1 and slopes of 0", () => {
    const network: Network = {
      ...createNetwork({ inputs: 1, width: 1 }),
      W: Float64Array.of(1e200),
      b: Float64Array.of(0),
      C: Float64Array.of(1),
    };
    expect(predict(network, [1e200, -1e200]).data).toEqual(Float64Array.of(1, -1));
    expect(jacobian(network, [1]).data).toEqual(Float64Array.of(0, 0, 1));
  });

  test("a loss that overflows is infinite, and a NaN in a gradient is the one NaN", () => {
    const network: Network = { ...createNetwork({ inputs: 1, width: 2 }), W: Float64Array.of(9, 9), C: Float64Array.of(1e308, 1e308) };
    const data = { x: [5, 7], y: [0, 0] };
    expect(loss(network, data)).toBe(Infinity);
    const result = gradient(network, data);
    expect(result.some(Number.isNaN)).toBe(true);
    const bits = new BigUint64Array(result.buffer);
    const one = new BigUint64Array(Float64Array.of(Number.NaN).buffer)[0];
    result.forEach((value, i) => {
      if (Number.isNaN(value)) expect(bits[i]).toBe(one);
    });
  });
});
