import { describe, expect, test } from "vitest";
import { createNetwork } from "../../src/index.js";

/** Mean and mean square of a list. */
function moments(list: Float64Array): [number, number] {
  return [list.reduce((s, v) => s + v, 0) / list.length, list.reduce((s, v) => s + v * v, 0) / list.length];
}

/** Standard deviations that a mean of n draws may be off: one seed in 10^8 fails, and the seeds are fixed. */
const SIGMAS = 5.7;

describe("a new network", () => {
  test("has the shape asked for and the published defaults", () => {
    const network = createNetwork({ inputs: 3, width: 5, outputs: 2 });
    expect([network.W.length, network.b.length, network.C.length]).toEqual([15, 5, 10]);
    expect(network).toMatchObject({ inputs: 3, width: 5, outputs: 2, activation: "tanh", beta: 0.52 });
    expect(createNetwork({ inputs: 1, width: 5 }).outputs).toBe(1);
    expect(structuredClone(network)).toEqual(network);
  });

  test("is the same for the same seed and another for another", () => {
    const [a, b, c] = [7, 7, 8].map((seed) => createNetwork({ inputs: 2, width: 9, seed }));
    expect(a).toEqual(b);
    expect(a?.W[0]).not.toBe(c?.W[0]);
    expect(createNetwork({ inputs: 2, width: 9 })).toEqual(createNetwork({ inputs: 2, width: 9, seed: 0 }));
  });

  test("draws w and b from N(0,1) and c from U(-1,1)", () => {
    const n = 40_000;
    const { W, b, C } = createNetwork({ inputs: 1, width: n, seed: 3 });
    for (const list of [W, b]) {
      const [mean, square] = moments(list);
      expect(Math.abs(mean)).toBeLessThan(SIGMAS / Math.sqrt(n));
      expect(Math.abs(square - 1)).toBeLessThan(SIGMAS * Math.sqrt(2 / n));
    }
    const [mean, square] = moments(C);
    expect(Math.abs(mean)).toBeLessThan(SIGMAS * Math.sqrt(1 / 3 / n));
    expect(Math.abs(square - 1 / 3)).toBeLessThan(SIGMAS * Math.sqrt(4 / 45 / n));
    expect(C.every((c) => c >= -1 && c < 1)).toBe(true);
    // the three lists are different parts of the stream
    expect(Math.abs(W.reduce((s, w, i) => s + w * (b[i] as number), 0) / n)).toBeLessThan(SIGMAS / Math.sqrt(n));
  });

  test("takes other scales, and normal output weights", () => {
    const n = 40_000;
    const plain = createNetwork({ inputs: 1, width: n });
    const { W, b, C } = createNetwork({ inputs: 1, width: n, init: { inputScale: 6, biasScale: 0, output: "normal" } });
    const scaled = plain.W.map((w) => 6 * w);
    expect(Math.max(...W.map((w, i) => Math.abs(w - (scaled[i] as number))))).toBeLessThan(1e-14);
    expect(b.every((value) => value === 0)).toBe(true);
    expect(Math.abs(moments(C)[1] - 1)).toBeLessThan(SIGMAS * Math.sqrt(2 / n));
  });
});
