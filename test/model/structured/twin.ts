import { type Matrix, makeMatrix } from "../../../src/core/matrix.js";
import { eigh, matmul } from "../../../src/linalg/index.js";
import type { Data } from "../../../src/model/data.js";
import { jacobian } from "../../../src/model/jacobian.js";
import type { Activation, Network } from "../../../src/model/network.js";
import { residualBlocks } from "../../../src/model/residualBlocks.js";
import type { Curvature } from "../../../src/model/structured/unitBlocks.js";
import { createRandom } from "../../../src/random/createRandom.js";

export interface Problem {
  network: Network;
  data: Data & { x: Matrix; y: Matrix };
}

export interface ProblemSizes {
  width: number;
  inputs: number;
  outputs: number;
  samples: number;
  activation?: Activation;
  weights?: boolean;
  seed?: number;
}

/** A random network and data that it does not fit. */
export function randomProblem({ width, inputs, outputs, samples, activation = "tanh", weights = false, seed = 1 }: ProblemSizes): Problem {
  const random = createRandom(seed);
  const network: Network = {
    inputs,
    width,
    outputs,
    activation,
    beta: 0.6,
    W: random.normal(width * inputs),
    b: random.normal(width),
    C: random.uniform(outputs * width, -1, 1),
  };
  const data = {
    x: makeMatrix(samples, inputs, random.normal(samples * inputs)),
    y: makeMatrix(samples, outputs, random.normal(samples * outputs)),
    ...(weights ? { weights: random.uniform(samples, 0.1, 3) } : {}),
  };
  return { network, data };
}

/** The rows' factors sqrt(M w_m / sum w). */
export function rowFactors({ data }: Problem): number[] {
  const M = data.x.rows;
  const weights = data.weights === undefined ? new Array<number>(M).fill(1) : Array.from(data.weights);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => Math.sqrt((w * M) / sum));
}

/** The blocks that stand in E for the curvature of the residual, q x q each, from eigh. */
function denseBlocks(problem: Problem, curvature: Curvature): Float64Array {
  const { network, data } = problem;
  const blocks = residualBlocks(network, data);
  const q = network.inputs + 1 + network.outputs;
  if (curvature === "full") return blocks;
  if (curvature === "gauss-newton") return blocks.fill(0);
  if (curvature === "diagonal") return blocks.map((value, i) => (Math.floor(i / q) % q === i % q ? Math.abs(value) : 0));
  for (let start = 0; start < blocks.length; start += q * q) {
    const { values, vectors } = eigh(makeMatrix(q, q, blocks.slice(start, start + q * q)));
    const V = vectors as Matrix;
    for (let i = 0; i < q; i++) {
      for (let j = 0; j < q; j++) {
        let sum = 0;
        for (let l = 0; l < q; l++) sum += (V.data[i * q + l] as number) * Math.abs(values[l] as number) * (V.data[j * q + l] as number);
        blocks[start + i * q + j] = sum;
      }
    }
  }
  return blocks;
}

/** Place of parameter j of unit i in (W, b, C). */
function place({ width: N, inputs: d }: Network, i: number, j: number): number {
  return j < d ? i * d + j : N * j + i;
}

/** E = J'J/M + blockdiag + gamma I, dense, P x P, from the public jacobian and residualBlocks; with a subset, J_S'J_S/m of these rows. */
export function denseE(problem: Problem, curvature: Curvature, gamma: number, subset?: Int32Array): Matrix {
  const { network, data } = problem;
  const J = jacobian(network, data.x);
  const K = network.outputs;
  const rho = rowFactors(problem).map((factor, m) => (subset?.includes(m) === false ? 0 : factor));
  for (let row = 0; row < J.rows; row++) {
    for (let p = 0; p < J.cols; p++) J.data[row * J.cols + p]! *= rho[Math.floor(row / K)] as number;
  }
  const E = matmul(J, J, { transposeA: true });
  for (let i = 0; i < E.data.length; i++) E.data[i]! /= subset?.length ?? data.x.rows;
  const blocks = denseBlocks(problem, curvature);
  const q = network.inputs + 1 + K;
  for (let i = 0; i < network.width; i++) {
    for (let j = 0; j < q; j++) {
      for (let l = 0; l < q; l++) E.data[place(network, i, j) * E.cols + place(network, i, l)]! += blocks[(i * q + j) * q + l] as number;
    }
  }
  for (let p = 0; p < E.rows; p++) E.data[p * E.cols + p]! += gamma;
  return E;
}
