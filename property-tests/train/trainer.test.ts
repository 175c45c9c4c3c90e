import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNetwork, createTrainer, flatten, loss, resumeTrainer, type TrainerOptions } from "../../src/index.js";

// The laws of a trainer, on random small problems and for every method.

const gamma = fc.double({ min: 1e-3, max: 10, noNaN: true });
const options: fc.Arbitrary<TrainerOptions> = fc.oneof(
  fc.constant({}),
  fc.constant({ polish: true }),
  fc.record({ curvature: fc.constantFrom("saddle-free" as const, "full" as const), corrections: fc.nat(3) }),
  fc.record({ method: fc.constant("gauss-newton" as const), solver: fc.constant("structured" as const), regularization: gamma }),
  fc.record({ method: fc.constant("gradient-descent" as const), learningRate: gamma }),
  fc.record({ method: fc.constant("adam" as const), learningRate: fc.constantFrom(1e-3, 1e-2, 1e-1) }),
  fc.record({
    method: fc.constantFrom("newton" as const, "gauss-newton" as const),
    solver: fc.constant("cg" as const),
    regularization: fc.oneof(
      gamma,
      fc.record({ adaptive: fc.constant("published" as const), initial: fc.constantFrom(1e-8, 1e-2, 1) }),
      fc.record({ scaling: fc.constant("width" as const), gamma }),
    ),
  }),
);

const sample = fc.double({ min: -2, max: 2, noNaN: true });
const problem = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    inputs: fc.integer({ min: 1, max: 3 }),
    outputs: fc.integer({ min: 1, max: 2 }),
    seed: fc.nat(),
  })
  .chain((shape) =>
    fc.integer({ min: 1, max: 6 }).chain((rows) => {
      const matrix = (cols: number) =>
        fc.array(sample, { minLength: rows * cols, maxLength: rows * cols }).map((data) => ({ rows, cols, data: Float64Array.from(data) }));
      const activation = fc.constantFrom("tanh" as const, "sin" as const, "gelu" as const, "relu" as const);
      return fc.record({ activation, x: matrix(shape.inputs), y: matrix(shape.outputs) }).map(({ activation, x, y }) => ({
        network: createNetwork({ ...shape, activation }),
        data: { x, y },
      }));
    }),
  );
const steps = fc.integer({ min: 0, max: 12 });

const untimed = <R extends { seconds: number; status?: unknown }>(records: readonly R[]) =>
  records.map((record) => ({ ...record, seconds: 0, status: "" }));

describe("for every method and any small problem", () => {
  test("a run, saved and resumed, is the run that was never stopped, to the bit", () => {
    fc.assert(
      fc.property(problem, options, steps, steps, ({ network, data }, how, a, b) => {
        const whole = createTrainer(network, data, how);
        const all = whole.run({ maxSteps: a + b });
        const first = createTrainer(network, data, how);
        const one = first.run({ maxSteps: a });
        // a run that a rule ended is whole already; asked again, it would try a step more
        if (one.status !== "max_iterations") {
          expect(untimed(one.history)).toEqual(untimed(all.history));
          return;
        }
        const second = resumeTrainer(structuredClone(first.state()), data);
        const two = second.run({ maxSteps: b });
        expect(flatten(second.network())).toEqual(flatten(whole.network()));
        expect(untimed([...one.history, ...two.history])).toEqual(untimed(all.history));
        const { ended: _, ...rest } = whole.state();
        expect(second.state()).toMatchObject(rest);
      }),
      { numRuns: 60 },
    );
  });

  test("records tell the truth about the network they leave behind", () => {
    fc.assert(
      fc.property(problem, options, steps, ({ network, data }, how, maxSteps) => {
        const trainer = createTrainer(network, data, how);
        const { history, finalLoss, initialLoss, network: trained } = trainer.run({ maxSteps });
        expect(loss(trained, data)).toBe(finalLoss);
        let before = { loss: initialLoss, theta: flatten(network) };
        const again = createTrainer(network, data, how);
        for (const record of history) {
          again.step();
          const theta = flatten(again.network());
          const moved = Math.hypot(...theta.map((value, i) => value - (before.theta[i] as number)));
          const rounding = 4 * Number.EPSILON * Math.hypot(...theta);
          expect(Math.abs(moved - record.stepNorm)).toBeLessThanOrEqual(rounding * theta.length);
          if (!record.accepted) expect(record.loss).toBe(before.loss);
          else if (record.solver === "cg" && typeof how.regularization === "object" && "adaptive" in how.regularization) {
            expect(record.loss).toBeLessThan(before.loss);
          } else if (record.solver === "structured" && how.regularization === undefined) {
            // a polished step may leave the loss where it was, to rounding
            const room = record.curvature === "full" && how.polish ? 8 * Number.EPSILON * before.loss : 0;
            if (room > 0) expect(record.loss).toBeLessThanOrEqual(before.loss + room);
            else expect(record.loss).toBeLessThan(before.loss);
          }
          before = { loss: record.loss, theta };
        }
      }),
      { numRuns: 60 },
    );
  });
});
