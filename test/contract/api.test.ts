import { describe, expect, test } from "vitest";
import * as nntk from "../../src/index.js";
import * as io from "../../src/io/index.js";
import * as kernels from "../../src/kernels/index.js";
import * as linalg from "../../src/linalg/index.js";
import * as random from "../../src/random/index.js";
import * as theory from "../../src/theory/index.js";
import { data, fieldsOf, matrix, network, x, y } from "./problem.js";

// What is listed here may grow, but no name may go or change without a line in CHANGELOG.md that says why.

const EXPORTS: [string, object, string][] = [
  [
    "nntk",
    nntk,
    "fit predict createNetwork loss gradient flatten unflatten jacobian jvp vjp hvp gnvp hessianOperator gaussNewtonOperator residualBlocks inertia hessianEigenvalues ready createTrainer resumeTrainer",
  ],
  ["nntk/linalg", linalg, "matmul gram gemv cholesky solveCholesky ldlt qr eigh svd cg minres eigsh spectralDensity trace logDeterminant"],
  ["nntk/kernels", kernels, "ntk ntkSpectrum nntk nntkSpectrum exactNntk infiniteNtk"],
  [
    "nntk/theory",
    theory,
    "scaledRegularization regularizationForRate gradientFlow newtonFlow newtonIterates newtonRate convergenceBound stepCertificate",
  ],
  ["nntk/random", random, "createRandom"],
  ["nntk/io", io, "encodeNpy decodeNpy encodeSafetensors decodeSafetensors encodeNetwork decodeNetwork encodeTrainer decodeTrainer"],
];

describe("every name of the contract is exported", () => {
  for (const [entry, module, names] of EXPORTS) {
    test(entry, () => {
      for (const name of names.split(" ")) expect(module, name).toHaveProperty(name, expect.any(Function));
    });
  }
});

/** A call and the fields that its result has at least. */
const RESULTS: [string, () => object, string][] = [
  ["createNetwork", () => network, "inputs width outputs activation beta W b C"],
  ["predict", () => nntk.predict(network, x), "rows cols data"],
  ["fit", () => nntk.fit(data, { width: 5, maxSteps: 2 }), "network status finalLoss rmse steps history choice"],
  ["fit's scaling", () => nntk.fit(data, { width: 5, maxSteps: 1 }).network.scaling as object, "xMean xScale yMean yScale"],
  ["inertia", () => nntk.inertia(network, data), "negative zero positive tolerance"],
  ["hessianOperator", () => ({ ...nntk.hessianOperator(network, data) }), "rows cols"],
  [
    "a step's record",
    () => nntk.createTrainer(network, data).step(),
    "step loss gradientNorm stepNorm gamma gainRatio accepted attempts products factorizations operations solver seconds",
  ],
  ["a run", () => nntk.createTrainer(network, data).run({ maxSteps: 1 }), "status network finalLoss steps history"],
  ["matmul", () => linalg.matmul(matrix, matrix), "rows cols data"],
  ["cholesky", () => linalg.cholesky(matrix), "status L"],
  ["cholesky of what is not definite", () => linalg.cholesky([[-1]]), "status pivot"],
  ["ldlt", () => linalg.ldlt(matrix), "status inertia"],
  ["ldlt's inertia", () => linalg.ldlt(matrix).inertia, "negative zero positive"],
  ["eigh", () => linalg.eigh(matrix), "values vectors"],
  ["svd", () => linalg.svd(matrix), "values U V"],
  ["cg", () => linalg.cg(matrix, [1, 2, 3]), "status x iterations residualNorm"],
  ["minres", () => linalg.minres(matrix, [1, 2, 3]), "status x iterations residualNorm"],
  ["eigsh", () => linalg.eigsh(matrix, 1), "status values vectors residuals iterations products"],
  ["spectralDensity", () => linalg.spectralDensity(matrix, { steps: 2, probes: 2, seed: 1, grid: 5 }), "grid density nodes weights"],
  ["newtonRate", () => theory.newtonRate([2, 1], 0.1), "rate contraction"],
  ["convergenceBound", () => theory.convergenceBound({ spectrum: [2, 1], gamma: 0.1, initialNorm: 1, t: 2 }), "bound"],
  ["a flow", () => theory.newtonFlow(matrix, [1, 2, 3], { gamma: 0.1 }), "train test"],
  ["stepCertificate", () => theory.stepCertificate(network, network, data), "contraction remainder bound holds"],
  ["createRandom's state", () => random.createRandom(1).state(), "key position"],
];

