// Fits the points and draws the curve. On a page of your own: import from a CDN's .../nntk/dist/bundle.js
import { elementary, fit, predict } from "/node_modules/nntk/dist/bundle.js";

const x = Array.from({ length: 24 }, (_, i) => i / 23);
// the library's cosine: a browser's own differs from the next one's in the last bit
const y = elementary.cos(x.map((value) => 9 * value)).map((value, i) => value * (1 - x[i]));
const { network, status, rmse } = fit({ x, y }, { until: { loss: 1e-6 } });

document.querySelector("output").textContent = `${status}, rmse ${rmse.toExponential(1)}`;
const canvas = document.querySelector("canvas");
const draw = canvas.getContext("2d");
const place = (at, value) => [canvas.width * at, canvas.height * (0.5 - 0.45 * value)];
for (let i = 0; i < x.length; i++) draw.fillRect(...place(x[i], y[i]).map((v) => v - 3), 6, 6);
const grid = Array.from({ length: canvas.width }, (_, i) => i / canvas.width);
for (const [i, value] of predict(network, grid).data.entries()) draw.lineTo(...place(grid[i], value));
draw.stroke();
