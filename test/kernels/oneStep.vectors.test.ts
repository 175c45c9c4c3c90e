import { describe, expect, test } from "vitest";
import { infiniteNtkDecomposition, nntk, ntkDecomposition, solveRegularized, unitMoves } from "../../src/kernels/index.js";
import { scaledRegularization } from "../../src/theory/index.js";
import { recording, relativeError, startOf } from "../model/recorded.js";

// One regularized Newton step of the linearised model, of its limit and of the network itself, against 50-digit arithmetic.
//
// What float64 can promise. A backward error dJ of the QR, |dJ| <= c eps |J|, changes NNTK = JJ'(JJ' + M g I)^-1 by at most
// 2 |dJ| / sqrt(M g) and the step J'(JJ' + M g I)^-1 r by at most 3 |dJ| |r| / (M g); |J|^2 = M lambda_1, g the regularizer of the width.
const eps = Number.EPSILON;
const C = 32; // the QR of P x 16 in buffers of 256 rows, the Jacobi sweeps
const kernelSlack = (lambda: number, g: number) => C * eps * Math.sqrt(lambda / g);
const moveSlack = (lambda: number, g: number, M: number) => (C * eps * Math.sqrt(lambda / M)) / g;

interface Step {
  gamma: number;
  scaled: number;
  linear: number[];
  limit: number[];
  network: number[];
  losses: [number, number, number];
  largestMove: number;
  kernelError: number;
  distance: number;
  eigenvalues: number[];
}

const norm = (v: ArrayLike<number>) => Math.sqrt(Array.from(v).reduce((sum, a) => sum + a * a, 0));
const minus = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a, (value, i) => value - b[i]!);

describe.each([100, 1000])("one step from the published start, N = %i, M = 16", (width) => {
  const recorded = recording("one_step")[width] as { f0: number[]; eigenvalues: number[]; steps: Step[] };
  const { network, data } = startOf(recording("one_step")[width]);
  const y = data.y as number[];
  const M = 16;
  const kernel = ntkDecomposition(network, data.x);
  const limit = infiniteNtkDecomposition(data.x);
  const r = minus(y, kernel.outputs.data);
  const [lambda] = kernel.values as unknown as [number];

  test("starts at the recorded outputs, with the recorded eigenvalues", () => {
    expect(relativeError(kernel.outputs.data, recorded.f0)).toBeLessThan(width * eps);
    for (const [j, value] of recorded.eigenvalues.entries())
      expect(Math.abs(kernel.values[j]! - value) / value).toBeLessThan(64 * eps * Math.sqrt(lambda / value));
  });

  test.each(recorded.steps.map((step) => [step.gamma, step] as const))("gamma = %f", (gamma, step) => {
    const g = scaledRegularization(gamma, width, network.beta);
    expect(Math.abs(g - step.scaled)).toBeLessThan(4 * eps * step.scaled);
    const K = nntk(kernel, g);
    const limitK = nntk(limit, gamma);
    const slack = kernelSlack(lambda, g) + kernelSlack(limit.values[0]!, gamma);
    const apply = (A: Float64Array) => kernel.outputs.data.map((f, i) => f + r.reduce((sum, rj, j) => sum + A[i * M + j]! * rj, 0));

    const linear = apply(K.data);
    expect(norm(minus(linear, step.linear))).toBeLessThan(slack * norm(r));
    const inLimit = apply(limitK.data);
    expect(norm(minus(inLimit, step.limit))).toBeLessThan(slack * norm(r));
    for (const [j, mu] of step.eigenvalues.entries())
      expect(Math.abs(kernel.values[j]! / (kernel.values[j]! + g) - mu) / mu).toBeLessThan(
        128 * eps * Math.sqrt(lambda / kernel.values[j]!),
      );

    const size = norm(limitK.data);
    expect(Math.abs(norm(minus(K.data, limitK.data)) / size - step.kernelError)).toBeLessThan((2 * slack) / size);
    expect(Math.abs(norm(minus(linear, inLimit)) / norm(inLimit) - step.distance)).toBeLessThan((2 * slack * norm(r)) / norm(inLimit));

    const z = solveRegularized(
      kernel,
      r.map((value) => value / M),
      g,
    );
    const { largest, outputs } = unitMoves(network, data.x, z, { outputs: true });
    const moved = moveSlack(lambda, g, M) * norm(r);
    expect(Math.abs(largest[0]! - step.largestMove)).toBeLessThan(moved);
    // the network answers to an error in its parameters by at most |J| + (s/2) sum |c| |move| along the way: bounded here by the outputs reached
    const sensitivity = Math.sqrt(M * lambda) * (1 + step.largestMove);
    expect(norm(minus(outputs!.data, step.network))).toBeLessThan(moved * sensitivity + width * eps * norm(step.network));
    const loss = (f: ArrayLike<number>) => (norm(minus(f, y)) / norm(y)) ** 2 / (2 * M);
    for (const [f, expected] of [
      [linear, step.losses[0]],
      [inLimit, step.losses[1]],
    ] as const) {
      const distance = norm(minus(f, y));
      expect(Math.abs(loss(f) - expected) / expected).toBeLessThan((3 * slack * norm(r)) / distance);
    }
    const left = norm(minus(outputs!.data, y));
    const reached = moved * sensitivity + width * eps * norm(step.network);
    expect(Math.abs(loss(outputs!.data) - step.losses[2]) / step.losses[2]).toBeLessThan((3 * reached) / left);
  });
});