describe("every result has the fields of the contract", () => {
  for (const [name, call, fields] of RESULTS) {
    test(name, () => {
      expect(fieldsOf(call())).toEqual(expect.arrayContaining(fields.split(" ")));
    });
  }

  test("results survive structuredClone, and JSON where they hold no typed array", () => {
    for (const [name, call] of RESULTS) {
      if (name === "a flow") continue;
      const result = call();
      expect(structuredClone(result), name).toEqual(result);
    }
    const record = nntk.createTrainer(network, data).step();
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });
});

/** Calls that must be taken as they stand: every option of the contract, once. */
const OPTIONS: [string, () => unknown][] = [
  [
    "createNetwork",
    () =>
      nntk.createNetwork({
        inputs: 1,
        width: 2,
        outputs: 1,
        activation: "tanh",
        beta: 0.6,
        seed: 3,
        init: { inputScale: 2, biasScale: 0.5, output: "normal" },
      }),
  ],
  [
    "fit",
    () =>
      nntk.fit(
        { x, y, weights: x.map(() => 2) },
        {
          width: 5,
          activation: "sin",
          beta: 0.6,
          inputScale: 2,
          seed: 1,
          standardize: false,
          until: { loss: 1e-3 },
          maxSteps: 2,
          regularization: { adaptive: true },
          signal: new AbortController().signal,
          onStep: () => {},
        },
      ),
  ],
  ["hessianEigenvalues", () => nntk.hessianEigenvalues(network, data, { count: 2, from: "largest" })],
  [
    "matmul",
    () => linalg.matmul(matrix, matrix, { transposeA: true, transposeB: true, out: { rows: 3, cols: 3, data: new Float64Array(9) } }),
  ],
  ["gram", () => linalg.gram(matrix, { transpose: true })],
  ["eigh", () => linalg.eigh(matrix, { vectors: false })],
  ["svd", () => linalg.svd(matrix, { vectors: false })],
  [
    "cg",
    () =>
      linalg.cg(matrix, [1, 2, 3], {
        x0: [0, 0, 0],
        tolerance: 1e-6,
        maxIterations: 5,
        operations: 1e6,
        preconditioner: (r: Float64Array, z: Float64Array) => z.set(r),
        signal: new AbortController().signal,
      }),
  ],
  ...(["LA", "SA", "LM", "BE"] as const).map((which): [string, () => unknown] => [
    `eigsh ${which}`,
    () => linalg.eigsh(matrix, 2, { which, tolerance: 1e-8, maxIterations: 9, operations: 1e6, seed: 1, v0: [1, 1, 1] }),
  ]),
  ["infiniteNtk", () => kernels.infiniteNtk(x, x, { activation: "tanh", outputVariance: 1, inputVariance: 1, biasVariance: 1, nodes: 40 })],
  ["the cross kernel", () => kernels.ntk(network, x, [0.5])],
  ["newtonIterates", () => theory.newtonIterates(matrix, [1, 2, 3], { gamma: 1, stepSize: 0.5 }).train(2, [0, 0, 0])],
  ["a test flow", () => theory.gradientFlow(matrix, [1, 2, 3]).test(1, [[1], [2], [3]], [0, 0, 0], [0])],
  ["a bound in steps", () => theory.convergenceBound({ spectrum: [1], gamma: 1, stepSize: 0.5, initialNorm: 1, k: 3 })],
  ["the JSON form of a network", () => io.decodeNetwork(io.encodeNetwork(network, { format: "json" }))],
  [
    "a run",
    () =>
      nntk.createTrainer(network, data).run({
        maxSteps: 2,
        until: { loss: 1e-3, gradientNorm: 1e-9, relativeDecrease: 1e-9, operations: 1e9, milliseconds: 1e4 },
        signal: new AbortController().signal,
        onStep: () => {},
      }),
  ],
];

