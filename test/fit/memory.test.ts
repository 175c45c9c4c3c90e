import { expect, test } from "vitest";
import { held, manyFits } from "./manyFits.js";

/** What a thousand fits may leave in the heap: caches of the runtime's, no more. */
const SLACK = 2e6;

test("a thousand small fits, a tenth aborted and a tenth refused memory, leave memory as it was", { timeout: 60_000 }, () => {
  manyFits(200, 1);
  const before = held();
  const { ended, aborted, starved } = manyFits(1000, 2);
  const after = held();
  expect(ended + starved).toBeGreaterThan(850);
  expect(aborted).toBeGreaterThan(20);
  expect(starved).toBeGreaterThan(60);
  expect(after.engine).toBe(before.engine);
  expect(after.heap - before.heap).toBeLessThan(SLACK);
});
