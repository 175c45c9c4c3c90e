import { describe, expect, test } from "vitest";
import { createTrainer, type TrainResult } from "../../src/index.js";
import { recording, startOf } from "../model/recorded.js";
import { randomProblem } from "../model/structured/twin.js";

/** Whether every accepted step lowered the loss. */
function falls({ initialLoss, history }: TrainResult): boolean {
  const losses = [initialLoss, ...history.filter(({ accepted }) => accepted).map(({ loss }) => loss)];
  return losses.every((loss, i) => i === 0 || loss < (losses[i - 1] as number));
}

describe("the default trainer", () => {
  test("takes the published problem to 1e-4 in at most 40 steps, falling all the way", () => {
    const { network, data } = startOf(recording("paper_start_seed0"));
    const result = createTrainer(network, data).run({ until: { loss: 1e-4 }, maxSteps: 40 });
    expect(result.status).toBe("converged");
    expect(falls(result)).toBe(true);
    expect(result.factorizations).toBeLessThanOrEqual(1.05 * result.steps + 1);
    for (const record of result.history) expect(record).toMatchObject({ solver: "structured", form: "dual", accepted: true });
  });

  test("has the same bits whatever was computed before", () => {
    const { network, data } = randomProblem({ width: 20, inputs: 2, outputs: 1, samples: 15 });
    const losses = () =>
      createTrainer(network, data)
        .run({ maxSteps: 5 })
        .history.map(({ loss }) => loss);
    const before = losses();
    const large = randomProblem({ width: 300, inputs: 2, outputs: 1, samples: 200 });
    createTrainer(large.network, large.data).run({ maxSteps: 2 });
    expect(losses()).toEqual(before);
  });
});
