import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withEngine } from "../../src/engine/pool.js";
import { flatten, gradient, hvp, type Network, predict, residualBlocks, unflatten } from "../../src/index.js";
import { BoundModel } from "../../src/model/boundModel.js";
import { ACTIVATIONS, type Problem, problems } from "./problem.js";

describe.each(ACTIVATIONS)("laws of the outputs, %s units", (activation) => {
  const law = (check: (problem: Problem) => void) =>
    fc.assert(
      fc.property(problems(activation), (problem) => check(problem)),
      { numRuns: 20 },
    );

  test("a sample's outputs do not depend on the other samples, to the bit", () => {
    law(({ network, data: { x } }) => {
      const all = predict(network, x).data;
      const K = network.outputs;
      for (const m of new Set([0, x.rows >> 1, x.rows - 1])) {
        const alone = predict(network, { rows: 1, cols: x.cols, data: x.data.slice(m * x.cols, (m + 1) * x.cols) });
        expect(alone.data).toEqual(all.slice(m * K, (m + 1) * K));
      }
    });
  });

  test("each output is that of a network with this output alone, to the bit", () => {
    law(({ network, data: { x } }) => {
      const { width, outputs } = network;
      const all = predict(network, x).data;
      for (let k = 0; k < outputs; k++) {
        const one: Network = { ...network, outputs: 1, C: network.C.slice(k * width, (k + 1) * width) };
        expect(predict(one, x).data).toEqual(all.filter((_, at) => at % outputs === k));
      }
    });
  });

  test("a scaled network is the plain one on mapped data, and predict maps back", () => {
    law(({ network, data, v }) => {
      const [d, K] = [network.inputs, network.outputs];
      const list = (n: number, f: (j: number) => number) => Float64Array.from({ length: n }, (_, j) => f(j));
      const scaling = {
        xMean: list(d, (j) => j - 0.3),
        xScale: list(d, (j) => 0.7 + j),
        yMean: list(K, (k) => 2 - k),
        yScale: list(K, (k) => 0.1 + k),
      };
      const map = (rows: Float64Array, n: number, mean: Float64Array, scale: Float64Array) =>
        rows.map((value, at) => (value - mean[at % n]!) / scale[at % n]!);
      const mapped = {
        ...data,
        x: { ...data.x, data: map(data.x.data, d, scaling.xMean, scaling.xScale) },
        y: { ...data.y, data: map(data.y.data, K, scaling.yMean, scaling.yScale) },
      };
      const scaled = { ...network, scaling };
      expect(hvp(scaled, data, v)).toEqual(hvp(network, mapped, v));
      expect(gradient(scaled, data)).toEqual(gradient(network, mapped));
      const back = predict(network, mapped.x).data.map((value, at) => value * scaling.yScale[at % K]! + scaling.yMean[at % K]!);
      expect(predict(scaled, data.x).data).toEqual(back);
    });
  });

  test("kept or recomputed activations give the same bits, whatever was asked before", () => {
    law(({ network, data, u, v }) => {
      const results = [256e6, 0].map((keepBytes) =>
        withEngine((engine) => {
          const model = new BoundModel(engine, network, data, 2, keepBytes);
          const { parameters: P } = model;
          const q = model.unitParameters;
          const [out, from, other] = [engine.arena.f64(P), engine.put(v), engine.put(u)];
          const blocks = engine.arena.f64(model.width * q * q);
          const trial = engine.arena.f64(model.space.length);
          const loss = model.linearise();
          if (keepBytes === 0) {
            // noise in between: trials elsewhere, products with other vectors
            model.hvp(other, out);
            model.forward(other, trial);
          }
          model.hvp(from, out);
          model.residualBlocks(blocks);
          expect(model.forward(model.theta, trial)).toBe(loss);
          return [loss, engine.take(out, P), engine.take(blocks, model.width * q * q), engine.take(trial, model.space.length)];
        }),
      );
      expect(results[0]).toEqual(results[1]);
      expect(results[0]![1]).toEqual(hvp(network, data, v));
      expect(results[0]![2]).toEqual(residualBlocks(network, data));
    });
  });

  test("flatten and unflatten are each other's inverses", () => {
    law(({ network, v }) => {
      expect(unflatten(network, flatten(network))).toEqual(network);
      expect(flatten(unflatten(network, v))).toEqual(v);
    });
  });
});
