import fc from "fast-check";
import { expect, test } from "vitest";
import { withEngine } from "../../src/engine/pool.js";
import { BoundModel } from "../../src/model/boundModel.js";
import { checkData } from "../../src/model/data.js";
import type { Form } from "../../src/model/structured/newtonSystem.js";
import { openSystem } from "../../src/model/structured/openSystem.js";
import { relativeError } from "../../test/model/recorded.js";
import { type Problem, randomProblem } from "../../test/model/structured/twin.js";
import { sizes } from "./problem.js";

/** Two forms of one step differ by this much at most, with gamma at least a hundredth of the trace of the kernel's scale. */
const AGREE = 1e-9;

const problems = fc.record(sizes(40, 30)).map(randomProblem);

function step({ network, data }: Problem, curvature: "saddle-free" | "gauss-newton", form: Form, gamma: number): Float64Array {
  return withEngine((engine) => {
    const model = new BoundModel(engine, network, checkData("law", network, data), 1);
    const system = openSystem(engine, model, { curvature, form });
    const y = engine.arena.f64(model.space.length);
    const p = engine.arena.f64(model.parameters);
    model.linearise();
    system.update(0);
    expect(system.factor(gamma)).toBe(true);
    system.reduce(model.residual, y);
    system.step(y, p);
    return engine.take(p, model.parameters);
  });
}

test("the dual and the primal form give the same step", () => {
  fc.assert(
    fc.property(problems, fc.constantFrom("saddle-free", "gauss-newton"), fc.constantFrom(1, 0.1, 0.01), (problem, curvature, gamma) => {
      const dual = step(problem, curvature as "saddle-free", "dual", gamma);
      const primal = step(problem, curvature as "saddle-free", "primal", gamma);
      if (dual.some((value) => value !== 0)) expect(relativeError(dual, primal)).toBeLessThan(AGREE);
    }),
    { numRuns: 60 },
  );
});
