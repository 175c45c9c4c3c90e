import { describe, expect, test } from "vitest";
import { type Data, fit, predict, tangentBands } from "../../src/index.js";
import { cholesky, gram, solveCholesky } from "../../src/linalg/index.js";
import { createNetwork, jacobian } from "../../src/model/index.js";
import { createRandom } from "../../src/random/index.js";

const grid = (n: number) => Array.from({ length: n }, (_, i) => i / (n - 1));
const noisy = (n: number, f: (t: number) => number, deviation: number, seed: number): Data => {
  const e = createRandom(seed).normal(n, 0, deviation);
  return { x: grid(n), y: grid(n).map((t, i) => f(t) + (e[i] as number)) };
};

describe("tangent bands", () => {
  test("hold the true function about as often as they say", () => {
    const inside = grid(41);
    const start = fit(
      noisy(60, (t) => Math.sin(6 * t), 0.3, 1),
      { maxSteps: 0, seed: 2 },
    ).start;
    for (const f of [(t: number) => Math.sin(6 * t), (t: number) => t * t + Math.sin(9 * t)]) {
      let held = 0;
      for (let seed = 0; seed < 60; seed++) {
        const { lower, upper } = tangentBands(start, noisy(60, f, 0.3, 100 + seed), inside);
        inside.forEach((t, i) => {
          if ((lower.data[i] as number) <= f(t) && f(t) <= (upper.data[i] as number)) held++;
        });
      }
      const coverage = held / (60 * inside.length);
      expect(coverage).toBeGreaterThan(0.92);
      expect(coverage).toBeLessThan(0.96);
    }
  });

  test("estimate the noise, and narrow as samples come", () => {
    const f = (t: number) => Math.sin(6 * t);
    const start = createNetwork({ inputs: 1, width: 200 });
    const [few, many] = [40, 400].map((n) => tangentBands(start, noisy(n, f, 0.3, 5), [0.5]));
    const width = (bands = few) => (bands?.upper.data[0] as number) - (bands?.lower.data[0] as number);
    expect(width(many)).toBeLessThan(0.6 * width(few));
    expect(many?.noise[0]).toBeGreaterThan(0.27);
    expect(many?.noise[0]).toBeLessThan(0.33);
  });

  test("of a point do not depend on the points beside it, however many", () => {
    const data = noisy(30, (t) => Math.sin(6 * t), 0.3, 5);
    const start = createNetwork({ inputs: 1, width: 50 });
    const points = grid(700);
    const all = tangentBands(start, data, points);
    for (const p of [0, 255, 256, 511, 699]) {
      const alone = tangentBands(start, data, [points[p] as number]);
      expect([all.mean, all.lower, all.upper].map(({ data }) => data[p])).toEqual(
        [alone.mean, alone.lower, alone.upper].map(({ data }) => data[0]),
      );
    }
  });

  test("are what a Gaussian process with the network's tangent kernel says, in the user's units", () => {
    const data = noisy(25, (t) => 100 + 20 * t, 2, 3);
    const x = [0.31, 1.4];
    const { start } = fit(data, { maxSteps: 0, width: 80, activation: "tanh", inputScale: 1 });
    const { mean, lower, upper, degrees, noise } = tangentBands(start, data, x, { deviations: 1 });
    // the ridge that spends these degrees of freedom, by bisection, then dense formulas
    const J = jacobian(start, data.x);
    const K = gram(J);
    const n = K.rows;
    const solve = (ridge: number, B: Parameters<typeof solveCholesky>[1]) =>
      solveCholesky(cholesky({ ...K, data: K.data.map((v, i) => (i % (n + 1) === 0 ? v + ridge : v)) }).L as never, B);
    const spent = (ridge: number) => solve(ridge, K).data.reduce((sum, v, i) => (i % (n + 1) === 0 ? sum + v : sum), 0);
    let [low, high] = [1e-12, 1e6];
    for (let i = 0; i < 200; i++) {
      const middle = Math.sqrt(low * high);
      if (spent(middle) > degrees) low = middle;
      else high = middle;
    }
    const scale = start.scaling?.yScale[0] as number;
    const f0 = predict(start, data.x).data;
    const rest = Array.from(data.y as number[], (v, i) => v - (f0[i] as number));
    x.forEach((t, p) => {
      const Jp = jacobian(start, [t]).data;
      const k = Array.from({ length: n }, (_, m) => Jp.reduce((sum, v, j) => sum + v * (J.data[m * J.cols + j] as number), 0));
      const own = Jp.reduce((sum, v) => sum + v * v, 0);
      const a = solve(low, k).data;
      const center = (predict(start, [t]).data[0] as number) + rest.reduce((sum, v, m) => sum + v * (a[m] as number), 0);
      const variance = (own - k.reduce((sum, v, m) => sum + v * (a[m] as number), 0)) / low;
      expect(mean.data[p]).toBeCloseTo(center, 5);
      expect(((upper.data[p] as number) - (lower.data[p] as number)) / 2 / (noise[0] as number)).toBeCloseTo(Math.sqrt(variance), 5);
    });
    expect(scale).toBeGreaterThan(1);
  });

  test("take several outputs and inputs, and weights", () => {
    const random = createRandom(7);
    const x = { rows: 50, cols: 2, data: random.normal(100) };
    const y = { rows: 50, cols: 2, data: Float64Array.from({ length: 100 }, (_, i) => (x.data[i] as number) * (i % 2 === 0 ? 1 : 1000)) };
    const { start } = fit({ x, y }, { maxSteps: 0 });
    const one = tangentBands(start, { x, y }, x);
    expect([one.mean.rows, one.mean.cols, one.noise.length]).toEqual([50, 2, 2]);
    const same = tangentBands(start, { x, y, weights: new Array(50).fill(3) }, x);
    expect(same.mean).toEqual(one.mean);
    one.mean.data.forEach((value, i) => {
      expect(Math.abs(value - (y.data[i] as number))).toBeLessThan(i % 2 === 0 ? 0.05 : 50);
    });
  });

  test("say so where nothing can be said, and refuse misuse", () => {
    const network = createNetwork({ inputs: 1, width: 5 });
    expect(tangentBands({ ...network, C: network.C.map(() => 1e200) }, { x: [1, 2], y: [1, 2] }, [1]).status).toBe("breakdown");
    expect(() => tangentBands(network, { x: [1], y: [1] }, [])).toThrow(/tangentBands: "x" expected at least one sample/);
    expect(() => tangentBands(network, { x: [1], y: [1] }, [1], { deviations: 0 })).toThrow(/"deviations"/);
    expect(() => tangentBands(network, { x: [1], y: [1] }, [1], { level: 0.95 } as never)).toThrow(/unknown key "level"/);
  });
});
