// Fits a noisy sine and says what the network thinks of the points between:  node sine.mjs
import { fit, predict } from "nntk";
import { createRandom } from "nntk/random";

const noise = createRandom(1).normal(40, 0, 0.02);
const x = Array.from({ length: 40 }, (_, i) => i / 4);
const y = x.map((value, i) => Math.sin(value) + noise[i]);

const { network, status, rmse, steps } = fit({ x, y }, { width: 100, until: { loss: 1e-3 } });
console.log(`${status} after ${steps} steps, rmse ${rmse.toFixed(3)}`);
for (const at of [1.1, 3.3, 7.7])
  console.log(`f(${at}) = ${predict(network, [at]).data[0].toFixed(2)}, sin(${at}) = ${Math.sin(at).toFixed(2)}`);
