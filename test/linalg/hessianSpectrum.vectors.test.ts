import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { eigsh } from "../../src/linalg/eigsh.js";
import { spectralDensity } from "../../src/linalg/spectralDensity.js";
import { trace } from "../../src/linalg/trace.js";
import { hessianOperator } from "../../src/model/hessianOperator.js";
import { recording, startOf } from "../model/recorded.js";

interface Spectrum {
  smallest: number[];
  largest: number[];
  powerSums: number[];
  below: { value: number; count: number }[];
}

// The 3000 eigenvalues of the Hessian at the published start, from a dense eigensolver.
const recorded: Spectrum = JSON.parse(readFileSync(new URL("../vectors/hessianSpectrum.json", import.meta.url), "utf8"));
const { network, data } = startOf(recording("paper_start_seed0"));
const H = hessianOperator(network, data);
const n = 3000;

test("Lanczos finds the ten smallest and the ten largest Hessian eigenvalues to 1e-13", () => {
  const { status, values, products } = eigsh(H, 20, { which: "BE" });
  expect(status).toBe("converged");
  expect(products).toBeLessThan(500);
  const expected = [...recorded.smallest, ...recorded.largest];
  for (let i = 0; i < 20; i++) expect(Math.abs(values[i]! - expected[i]!)).toBeLessThanOrEqual(1e-13);
});

test("the spectral density has the recorded moments and counts, within its error bars", () => {
  const probes = 8;
  const { status, nodes, weights, grid, density, products } = spectralDensity(H, { steps: 60, probes });
  expect(status).toBe("converged");
  expect(products).toBe(60 * probes);
  // Quadratic forms of sign vectors have variance at most 2 |f(A)|_F^2: for the moment of order p, 2 sum lambda^2p; 4 deviations.
  for (const p of [0, 1, 2, 3]) {
    const moment = n * nodes.reduce((sum, node, i) => sum + weights[i]! * node ** p, 0);
    const deviation = Math.sqrt((2 * recorded.powerSums[2 * p]!) / probes);
    expect(Math.abs(moment - recorded.powerSums[p]!)).toBeLessThanOrEqual(p === 0 ? 1e-9 : 4 * deviation);
  }
  for (const { value, count } of recorded.below) {
    const share = nodes.reduce((sum, node, i) => sum + (node < value ? weights[i]! : 0), 0);
    expect(Math.abs(share - count / n)).toBeLessThanOrEqual(0.03); // the weight of a node or two where they are dense
  }
  const step = grid[1]! - grid[0]!;
  expect(density.reduce((sum, value) => sum + value * step, 0)).toBeCloseTo(1, 3);
});

test("Hutch++ estimates the trace within its error bar", () => {
  const { status, value, error } = trace(H, { products: 90 });
  expect(status).toBe("converged");
  expect(Math.abs(value! - recorded.powerSums[1]!)).toBeLessThanOrEqual(4 * error);
  expect(error).toBeLessThan(Math.sqrt((2 * recorded.powerSums[2]!) / 30));
});
