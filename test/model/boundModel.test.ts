import { describe, expect, test } from "vitest";
import { withEngine } from "../../src/engine/pool.js";
import { createNetwork, flatten, gradient, hvp, jvp, loss, type Network, residualBlocks, unflatten, vjp } from "../../src/index.js";
import { BoundModel } from "../../src/model/boundModel.js";
import { createRandom } from "../../src/random/index.js";
import { relativeError } from "./recorded.js";

const random = createRandom(11);
const SHAPES = [
  { activation: "tanh", inputs: 1, outputs: 1, width: 70, samples: 131 },
  { activation: "tanh", inputs: 3, outputs: 2, width: 70, samples: 131 },
  { activation: "gelu", inputs: 2, outputs: 1, width: 45, samples: 9 },
] as const;

describe.each(SHAPES)("a model bound to an engine: $activation, $inputs to $outputs", ({ samples: M, ...options }) => {
  const network = createNetwork({ ...options, seed: 1 });
  const elsewhere = createNetwork({ ...options, seed: 2 });
  const P = flatten(network).length;
  const x = { rows: M, cols: options.inputs, data: random.uniform(M * options.inputs, -1, 1) };
  const y = { rows: M, cols: options.outputs, data: random.normal(M * options.outputs) };
  const v = random.normal(P);

  test("moved to other parameters, it is the model there in every respect", () => {
    withEngine((engine) => {
      const model = new BoundModel(engine, network, { x, y });
      const [from, out] = [engine.put(v), engine.arena.f64(P)];
      model.linearise();
      model.hvp(from, out);
      model.setTheta(flatten(elsewhere));
      expect(model.linearise()).toBe(loss(elsewhere, { x, y }));
      model.hvp(from, out);
      expect(engine.take(out, P)).toEqual(hvp(elsewhere, { x, y }, v));
      model.gradient(out);
      expect(engine.take(out, P)).toEqual(gradient(elsewhere, { x, y }));
      expect(model.takeTheta()).toEqual(flatten(elsewhere));
    });
  });

  test("tries other parameters without leaving its point", () => {
    withEngine((engine) => {
      const model = new BoundModel(engine, network, { x, y });
      const [from, out] = [engine.put(v), engine.arena.f64(P)];
      const [trial, residual] = [engine.put(flatten(elsewhere)), engine.arena.f64(model.space.length)];
      model.linearise();
      expect(model.forward(trial, residual)).toBe(loss(elsewhere, { x, y }));
      model.hvp(from, out);
      expect(engine.take(out, P)).toEqual(hvp(network, { x, y }, v));
    });
  });

  test("multiplies by the Jacobian whose rows carry the weights", () => {
    const weights = random.uniform(M, 0.5, 2);
    const total = weights.reduce((a, b) => a + b);
    const factors = Float64Array.from({ length: y.data.length }, (_, at) => {
      const m = Math.floor(at / options.outputs);
      return Math.sqrt((M * (weights[m] as number)) / total);
    });
    const u = random.normal(y.data.length);
    withEngine((engine) => {
      const model = new BoundModel(engine, network, { x, y, weights });
      const [from, to] = [engine.put(v), engine.arena.f64(P)];
      const rows = engine.arena.f64(model.space.length);
      model.linearise();
      model.jvp(from, rows);
      const expected = jvp(network, x, v).map((value, at) => value * (factors[at] as number));
      expect(relativeError(model.space.takeRows(rows), expected)).toBeLessThan(1e-14);
      model.space.setRows(u, rows);
      expect(model.space.takeRows(rows)).toEqual(u);
      model.vjp(rows, to);
      const pulled = vjp(
        network,
        x,
        u.map((value, at) => value * (factors[at] as number)),
      );
      expect(relativeError(engine.take(to, P), pulled)).toBeLessThan(1e-13);
    });
  });

  test("gives the activations and slopes of any units over any samples, kept or not", () => {
    for (const keepBytes of [256e6, 0]) {
      withEngine((engine) => {
        const model = new BoundModel(engine, network, { x }, 1, keepBytes);
        const { width: N, space } = model;
        const table = (unit: number, units: number, sample: number, length: number) =>
          engine.scope(() => {
            const [a, slope] = [engine.arena.f64(units * length), engine.arena.f64(units * length)];
            model.rows(unit, units, a, slope, sample, length);
            return [engine.take(a, units * length), engine.take(slope, units * length)] as const;
          });
        model.linearise();
        const whole = table(0, N, 0, space.stride);
        const theta = flatten(network);
        for (const [unit, units] of [
          [0, 5],
          [32, 7],
          [32, N - 32],
          [0, 33],
        ] as const) {
          for (const [sample, length] of [
            [0, space.stride],
            [0, Math.min(128, space.stride)],
            [128, space.stride - 128],
          ] as const) {
            if (length <= 0) continue;
            table(unit, units, sample, length).forEach((part, which) => {
              const expected = new Float64Array(units * length);
              for (let u = 0; u < units; u++) {
                const start = (unit + u) * space.stride + sample;
                expected.set(whole[which]!.subarray(start, start + length), u * length);
              }
              expect(part).toEqual(expected);
            });
          }
        }
        // the outputs are s C a, and moving b by h moves them by s C a' h
        const unit: Network = { ...unflatten(network, theta), C: network.C.map(() => 0) };
        unit.C[1] = 1;
        const moved = vjp(
          unit,
          x,
          Float64Array.from({ length: y.data.length }, (_, at) => (at === 0 ? 1 : 0)),
        );
        expect(moved[N * options.inputs + 1]! / model.scale).toBeCloseTo(whole[1][space.stride]!, 14);
        expect(moved[N * (options.inputs + 1) + 1]! / model.scale).toBeCloseTo(whole[0][space.stride]!, 14);
      });
    }
  });

  test("the residual blocks are the same whichever way they are asked for", () => {
    withEngine((engine) => {
      const model = new BoundModel(engine, network, { x, y }, 1);
      const length = model.width * model.unitParameters ** 2;
      const out = engine.arena.f64(length);
      model.linearise();
      model.residualBlocks(out);
      expect(engine.take(out, length)).toEqual(residualBlocks(network, { x, y }));
    });
  });
});
