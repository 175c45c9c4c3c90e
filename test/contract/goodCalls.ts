import * as elementary from "../../src/elementary/index.js";
import * as nntk from "../../src/index.js";
import * as io from "../../src/io/index.js";
import * as kernels from "../../src/kernels/index.js";
import * as linalg from "../../src/linalg/index.js";
import * as random from "../../src/random/index.js";
import * as theory from "../../src/theory/index.js";
import { data, matrix, network, x, y } from "./problem.js";

/** Every public function by its name; all entries export different names. */
export const PUBLIC: Record<string, unknown> = { ...elementary, ...nntk, ...io, ...kernels, ...linalg, ...random, ...theory };

const record = { rows: 3, cols: 3, data: Float64Array.from(matrix.flat()) };
const operator = { rows: 3, cols: 3, apply: (v: Float64Array, out: Float64Array) => out.set(v.map((entry, i) => entry * (i + 2))) };
const vector = [1, 2, 3];
const doubles = (n: number) => new Float64Array(n).fill(0.5);
const scaled: nntk.Network = nntk.fit(data, { width: 4, maxSteps: 1 }).network;
const parameters = nntk.flatten(network).length;
const state = () => nntk.createTrainer(network, data).state();
const decomposition = kernels.ntkDecomposition(network, x);
const tensor: io.Tensor = { shape: [3, 1], data: Float64Array.of(1, 2, 3) };
const run = { maxSteps: 2, until: { loss: 1e-3 }, signal: new AbortController().signal, onStep: () => {} };
const times: unknown[][] = [
  [1, y],
  [vector, y],
];
const crossed: unknown[][] = [[1, kernels.ntk(network, x, [0.5]), y, [1]]];

