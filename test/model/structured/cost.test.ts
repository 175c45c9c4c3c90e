import { expect, test } from "vitest";
import { chooseForm, dualOperations, primalOperations } from "../../../src/model/structured/cost.js";

/** N, d, K, M and the form that is expected. */
const CHOICES = [
  [1000, 1, 1, 128, "dual"],
  [1_000_000, 1, 1, 128, "dual"],
  [100, 1, 1, 5000, "primal"],
  [50, 20, 1, 50, "dual"],
  [500, 2, 1, 20_000, "subset"],
  [4000, 1, 1, 6000, "subset"],
  [10, 1, 300, 400, "primal"],
] as const;

test.each(CHOICES)("width %i, %i inputs, %i outputs, %i samples: %s", (width, inputs, outputs, samples, form) => {
  expect(chooseForm({ width, inputs, outputs }, samples)).toBe(form);
});

test("the model counts what the header says", () => {
  const sizes = { width: 10, inputs: 2, outputs: 3 };
  expect(dualOperations(sizes, 5)).toBe((15 * 15 * 60) / 2 + (15 * 15 * 15) / 6);
  expect(primalOperations(sizes, 5)).toBe((5 * 100 * (4 + 14 + 8)) / 4 + (60 * 60 * 60) / 6);
});
