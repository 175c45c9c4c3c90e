// A thousand trainers alive at once, stepped in turn: each does what it does alone, and few memories are made.
import { report } from "./report.mjs";

const TRAINERS = 1000;
const ROUNDS = 3;
const MOST_MEMORIES = 8;

let memories = 0;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    memories++;
  }
};

report("trainers", async () => {
  const { createNetwork, createTrainer } = await import("/node_modules/nntk/dist/bundle.js");
  const x = Array.from({ length: 12 }, (_, i) => i / 6 - 1);
  const data = { x, y: x.map((value) => value * value) };
  const make = (seed) => createTrainer(createNetwork({ inputs: 1, width: 10, seed }), data);
  const trainers = Array.from({ length: TRAINERS }, (_, seed) => make(seed));
  for (let round = 0; round < ROUNDS; round++) for (const trainer of trainers) trainer.step();
  for (const seed of [0, 1, 499, TRAINERS - 1]) {
    const alone = make(seed);
    for (let round = 0; round < ROUNDS; round++) alone.step();
    const together = trainers[seed].network();
    const apart = alone.network();
    for (const part of ["W", "b", "C"]) {
      if (together[part].some((value, i) => !Object.is(value, apart[part][i]))) throw new Error(`trainer ${seed}: ${part} differs`);
    }
  }
  if (memories === 0 || memories > MOST_MEMORIES) throw new Error(`${memories} WebAssembly memories were made`);
  return { note: `${TRAINERS} trainers stepped in turn, WebAssembly memories made: ${memories}` };
});
