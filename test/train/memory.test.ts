import { expect, test, vi } from "vitest";
import { withEngine } from "../../src/engine/pool.js";
import { createNetwork } from "../../src/model/index.js";
import { createTrainer } from "../../src/train/createTrainer.js";
import { smallProblem } from "./problems.js";

test("a thousand live trainers share the instances of the pool and hold no WebAssembly memory", () => {
  const { network, data } = smallProblem();
  createTrainer(network, data, { method: "adam" }).step();
  const instances = vi.spyOn(WebAssembly, "Instance");
  const before = withEngine((engine) => engine.arena.reserved);
  const trainers = Array.from({ length: 1000 }, () => createTrainer(network, data, { method: "adam" }));
  for (const trainer of trainers) trainer.step();
  for (const trainer of trainers) expect(trainer.run({ maxSteps: 1 }).history[0]?.step).toBe(2);
  expect(instances).not.toHaveBeenCalled();
  expect(withEngine((engine) => engine.arena.reserved)).toBe(before);
  instances.mockRestore();
});

test("ten thousand runs leave the memory as it was", () => {
  const { network, data } = smallProblem(3, 4);
  const trainer = createTrainer(network, data, { method: "gradient-descent", learningRate: 1e-3 });
  trainer.step();
  const before = withEngine((engine) => engine.arena.reserved);
  for (let i = 0; i < 10_000; i++) trainer.step();
  expect(withEngine((engine) => engine.arena.reserved)).toBe(before);
});

/** Vectors of all parameters that a structured step may hold, scratch and the arena's growth by doubling included; 25 are held. */
const VECTORS = 32;

test("a structured step of a wide network holds activations and vectors, never the Jacobian", () => {
  const [N, M] = [100_000, 64];
  const x = Array.from({ length: M }, (_, m) => m / M);
  createTrainer(createNetwork({ inputs: 1, width: N }), { x, y: x.map((t) => 6 * t * t) }).run({ maxSteps: 2 });
  const parameters = 8 * 3 * N;
  expect(withEngine((engine) => engine.arena.reserved)).toBeLessThan(8 * M * N + VECTORS * parameters);
  expect(8 * M * N + VECTORS * parameters).toBeLessThan(M * parameters);
});
