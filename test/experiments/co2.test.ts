import { describe, expect, test } from "vitest";
import { byFit, byPlainTanh, score } from "../../experiments/co2/compare.js";
import { readRecord, split } from "../../experiments/co2/record.js";
import { seasonOf } from "../../experiments/co2/season.js";

const record = readRecord();
const { training, rest } = split(record, 0);
const amplitude = seasonOf(record);

describe("the CO2 record", () => {
  test("has 58 years and more by month, and a season of about 3 ppm", () => {
    expect(record.x).toHaveLength(741);
    expect(record.y.every((value) => value > 300 && value < 420)).toBe(true);
    expect(amplitude).toBeGreaterThan(2.5);
    expect(amplitude).toBeLessThan(3.2);
    expect(training.x.length).toBe(592);
    expect(new Set([...training.x, ...rest.x]).size).toBe(741);
  });

  test("yields trend and season to two lines: 5 % of the season left, errors elsewhere a quarter of it", () => {
    const { network, choice, status, validation } = byFit(training);
    const { training: on, rest: off, seasonLeft } = score("fit", network, training, rest, record);
    expect(choice.activation).toBe("sin");
    expect(choice.inputScale).toBeGreaterThanOrEqual(60);
    expect(status).toBe("stagnated");
    expect(validation?.stopped).toBe(true);
    expect(seasonLeft).toBeLessThan(0.05 * amplitude);
    expect(off).toBeLessThan(0.25 * amplitude);
    expect(on).toBeLessThan(off);
  });

  test("keeps its season from tanh units with weights as drawn", () => {
    const { rest: off, seasonLeft } = score("tanh", byPlainTanh(training, 15), training, rest, record);
    expect(seasonLeft).toBeGreaterThan(0.5 * amplitude);
    expect(off).toBeGreaterThan(0.5 * amplitude);
  });
});
