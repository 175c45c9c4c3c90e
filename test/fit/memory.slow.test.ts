import { expect, test } from "vitest";
import { held, manyFits } from "./manyFits.js";

test("a hundred thousand small fits, a tenth aborted and a tenth refused memory, leave memory as it was", () => {
  manyFits(1000, 1);
  const before = held();
  const heaps = Array.from({ length: 10 }, (_, i) => {
    const { ended, aborted, starved } = manyFits(10_000, 2 + i);
    const { engine, heap } = held();
    console.log(
      `${(i + 1) * 10_000} fits: ${ended} ended, ${aborted} aborted, ${starved} refused memory; heap ${(heap / 1e6).toFixed(2)} MB, engine ${engine} bytes`,
    );
    expect(engine).toBe(before.engine);
    return heap;
  });
  // no growth from one end to the other: less than 10 bytes a fit
  expect((heaps.at(-1) as number) - (heaps[0] as number)).toBeLessThan(10 * 90_000);
});
