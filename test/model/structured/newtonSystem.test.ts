import { describe, expect, test } from "vitest";
import type { Matrix } from "../../../src/core/matrix.js";
import { withEngine } from "../../../src/engine/pool.js";
import { eigh } from "../../../src/linalg/index.js";
import { BoundModel } from "../../../src/model/boundModel.js";
import { checkData } from "../../../src/model/data.js";
import { ACTIVATIONS } from "../../../src/model/network.js";
import type { Form } from "../../../src/model/structured/newtonSystem.js";
import { openSystem } from "../../../src/model/structured/openSystem.js";
import { drawRows, SubsetSystem } from "../../../src/model/structured/subsetSystem.js";
import type { Curvature } from "../../../src/model/structured/unitBlocks.js";
import { relativeError } from "../recorded.js";
import { denseE, type Problem, type ProblemSizes, randomProblem } from "./twin.js";

const EPS = 2 ** -52;
/** A step is right to this many roundings times the condition number of E or D: |p - p*| <= STEP eps cond |p|; 8 are reached. */
const STEP = 20;

const SIZES: ProblemSizes[] = [
  { width: 5, inputs: 1, outputs: 1, samples: 1 },
  { width: 40, inputs: 1, outputs: 1, samples: 13 },
  { width: 7, inputs: 2, outputs: 1, samples: 130 },
  { width: 33, inputs: 2, outputs: 3, samples: 9, weights: true },
  { width: 12, inputs: 3, outputs: 2, samples: 21, weights: true },
  { width: 6, inputs: 5, outputs: 4, samples: 300 },
  { width: 1, inputs: 1, outputs: 2, samples: 5 },
];

interface Solved {
  step: Float64Array;
  again: Float64Array;
  gradient: Float64Array;
}

/** E^-1 grad by the two ways a system has: from the residual, and from the gradient. */
function solve({ network, data }: Problem, curvature: Curvature, form: Form, gamma: number, rows?: number): Solved {
  return withEngine((engine) => {
    const model = new BoundModel(engine, network, checkData("test", network, data), 1);
    const P = model.parameters;
    const system = rows ? new SubsetSystem(engine, model, curvature, rows, 0) : openSystem(engine, model, { curvature, form });
    const [gradient, step, again] = [engine.arena.f64(P), engine.arena.f64(P), engine.arena.f64(P)];
    const y = engine.arena.f64(model.space.length);
    model.linearise();
    model.gradient(gradient);
    system.update(0);
    if (!system.factor(gamma)) throw new Error("not factored");
    system.reduce(model.residual, y);
    system.step(y, step);
    system.solve(gradient, again);
    return { step: engine.take(step, P), again: engine.take(again, P), gradient: engine.take(gradient, P) };
  });
}

/** |p - p*| / |p*| for the p* of the dense system by its eigenvectors, and |E| over the least eigenvalue of E or gamma: the dual form divides by D. */
function quality(problem: Problem, curvature: Curvature, gamma: number, p: Float64Array, g: Float64Array, subset?: Int32Array) {
  const { values, vectors } = eigh(denseE(problem, curvature, gamma, subset));
  const V = (vectors as Matrix).data;
  const n = g.length;
  const exact = new Float64Array(n);
  for (let l = 0; l < n; l++) {
    let along = 0;
    for (let i = 0; i < n; i++) along += (V[i * n + l] as number) * (g[i] as number);
    for (let i = 0; i < n; i++) exact[i]! += ((V[i * n + l] as number) * along) / (values[l] as number);
  }
  const sizes = values.map(Math.abs).sort();
  const error = Math.hypot(...exact.map((value, i) => value - (p[i] as number))) / Math.hypot(...exact);
  return { error, condition: (sizes[n - 1] as number) / Math.min(sizes[0] as number, gamma) };
}

describe.each(["saddle-free", "gauss-newton", "full", "diagonal"] as const)("with curvature %s", (curvature) => {
  const sizes = SIZES.flatMap((size, i) => ACTIVATIONS.filter((_, j) => (i + j) % 3 === 0).map((activation) => ({ ...size, activation })));
  test.each(sizes)("both forms solve the dense system: %j", (size) => {
    const problem = randomProblem(size);
    for (const gamma of [1, 1e-3]) {
      for (const form of ["dual", "primal"] as const) {
        const { step, again, gradient } = solve(problem, curvature, form, gamma);
        for (const p of [step, again]) {
          const { error, condition } = quality(problem, curvature, gamma, p, gradient);
          const limit = STEP * EPS * condition;
          expect(error / limit, `${form} at ${gamma}: error ${error}, condition ${condition}`).toBeLessThan(1);
        }
      }
    }
  });
});