describe("every option of the contract is taken", () => {
  for (const [name, call] of OPTIONS) test(name, () => expect(call()).toBeDefined());

  test.each([
    { method: "newton", solver: "auto", curvature: "saddle-free" },
    { method: "newton", solver: "structured", curvature: "full", regularization: 1e-3, stepSize: 0.5, corrections: 1 },
    { method: "newton", regularization: { scaling: "width", gamma: 0.1 } },
    { method: "newton", regularization: { adaptive: true, initial: 1e-3, min: 1e-9, max: 1 }, corrections: 2 },
    { method: "newton", subset: { rows: 3, seed: 1 } },
    {
      method: "newton",
      solver: "cg",
      cg: { maxIterations: 10, tolerance: 1e-4 },
      regularization: { adaptive: "published", initial: 1e-8 },
    },
    { method: "gauss-newton", regularization: { adaptive: "published" } },
    { method: "gauss-newton", solver: "structured" },
    { method: "gradient-descent", learningRate: 0.1 },
    { method: "adam", learningRate: 0.1 },
  ] satisfies nntk.TrainerOptions[])("createTrainer %o", async (options) => {
    const trainer = nntk.createTrainer(network, data, options);
    const records = [];
    for await (const record of trainer.iterate({ maxSteps: 3, yieldEvery: 2 })) records.push(record);
    const resumed = nntk.resumeTrainer(io.decodeTrainer(io.encodeTrainer(trainer.state())), data);
    const twin = nntk.createTrainer(network, data, options).run({ maxSteps: 3 });
    expect(records.map(({ loss }) => loss)).toEqual(twin.history.map(({ loss }) => loss));
    expect(resumed.step().loss).toBe(trainer.step().loss);
  });
});

describe("what is left open has the defaults of the contract", () => {
  test("a network: one output, tanh, beta 0.52, seed 0, w and b normal, c uniform on [-1, 1)", () => {
    const given = {
      outputs: 1,
      activation: "tanh",
      beta: 0.52,
      seed: 0,
      init: { inputScale: 1, biasScale: 1, output: "uniform" },
    } as const;
    expect(nntk.createNetwork({ inputs: 1, width: 9 })).toEqual(nntk.createNetwork({ inputs: 1, width: 9, ...given }));
  });

  test("a trainer: structured saddle-free Newton with an adaptive regularizer and at most 10 corrections", () => {
    const given = {
      method: "newton",
      solver: "structured",
      curvature: "saddle-free",
      regularization: { adaptive: true },
      corrections: 10,
    } as const;
    const [left, right] = [nntk.createTrainer(network, data), nntk.createTrainer(network, data, given)].map((t) => t.run({ maxSteps: 4 }));
    expect(left?.network).toEqual(right?.network);
  });

  test("eigh has vectors, eigsh takes the largest, infiniteNtk is tanh's with c uniform, a shift is 0", () => {
    expect(linalg.eigh(matrix)).toEqual(linalg.eigh(matrix, { vectors: true }));
    expect(linalg.eigsh(matrix, 1)).toEqual(linalg.eigsh(matrix, 1, { which: "LA", seed: 0 }));
    const limit = { activation: "tanh", outputVariance: 1 / 3, inputVariance: 1, biasVariance: 1 } as const;
    expect(kernels.infiniteNtk(x)).toEqual(kernels.infiniteNtk(x, x, limit));
    expect(nntk.inertia(network, data)).toEqual(nntk.inertia(network, data, 0));
  });
});
