import { describe, expect, test } from "vitest";
import { createNetwork, hvp, jacobian } from "../../src/index.js";
import { exactNntk, nntk, nntkSpectrum, ntk, ntkOperator, ntkSpectrum } from "../../src/kernels/index.js";
import { cholesky, eigh, eigsh, matmul, solveCholesky } from "../../src/linalg/index.js";
import { createRandom } from "../../src/random/index.js";
import { recording, relativeError, startOf } from "../model/recorded.js";

const spectra = recording("ntk_spectra");
const eps = Number.EPSILON;

describe("the tangent kernel's spectrum", () => {
  // |d lambda / lambda| <= c eps sqrt(lambda_1 / lambda); c = 64 covers the QR of 150 x 16
  test.each([0, 1])("of the published start %i (N = 50) agrees with 50-digit arithmetic over 20 decades", (seed) => {
    const { network, data } = startOf(recording(`derivatives_N50_seed${seed}`));
    const exact = spectra[`small${seed}`].eigenvalues.map((lambda: number) => lambda / 16) as number[];
    const ours = ntkSpectrum(network, data.x);
    expect(exact[0]! / exact[15]!).toBeGreaterThan(1e20);
    for (const [j, lambda] of exact.entries()) {
      expect(Math.abs(ours[j]! - lambda) / lambda, `eigenvalue ${j}`).toBeLessThan(64 * eps * Math.sqrt(exact[0]! / lambda));
    }
  });

  test.each([0, 1])("of the published start %i gives the recorded NNTK eigenvalues for every regularizer", (seed) => {
    const { network, data } = startOf(recording(`derivatives_N50_seed${seed}`));
    const ours = ntkSpectrum(network, data.x);
    for (const { scaled, eigenvalues } of spectra[`small${seed}`].nntk as { scaled: number; eigenvalues: number[] }[]) {
      const found = nntkSpectrum(ours, scaled);
      for (const [j, mu] of eigenvalues.entries()) {
        expect(Math.abs(found[j]! - mu)).toBeLessThan(128 * eps * Math.sqrt(ours[0]! / ours[j]!) * mu);
      }
    }
  });

  test.each([0, 1])("of the published start %i (N = 1000) agrees with the recorded leading eigenvalues", (seed) => {
    const { network, data } = startOf(recording(`paper_start_seed${seed}`));
    const ours = ntkSpectrum(network, data.x);
    const recorded = spectra[`paper${seed}`].eigenvalues as number[];
    // the recorded ones come from the formed kernel: absolute errors of n eps lambda_1
    for (const [j, lambda] of recorded.entries()) expect(Math.abs(128 * ours[j]! - lambda)).toBeLessThan(128 * eps * recorded[0]!);
    expect(ours.every((lambda, j) => lambda >= 0 && (j === 0 || lambda <= ours[j - 1]!))).toBe(true);
  });

  test("of the authors' seed 1 (N = 1000, M = 128, J J') is their printout, to its digits", () => {
    const { network, data } = startOf(recording("paper_start_seed1"));
    const printed = [55.747, 3.95466, 0.11385, 1.0499e-2, 7.45914e-4, 8.66545e-5, 6.72359e-6, 8.962e-7, 1.01032e-7, 6.05245e-9];
    const ours = ntkSpectrum(network, data.x);
    for (const [j, value] of printed.entries()) expect(Math.abs((128 * ours[j]!) / value - 1)).toBeLessThan(1e-5);
  });

  test("of several inputs and outputs is that of the formed kernel", () => {
    const network = createNetwork({ inputs: 2, outputs: 3, width: 77, activation: "gelu" });
    const x = { rows: 5, cols: 2, data: createRandom(1).normal(10) };
    const formed = eigh(ntk(network, x)).values.slice().reverse();
    const ours = ntkSpectrum(network, x);
    expect(ours.length).toBe(15);
    for (let j = 0; j < 15; j++) expect(Math.abs(ours[j]! - formed[j]!)).toBeLessThan(256 * eps * formed[0]!);
    const top = eigsh(ntkOperator(network, x), 3, { which: "LA" }).values;
    for (let j = 0; j < 3; j++) expect(Math.abs(top[2 - j]! - formed[j]!)).toBeLessThan(1e-9 * formed[0]!);
  });
});

describe("the exact Newton kernel", () => {
  const random = createRandom(2);
  const network = createNetwork({ inputs: 2, outputs: 2, width: 9, activation: "tanh", seed: 4 });
  const x = { rows: 3, cols: 2, data: random.normal(6) };
  const data = { x, y: { rows: 3, cols: 2, data: random.normal(6) } };
  const P = 9 * 5;

  test("is J (H + gamma I)^-1 J' / M with the dense Hessian", () => {
    const gamma = 3; // above every negative eigenvalue of this Hessian, so the twin's Cholesky exists
    const H = { rows: P, cols: P, data: new Float64Array(P * P) };
    for (let j = 0; j < P; j++) {
      const column = hvp(
        network,
        data,
        Float64Array.from({ length: P }, (_, i) => (i === j ? 1 : 0)),
      );
      for (let i = 0; i < P; i++) H.data[i * P + j] = column[i]! + (i === j ? gamma : 0);
    }
    const J = jacobian(network, x);
    const Jt = matmul(
      J,
      { rows: 6, cols: 6, data: Float64Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? 1 : 0)) },
      { transposeA: true },
    );
    const twin = matmul(J, solveCholesky(cholesky(H).L!, Jt)).data.map((v) => v / 3);
    expect(relativeError(exactNntk(network, data, gamma).data, twin)).toBeLessThan(1e-12);
  });

  test("comes close to the kernel without residual blocks as the width grows, and only then", () => {
    const distance = (width: number) => {
      const wide = createNetwork({ inputs: 2, outputs: 2, width, seed: 4 });
      return relativeError(exactNntk(wide, data, 0.5).data, nntk(ntk(wide, x), 0.5).data);
    };
    expect(distance(100)).toBeGreaterThan(0.005);
    expect(distance(100_000)).toBeLessThan(0.3 * distance(100));
  });
});
