// nntk/kernels and nntk/theory.
import { matrix, smooth } from "./arguments.mjs";

const ACTIVATIONS = ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu"];

export const kernels = [
  [
    "kernels/finite",
    ({ main: { createNetwork }, kernels: { ntk, ntkSpectrum, ntkOperator, ntkDecomposition, nntk, nntkSpectrum } }, out) => {
      for (const [inputs, outputs] of [
        [1, 1],
        [3, 2],
      ]) {
        const network = createNetwork({ inputs, width: 301, outputs, seed: 13 });
        const x = matrix(60, 29, inputs);
        const B = ntk(network, x);
        const spectrum = ntkSpectrum(network, x);
        const operator = ntkOperator(network, x);
        const product = new Float64Array(operator.rows);
        operator.apply(matrix(61, operator.cols, 1).data, product);
        out.add(B, ntk(network, x, matrix(62, 7, inputs)), spectrum, product, nntk(B, 1e-3), nntkSpectrum(spectrum, 1e-3));
        out.add(ntkDecomposition(network, x));
      }
    },
  ],
  [
    "kernels/newton",
    ({ main: { createNetwork }, kernels: { exactNntk, ntkDecomposition, solveRegularized, unitMoves } }, out) => {
      const network = createNetwork({ inputs: 2, width: 47, seed: 14 });
      const data = smooth(63, 23, 2, 1);
      const Z = solveRegularized(ntkDecomposition(network, data.x), data.y, 1e-3);
      out.add(exactNntk(network, data, 10), Z, unitMoves(network, data.x, Z, { outputs: true }));
    },
  ],
  ...ACTIVATIONS.map((activation) => [
    `kernels/infinite-${activation}`,
    ({ kernels: { infiniteNtk, infiniteNtkDecomposition, infiniteNtkSpectrum } }, out) => {
      const x = matrix(64, 17, 2);
      out.add(infiniteNtk(x, undefined, { activation }), infiniteNtk(matrix(65, 5, 2), x, { activation, inputVariance: 4 }));
      if (activation !== "relu") out.add(infiniteNtk(matrix(66, 9, 1), undefined, { activation, nodes: 40 }));
      out.add(infiniteNtkSpectrum(matrix(67, 13, 1), { activation }), infiniteNtkDecomposition(matrix(68, 11, 2), { activation }));
    },
  ]),
];

export const theory = [
  [
    "theory/dynamics",
    ({ kernels: { infiniteNtk }, theory: { gradientDescent, gradientFlow, newtonFlow, newtonIterates } }, out) => {
      const { x, y } = smooth(70, 21, 2, 2);
      const B = infiniteNtk(x);
      const cross = infiniteNtk(x, matrix(71, 6, 2));
      const flows = [gradientFlow(B, y), newtonFlow(B, y, { gamma: 1e-3 })];
      const iterates = [gradientDescent(B, y, { learningRate: 0.5 }), newtonIterates(B, y, { gamma: 1e-3, stepSize: 0.7 })];
      for (const each of flows) out.add(each.train([0, 0.3, 10, Infinity]), each.test([0.3, 10], cross));
      for (const each of iterates) out.add(each.train([0, 1, 100]), each.test([1, 100], cross));
    },
  ],
  [
    "theory/bounds",
    ({ kernels: { infiniteNtkSpectrum }, theory }, out) => {
      const spectrum = infiniteNtkSpectrum(matrix(72, 15, 2));
      out.add(theory.newtonRate(spectrum, 1e-3, { stepSize: 0.7 }), theory.criticalLearningRate(spectrum));
      out.add(theory.convergenceBound({ spectrum: spectrum.slice(0, 5), gamma: 1e-3, initialNorm: 2, k: 9 }));
      out.add(theory.convergenceBound({ spectrum: spectrum.slice(0, 5), gamma: 1e-3, initialNorm: 2, t: 3.5 }));
      out.add(theory.scaledRegularization(0.1, 1001, 0.52), theory.regularizationForRate(0.37, 0.9));
    },
  ],
  [
    "theory/certificates",
    ({ main: { createNetwork, createTrainer }, theory: { stepCertificate, positiveDefinitenessMargin } }, out) => {
      const data = smooth(73, 25, 2, 1);
      const trainer = createTrainer(createNetwork({ inputs: 2, width: 51, seed: 15 }), data);
      for (let k = 0; k < 3; k++) {
        const before = trainer.network();
        trainer.step();
        out.add(stepCertificate(before, trainer.network(), data), positiveDefinitenessMargin(before, data, 0.5));
      }
    },
  ],
];
