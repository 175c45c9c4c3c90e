import { describe, expect, test } from "vitest";
import { standardize } from "../../src/fit/standardize.js";
import { type FitOptions, fit, loss, predict } from "../../src/index.js";

const x = Array.from({ length: 40 }, (_, i) => 1990 + i / 4);
const y = x.map((t) => 300 + 5 * Math.sin(1.3 * (t - 1990)) + (t - 1990));
const options = { seed: 3, width: 60, maxSteps: 40 };

describe("fit", () => {
  test("hands out a network in the user's units, and says how good it is there", () => {
    const result = fit({ x, y }, options);
    const f = predict(result.network, x).data;
    const rmse = Math.sqrt(f.reduce((sum, value, m) => sum + (value - (y[m] as number)) ** 2, 0) / x.length);
    expect(result.rmse).toBeCloseTo(rmse, 12);
    expect(result.rmse).toBeLessThan(1);
    expect(result.finalLoss).toBe(loss(result.network, { x, y }));
    // the loss is in standardized units: rmse^2 / 2 over the targets' variance
    const variance = (result.network.scaling?.yScale[0] as number) ** 2;
    expect(result.finalLoss).toBeCloseTo(rmse ** 2 / (2 * variance), 12);
    expect(result.steps).toBe(result.history.length);
    expect(result.choice).toMatchObject({ width: 60, activation: "tanh" });
  });

  test("gives the same bits for the same seed and others for another", () => {
    const [one, again, other] = [fit({ x, y }, options), fit({ x, y }, options), fit({ x, y }, { ...options, seed: 4 })];
    expect(one.network).toEqual(again.network);
    expect(one.network.W).not.toEqual(other.network.W);
  });

  test("does not depend on the units of the data beyond rounding in its first step", () => {
    const first = (a: number, b: number) => fit({ x: x.map((t) => a * t), y: y.map((t) => b * t) }, { ...options, maxSteps: 0 }).finalLoss;
    expect(first(1000, 0.001) / first(1, 1)).toBeCloseTo(1, 9);
  });

  test("weighs samples, and leaves the data as they are where asked", () => {
    const weights = x.map((_, m) => (m < 20 ? 1 : 1e-9));
    const weighted = fit({ x, y, weights }, options);
    const f = predict(weighted.network, x).data;
    const near = Math.sqrt(f.slice(0, 20).reduce((sum, value, m) => sum + (value - (y[m] as number)) ** 2, 0) / 20);
    expect(weighted.rmse).toBeCloseTo(near, 3);
    expect(fit({ x: [0, 0.5, 1], y: [1, 2, 3] }, { ...options, standardize: false }).network.scaling).toBeUndefined();
  });

  test("stops for the reason asked for", () => {
    expect(fit({ x, y }, { ...options, until: { loss: 0.3 } })).toMatchObject({ status: "converged" });
    expect(fit({ x, y }, { ...options, maxSteps: 2 })).toMatchObject({ status: "max_iterations", steps: 2 });
  });

  test.each([
    [{ widht: 3 }, /unknown key "widht"/],
    [{ width: 0 }, /"width"/],
    [{ activation: "swish" }, /"activation"/],
    [{ beta: 1 }, /"beta"/],
    [{ inputScale: 0 }, /"inputScale"/],
    [{ seed: -1 }, /"seed"/],
    [{ standardize: "yes" }, /"standardize"/],
    [{ regularization: -1 }, /"regularization"/],
    [{ maxSteps: 1.5 }, /"maxSteps"/],
    [{ until: { los: 1 } }, /unknown key "los"/],
    [{ signal: 1 }, /"signal"/],
    [{ onStep: 1 }, /"onStep"/],
    [null, /"options" expected an object/],
  ])("refuses options %o", (bad, message) => {
    expect(() => fit({ x, y }, bad as FitOptions)).toThrow(message);
    expect(() => fit({ x, y }, bad as FitOptions)).toThrow(/^fit: "/);
  });

  test.each([
    [undefined, /"data" expected an object with x and y, got undefined/],
    [{ x: [], y: [] }, /"x" expected at least one sample/],
    [{ x: [1, 2], y: [1] }, /"y" expected 2 rows/],
    [{ x: [1, Number.NaN], y: [1, 2] }, /"x.data\[1\]" expected a finite number/],
    [{ x: [1, 2], y: ["1", 2] }, /"y\[0\]" expected a number/],
    [{ x: [1, 2], y: [1, 2], weights: [1, 0] }, /"weights\[1\]"/],
  ])("refuses data %o", (bad, message) => {
    expect(() => fit(bad as never)).toThrow(message);
    expect(() => fit(bad as never)).toThrow(/^fit: "/);
  });
});

describe("standardizing", () => {
  const column = (...data: number[]) => ({ rows: data.length, cols: 1, data: Float64Array.from(data) });

  test("brings columns to mean 0 and mean square 1, weights regarded", () => {
    const { xMean, xScale, yMean, yScale } = standardize(column(1, 2, 6), column(5, 9, 9), Float64Array.of(2, 1, 1));
    expect([xMean[0], xScale[0]]).toEqual([2.5, Math.sqrt((2 * 1.5 ** 2 + 0.5 ** 2 + 3.5 ** 2) / 4)]);
    expect([yMean[0], yScale[0]]).toEqual([7, 2]);
  });

  test("only shifts a constant column, up to rounding", () => {
    const { xMean, xScale, yScale } = standardize(column(0.1, 0.1, 0.1), column(0, 0, 0));
    expect(xMean[0]).toBeCloseTo(0.1, 15);
    expect([xScale[0], yScale[0]]).toEqual([1, 1]);
  });

  test("does not overflow", () => {
    const { xMean, xScale } = standardize(column(1e300, -1e300), column(0, 1), Float64Array.of(1e308, 1e308));
    expect([xMean[0], xScale[0]]).toEqual([0, 1e300]);
  });
});
