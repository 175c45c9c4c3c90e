import { createNetwork, createTrainer } from "nntk";

const x = Array.from({ length: 200 }, (_, i) => i / 100 - 1);
const y = x.map((value) => Math.tanh(5 * value) - value);
const trainer = createTrainer(createNetwork({ inputs: 1, width: 500 }), { x, y });
for await (const record of trainer.iterate({ maxSteps: 50, yieldEvery: 1, until: { loss: 1e-8 } })) postMessage(record);
