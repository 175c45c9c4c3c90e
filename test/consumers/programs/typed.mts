// Compiled, not run: types of every entry as a user writes them.
import { createNetwork, createTrainer, type Data, fit, type Network, predict, type StepRecord, type TrainerOptions } from "nntk";
import { exp } from "nntk/elementary";
import { encodeNetwork } from "nntk/io";
import { ntkSpectrum } from "nntk/kernels";
import { cholesky, type LinearOperator, type Matrix } from "nntk/linalg";
import { createRandom } from "nntk/random";
import { newtonRate } from "nntk/theory";

const data: Data = { x: [0, 1, 2], y: [0, 1, 0] };
const network: Network = createNetwork({ inputs: 1, width: 4 });
const options: TrainerOptions = { method: "newton", regularization: { adaptive: true } };
const record: StepRecord = createTrainer(network, data, options).step();
const prediction: Matrix = predict(fit(data).network, [0.5]);
const twice: LinearOperator = { rows: 1, cols: 1, apply: (x, out) => out.set(x.map((entry) => 2 * entry)) };
export const all: [number, Float64Array, Float64Array, number, LinearOperator, Matrix | undefined, Float64Array, Float64Array] = [
  record.loss,
  exp([1]),
  createRandom(1).uniform(3),
  newtonRate(ntkSpectrum(network, [0, 1]), 1).rate,
  twice,
  cholesky([[4]]).L,
  prediction.data,
  network.W,
];
export const bytes = encodeNetwork(network);
// @ts-expect-error a misspelt option is an error of types too
fit(data, { widht: 3 });
// @ts-expect-error and so is an unknown method
createTrainer(network, data, { method: "newtron" });
