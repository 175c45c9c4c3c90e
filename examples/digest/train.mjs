// nntk: every way of training, and the short way.
import { between, smooth } from "./arguments.mjs";

/** [section, shape of the network, samples, options of the trainer, steps] */
const RUNS = [
  ["dual", { inputs: 1, width: 64 }, 32, {}, 30],
  ["dual-outputs", { inputs: 2, width: 41, outputs: 2 }, 27, {}, 30],
  ["primal", { inputs: 2, width: 9 }, 200, {}, 30],
  ["subset", { inputs: 2, width: 31 }, 150, { subset: { rows: 40, seed: 3 } }, 30],
  ["parts", { inputs: 2, width: 31 }, 400, { subset: { rows: 40, seed: 3 } }, 30],
  ["full", { inputs: 1, width: 64 }, 32, { curvature: "full", regularization: 1e-3 }, 10],
  ["width-scaled", { inputs: 1, width: 64 }, 32, { regularization: { scaling: "width", gamma: 0.01 }, stepSize: 0.5 }, 10],
  ["gauss-newton", { inputs: 1, width: 64 }, 32, { method: "gauss-newton" }, 20],
  ["gauss-newton-cg", { inputs: 1, width: 40 }, 32, { method: "gauss-newton", solver: "cg", regularization: 1e-4 }, 10],
  [
    "published",
    { inputs: 1, width: 64 },
    32,
    { solver: "cg", cg: { maxIterations: 10, tolerance: 1e-4 }, regularization: { adaptive: "published", initial: 1e-8 } },
    30,
  ],
  ["gradient-descent", { inputs: 1, width: 64 }, 32, { method: "gradient-descent", learningRate: 0.5 }, 50],
  ["adam", { inputs: 1, width: 64 }, 32, { method: "adam" }, 50],
];

const run = ([name, shape, samples, options, maxSteps]) => [
  `train/${name}`,
  ({ main: { createNetwork, createTrainer, flatten } }, out) => {
    const network = createNetwork({ seed: 11, ...shape });
    const trainer = createTrainer(network, smooth(50, samples, shape.inputs, shape.outputs ?? 1), options);
    const result = trainer.run({ maxSteps, until: { loss: 0 } });
    out.add(result, flatten(trainer.network()));
  },
];

export const train = [
  ...RUNS.map(run),
  [
    "train/resumed",
    ({ main: { createNetwork, createTrainer, resumeTrainer } }, out) => {
      const data = smooth(51, 40, 2, 1);
      for (const method of ["newton", "adam"]) {
        const trainer = createTrainer(createNetwork({ inputs: 2, width: 30, seed: 12 }), data, { method });
        for (let k = 0; k < 4; k++) out.add(trainer.step());
        const state = structuredClone(trainer.state());
        const resumed = resumeTrainer(state, data);
        out.add(state, resumed.step(), resumed.state().memory);
      }
    },
  ],
];

export const fit = [
  [
    "fit/short-way",
    ({ main: { fit, predict } }, out) => {
      for (const [inputs, outputs] of [
        [1, 1],
        [2, 2],
      ]) {
        const data = smooth(52, 60, inputs, outputs);
        const result = fit({ ...data, x: { ...data.x, data: data.x.data.map((value) => 1990 + 10 * value) } }, { seed: 7, maxSteps: 20 });
        out.add(result, predict(result.network, data.x));
      }
    },
  ],
  [
    "fit/noisy",
    ({ main: { fit, tangentBands } }, out) => {
      const { x, y } = smooth(55, 80, 1, 1);
      const noise = between(56, 80, -0.3, 0.3);
      const data = { x, y: y.data.map((value, i) => value + noise[i]) };
      const result = fit(data, { seed: 2, maxSteps: 30 });
      out.add(result, tangentBands(result.start, data, between(57, 9, -1.5, 1.5)));
    },
  ],
  [
    "fit/narrow",
    ({ main: { fit } }, out) => {
      const options = { width: 40, activation: "sin", inputScale: 3, standardize: false, maxSteps: 10 };
      out.add(fit({ ...smooth(53, 50, 1, 1), weights: between(54, 50, 0.5, 2) }, options));
    },
  ],
  [
    "fit/bands",
    ({ main: { fit, tangentBands } }, out) => {
      const data = { ...smooth(57, 40, 2, 2), weights: between(58, 40, 0.5, 2) };
      out.add(tangentBands(fit(data, { maxSteps: 0, seed: 1 }).start, data, data.x));
    },
  ],
];
