import { expect, test } from "vitest";
import { bands } from "../../experiments/comparison/bands.js";
import { sparkline } from "../../experiments/comparison/sparkline.js";

test("a single curve keeps its own points, but for those without a logarithm", () => {
  const curve = { x: [0, 1, 10], y: [5, 2, 0] };
  expect(bands([curve], "a")).toEqual([{ series: "a", x: 1, low: 2, middle: 2, high: 2 }]);
});

test("several curves become the median and the extremes, and one that ended keeps its last value", () => {
  const curves = [
    { x: [1, 10, 100], y: [9, 3, 1] },
    { x: [1, 10], y: [7, 5] },
    { x: [1, 10, 100], y: [8, 4, 2] },
  ];
  const points = bands(curves, "a");
  expect(points[0]).toMatchObject({ low: 7, middle: 8, high: 9 });
  expect(points.at(-1)).toMatchObject({ low: 1, middle: 2, high: 5 });
  expect(points.at(-1)?.x).toBeCloseTo(100, 9);
});

test("a sparkline falls with the logarithm of the loss and fills its width", () => {
  expect(sparkline([0, 1, 3, 7], [1, 1e-1, 1e-2, 1e-3], 3, 1e-3, 1)).toBe("▆▃▁");
  expect(sparkline([0], [2], 4, 2, 2)).toBe("████");
});
