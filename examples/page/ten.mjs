// Ten trainers alive on one page, stepped in turn. A frame computes for a few milliseconds and goes on where the last one left off: nothing
// freezes, however much there is to learn, and an idle trainer holds no WebAssembly memory.
import { createNetwork, createTrainer, elementary, predict } from "/node_modules/nntk/dist/bundle.js";

const COMPUTING = 8; // ms of a frame
const TARGET = 1e-8;
const MOST_STEPS = 400;

const x = Array.from({ length: 48 }, (_, i) => i / 23.5 - 1);
const grid = Array.from({ length: 150 }, (_, i) => i / 74.5 - 1);

const learners = Array.from({ length: 10 }, (_, i) => {
  const wave = elementary.sin(x.map((at) => (1 + 2 * i) * at));
  const y = x.map((at, k) => wave[k] + 0.3 * at);
  const network = createNetwork({ inputs: 1, width: 40 + 24 * i, seed: i });
  const canvas = document.querySelector("main").appendChild(document.createElement("canvas"));
  Object.assign(canvas, { width: 240, height: 140, title: `width ${network.width}` });
  return { y, trainer: createTrainer(network, { x, y }), canvas, steps: 0, loss: Infinity, done: false };
});

function draw({ y, trainer, canvas, steps, done }) {
  const pen = canvas.getContext("2d");
  const place = (at, value) => [canvas.width * (0.5 + 0.47 * at), canvas.height * (0.5 - 0.3 * value)];
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (const [k, at] of x.entries()) pen.fillRect(...place(at, y[k]).map((v) => v - 1), 3, 3);
  const curve = predict(trainer.network(), grid).data;
  pen.beginPath();
  for (const [k, at] of grid.entries()) pen.lineTo(...place(at, curve[k]));
  pen.strokeStyle = done ? "green" : "crimson";
  pen.stroke();
  pen.fillText(`width ${trainer.network().width}, ${steps} steps`, 4, 12);
}

let turn = 0;
let longest = 0;

function frame() {
  const start = performance.now();
  const moved = new Set();
  while (learners.some(({ done }) => !done) && performance.now() - start < COMPUTING) {
    const learner = learners[turn++ % learners.length];
    if (learner.done) continue;
    learner.loss = learner.trainer.step().loss;
    learner.steps++;
    learner.done = learner.loss <= TARGET || learner.steps === MOST_STEPS;
    moved.add(learner);
  }
  moved.forEach(draw);
  longest = Math.max(longest, performance.now() - start);
  if (moved.size > 0) return requestAnimationFrame(frame);
  const learnt = learners.filter(({ loss }) => loss <= TARGET).length;
  document.querySelector("output").textContent = `${learnt} of ${learners.length} learnt; the longest frame took ${longest.toFixed(0)} ms`;
}
requestAnimationFrame(frame);