describe("units that are handled one after another", () => {
  test.each([
    { width: 70, inputs: 1, outputs: 1, samples: 131, activation: "tanh" },
    { width: 1100, inputs: 2, outputs: 2, samples: 9, activation: "tanh" },
    { width: 70, inputs: 2, outputs: 1, samples: 131, activation: "gelu" },
  ] as const)("give the same bits however many activations are kept, and the sweeps' own: %j", (sizes) => {
    const { network, data } = randomProblem(sizes);
    const row = 8 * Math.ceil(sizes.samples / 4) * 4 * (sizes.activation === "tanh" ? 1 : 2);
    // all are kept; a part; none, but those at hand; none at all
    const [kept, ...others] = [network.width, network.width - 1, 32, 0].map((units) =>
      withEngine((engine) => {
        const model = new BoundModel(engine, network, checkData("test", network, data), 1, units * row);
        const { parameters: P, space } = model;
        const vector = () => engine.arena.f64(P);
        const [gradient, step, move, trial] = [vector(), vector(), vector(), vector()];
        const [y, tangent, residual, again] = [1, 2, 3, 4].map(() => engine.arena.f64(space.length)) as [number, number, number, number];
        const system = openSystem(engine, model, { curvature: "saddle-free", form: "dual" });
        const loss = model.linearise();
        model.gradient(gradient);
        system.update(0);
        system.factor(1e-3);
        system.reduce(model.residual, y);
        engine.view(trial, P).fill(NaN);
        const sums = [model.sumTangent(step, tangent), model.sumNear(trial, move, residual)] as const;
        const told: number[] = [];
        system.step(y, step, (unit, units) => {
          for (let i = unit; i < unit + units; i++) told.push(i);
          const { width, inputs, outputs, theta } = model;
          engine.routines.structured_move_f64(unit, unit + units, width, inputs, outputs, theta, -1, step, move, theta, trial);
          for (const sum of sums) sum.add();
        });
        expect(told).toEqual([...told.keys()]);
        expect(told).toHaveLength(network.width);
        const near = sums.map((sum) => sum.close())[1];
        model.jvp(step, again);
        expect(engine.take(tangent, space.length)).toEqual(engine.take(again, space.length));
        expect(model.forwardNear(trial, move, again)).toBe(near);
        expect(relativeError(engine.take(residual, space.length), engine.take(again, space.length))).toBe(0);
        expect(model.forward(trial, again) / (near as number)).toBeCloseTo(1, 12);
        model.vjp(y, move);
        const { dot_f64 } = engine.routines;
        expect(dot_f64(space.length, tangent, y) / dot_f64(P, step, move)).toBeCloseTo(1, 9);
        system.solve(gradient, move);
        return [[loss, near], ...[step, gradient, move].map((at) => engine.take(at, P))];
      }),
    );
    for (const other of others) expect(other).toEqual(kept);
  });
});

describe("the subset form", () => {
  test("with every sample in it is the exact step", () => {
    const problem = randomProblem({ width: 9, inputs: 2, outputs: 2, samples: 17, weights: true });
    for (const curvature of ["saddle-free", "gauss-newton", "full"] as const) {
      const exact = solve(problem, curvature, "dual", 0.1);
      const { step, again } = solve(problem, curvature, "subset", 0.1, 17);
      expect(relativeError(step, exact.step)).toBeLessThan(1e-12);
      expect(relativeError(again, exact.step)).toBeLessThan(1e-12);
    }
  });

  test.each(["saddle-free", "gauss-newton", "full"] as const)(
    "solves with the rows drawn, and the gradient and blocks of all: %s",
    (curvature) => {
      for (const weights of [false, true]) {
        const problem = randomProblem({ width: 9, inputs: 2, outputs: 2, samples: 60, weights });
        const { step, again, gradient } = solve(problem, curvature, "subset", 0.1, 11);
        for (const p of [step, again]) {
          const { error, condition } = quality(problem, curvature, 0.1, p, gradient, drawRows(60, 11, 0, 0));
          expect(error / (STEP * EPS * condition), `error ${error}, condition ${condition}`).toBeLessThan(1);
        }
      }
    },
  );

  test("draws other samples each time, the same for the same seed and number", () => {
    const draw = (seed: number, number: number) => Array.from(drawRows(50, 7, seed, number));
    expect(draw(3, 0)).toEqual(draw(3, 0));
    expect(draw(3, 1)).not.toEqual(draw(3, 0));
    expect(draw(4, 0)).not.toEqual(draw(3, 0));
    const rows = draw(3, 2);
    expect(new Set(rows).size).toBe(7);
    expect(rows.every((row, i) => row >= 0 && row < 50 && (i === 0 || row > (rows[i - 1] as number)))).toBe(true);
  });
});
