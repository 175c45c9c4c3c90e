// nntk: networks and their derivatives, for every activation.
import { between, smooth } from "./arguments.mjs";

const ACTIVATIONS = ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu"];

const derivatives = (activation) => [
  `model/${activation}`,
  ({ main: { createNetwork, predict, loss, gradient, jacobian, jvp, vjp, hvp, gnvp, residualBlocks } }, out) => {
    for (const [inputs, width, outputs, M] of [
      [1, 33, 1, 65],
      [3, 21, 2, 37],
    ]) {
      const network = createNetwork({ inputs, width, outputs, activation, seed: 5 });
      const data = smooth(40, M, inputs, outputs);
      const v = between(41, width * (inputs + 1 + outputs), -1, 1);
      const u = between(42, M * outputs, -1, 1);
      out.add(network, predict(network, data.x), loss(network, data), gradient(network, data), jacobian(network, data.x));
      out.add(jvp(network, data.x, v), vjp(network, data.x, u), hvp(network, data, v), gnvp(network, data, v));
      out.add(residualBlocks(network, data));
    }
  },
];

const curvature = [
  "model/eigenvalues",
  ({ main: { createNetwork, inertia, hessianEigenvalues } }, out) => {
    const network = createNetwork({ inputs: 2, width: 23, seed: 10 });
    const data = smooth(47, 31, 2, 1);
    for (const shift of [0, -1e-3, 0.25]) out.add(inertia(network, data, shift));
    out.add(hessianEigenvalues(network, data, { count: 3 }), hessianEigenvalues(network, data, { count: 2, from: "largest" }));
  },
];

export const model = [
  ...ACTIVATIONS.map(derivatives),
  curvature,
  [
    "model/weights",
    ({ main: { createNetwork, flatten, unflatten, loss, gradient, hvp } }, out) => {
      const init = { inputScale: 3, biasScale: 0.5, output: "normal" };
      const network = createNetwork({ inputs: 2, width: 19, outputs: 2, beta: 0.75, seed: 8, init });
      const data = { ...smooth(43, 30, 2, 2), weights: between(44, 30, 0.5, 2) };
      const theta = flatten(network);
      const moved = unflatten(
        network,
        theta.map((value) => value + 0.125),
      );
      out.add(theta, moved, loss(moved, data), gradient(moved, data), hvp(moved, data, theta));
    },
  ],
  [
    "model/operators",
    ({ main: { createNetwork, hessianOperator, gaussNewtonOperator }, linalg: { eigsh } }, out) => {
      const network = createNetwork({ inputs: 1, width: 25, seed: 9 });
      const data = smooth(45, 40, 1, 1);
      for (const H of [hessianOperator(network, data), gaussNewtonOperator(network, data.x)]) {
        const product = new Float64Array(H.rows);
        H.apply(between(46, H.cols, -1, 1), product);
        out.add(product, eigsh(H, 4, { which: "BE" }));
      }
    },
  ],
];