/** Arguments with which each function is right; the misuse of each begins from them. A function may have several. */
export const GOOD: Record<string, () => unknown[][]> = {
  ready: () => [[]],
  fit: () => [
    [data, { width: 4, maxSteps: 1, until: { loss: 1e-3 }, validation: false }],
    [
      { x: { rows: 6, cols: 1, data: Float64Array.from(x) }, y, weights: x.map(() => 2) },
      { width: 4, maxSteps: 1, validation: { share: 0.3 } },
    ],
  ],
  tangentBands: () => [[scaled, data, [0.5], { deviations: 2 }]],
  createNetwork: () => [[{ inputs: 1, width: 3, init: { inputScale: 2 } }]],
  gradient: () => [[network, data]],
  hessianEigenvalues: () => [[network, data, { count: 1, from: "smallest" }]],
  gaussNewtonOperator: () => [[network, x]],
  "gaussNewtonOperator().apply": () => [[doubles(parameters), doubles(parameters)]],
  "gaussNewtonOperator().applyTransposed": () => [[doubles(parameters), doubles(parameters)]],
  hessianOperator: () => [[network, data]],
  "hessianOperator().apply": () => [[doubles(parameters), doubles(parameters)]],
  "hessianOperator().applyTransposed": () => [[doubles(parameters), doubles(parameters)]],
  gnvp: () => [[network, data, doubles(parameters)]],
  hvp: () => [[network, data, doubles(parameters)]],
  inertia: () => [[network, data, 0.1]],
  jacobian: () => [[network, x]],
  jvp: () => [[network, x, doubles(parameters)]],
  vjp: () => [[network, x, x]],
  loss: () => [
    [network, data],
    [scaled, data],
  ],
  flatten: () => [[network]],
  unflatten: () => [[network, doubles(parameters)]],
  predict: () => [
    [scaled, x],
    [network, record.data],
  ],
  residualBlocks: () => [[network, data]],
  createTrainer: () => [
    [network, data, { regularization: { adaptive: true } }],
    [network, data, { method: "newton", solver: "cg", cg: { maxIterations: 3 }, regularization: 0.1 }],
    [network, data, { method: "adam", learningRate: 0.1 }],
    [network, data, { subset: { rows: 3, seed: 1 } }],
  ],
  "createTrainer().run": () => [[run]],
  "createTrainer().iterate": () => [[{ ...run, yieldEvery: 1 }]],
  resumeTrainer: () => [[state(), data]],
  "resumeTrainer().run": () => [[run]],
  "resumeTrainer().iterate": () => [[run]],
  atan2: () => [[vector, vector, doubles(3)]],
  pow: () => [[vector, vector, doubles(3)]],
  ...Object.fromEntries(
    "exp expm1 log log1p cosh sinh tanh erf gelu sigmoid softplus cos sin".split(" ").map((name) => [name, () => [[vector, doubles(3)]]]),
  ),
  cg: () => [
    [matrix, vector, { tolerance: 1e-6 }],
    [operator, vector, { preconditioner: operator, x0: vector }],
    [record, doubles(3)],
  ],
  cholesky: () => [[matrix], [record]],
  eigh: () => [[matrix, { vectors: true }]],
  eigsh: () => [
    [matrix, 1, { which: "LA" }],
    [operator, 1, { v0: vector }],
  ],
  gemv: () => [
    [matrix, vector, { transpose: true }],
    [record, vector],
  ],
  gram: () => [[matrix, { transpose: true }]],
  ldlt: () => [[matrix]],
  logDeterminant: () => [[matrix, { steps: 2, probes: 2 }]],
  matmul: () => [
    [matrix, matrix, { transposeA: true, out: { rows: 3, cols: 3, data: doubles(9) } }],
    [record, record],
  ],
  minres: () => [
    [matrix, vector, { tolerance: 1e-6 }],
    [operator, vector, {}],
  ],
  qr: () => [[matrix, { pivoting: true }]],
  solveCholesky: () => [[linalg.cholesky(matrix).L, vector]],
  solveLdlt: () => [[linalg.ldlt(matrix), vector]],
  solveTriangular: () => [[linalg.cholesky(matrix).L, vector, { upper: false }]],
  spectralDensity: () => [[matrix, { steps: 2, probes: 2, grid: 3 }]],
  svd: () => [[matrix, { vectors: true }]],
  trace: () => [[matrix, { products: 2 }]],
  tsqr: () => [[[matrix, matrix]]],
  createRandom: () => [[1]],
  restoreRandom: () => [[random.createRandom(1).state()]],
  ...Object.fromEntries(
    ["createRandom()", "restoreRandom()"].flatMap((name) => [
      [`${name}.uniform`, () => [[2, 0, 1]]],
      [`${name}.normal`, () => [[2, 0, 1]]],
      [`${name}.permutation`, () => [[3]]],
    ]),
  ),
  solveRegularized: () => [[decomposition, y, 0.1]],
  exactNntk: () => [[network, data, 0.1]],
  infiniteNtk: () => [
    [x, [0.5], { activation: "tanh", nodes: 40 }],
    [x, undefined, { activation: "erf" }],
  ],
  infiniteNtkDecomposition: () => [[x, { activation: "tanh" }]],
  infiniteNtkSpectrum: () => [[x, { activation: "relu" }]],
  nntk: () => [
    [matrix, 0.1],
    [decomposition, 0.1],
  ],
  nntkSpectrum: () => [[vector, 0.1]],
  ntk: () => [[network, x, [0.5]]],
  ntkDecomposition: () => [[network, x]],
  ntkOperator: () => [[network, x]],
  "ntkOperator().apply": () => [[doubles(6), doubles(6)]],
  "ntkOperator().applyTransposed": () => [[doubles(6), doubles(6)]],
  ntkSpectrum: () => [[network, x]],
  unitMoves: () => [[network, x, y, { outputs: true }]],
  convergenceBound: () => [
    [{ spectrum: vector, gamma: 0.1, initialNorm: 1, t: 2 }],
    [{ spectrum: vector, gamma: 0.1, initialNorm: 1, k: 2, stepSize: 0.5 }],
  ],
  criticalLearningRate: () => [[vector]],
  gradientDescent: () => [[kernels.ntk(network, x), y, { learningRate: 0.1 }]],
  gradientFlow: () => [[kernels.ntk(network, x), y, {}]],
  newtonFlow: () => [[kernels.ntk(network, x), y, { gamma: 0.1 }]],
  newtonIterates: () => [[kernels.ntk(network, x), y, { gamma: 0.1, stepSize: 0.5 }]],
  ...Object.fromEntries(
    ["gradientDescent", "gradientFlow", "newtonFlow", "newtonIterates"].flatMap((name) => [
      [`${name}().train`, () => times],
      [`${name}().test`, () => crossed],
    ]),
  ),
  newtonRate: () => [[vector, 0.1, { stepSize: 0.5 }]],
  positiveDefinitenessMargin: () => [[network, data, 0.1]],
  regularizationForRate: () => [[1, 0.5]],
  scaledRegularization: () => [[0.1, 10, 0.6]],
  stepCertificate: () => [[network, network, data]],
  decodeNetwork: () => [[io.encodeNetwork(network)], [io.encodeNetwork(network, { format: "json" })]],
  encodeNetwork: () => [[scaled, { format: "json" }], [network]],
  decodeNpy: () => [[io.encodeNpy(tensor)]],
  encodeNpy: () => [[tensor], [record]],
  decodeSafetensors: () => [[io.encodeSafetensors({ a: tensor })]],
  encodeSafetensors: () => [[{ a: tensor }, { of: "us" }]],
  tensorToMatrix: () => [[tensor]],
  decodeTrainer: () => [[io.encodeTrainer(state())], [io.encodeTrainer(state(), { format: "json" })]],
  encodeTrainer: () => [[state(), { format: "json" }], [state()]],
};
