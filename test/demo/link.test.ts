import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LONGEST } from "../../demo/formula.js";
import { decodeSettings, encodeSettings } from "../../demo/settings/link.js";
import { clampTo, NUMBER_KEYS, positionOf, RANGES, type Range, STEPS, valueAt } from "../../demo/settings/ranges.js";
import { ACTIVATIONS, DRAWN_POINTS, HEIGHTS, type Settings, settingsOf, type TargetKey } from "../../demo/settings/settings.js";
import { PRESET_KEYS } from "../../demo/targets/presets.js";
import { roundTable } from "../../demo/targets/table.js";

const numbers = fc.record(
  Object.fromEntries(
    NUMBER_KEYS.map((key) => {
      const { low, high, whole }: Range = RANGES[key];
      return [key, whole ? fc.integer({ min: low, max: high }) : fc.double({ min: low, max: high, noNaN: true })];
    }),
  ) as { [key in (typeof NUMBER_KEYS)[number]]: fc.Arbitrary<number> },
);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
const table = fc
  .array(fc.tuple(finite, finite), { minLength: 4, maxLength: 60 })
  .filter((rows) => [0, 1].every((k) => rows.some((row) => row[k] !== rows[0]?.[k])))
  .map(roundTable);

const settings: fc.Arbitrary<Settings> = fc
  .record({
    numbers,
    target: fc.constantFrom<TargetKey>(...PRESET_KEYS, "drawn", "formula", "table"),
    formula: fc.string({ unit: "grapheme", maxLength: 40 }),
    drawn: fc.array(fc.integer({ min: 0, max: HEIGHTS }), { minLength: DRAWN_POINTS, maxLength: DRAWN_POINTS }),
    table,
    activation: fc.constantFrom(...ACTIVATIONS),
    adaptive: fc.boolean(),
    standardize: fc.boolean(),
  })
  .map(({ numbers: chosen, ...rest }) => ({ ...rest, ...chosen }));

/** What a link has no room for where it does not decide the run. */
function decisive({ formula, drawn, table: points, samples, gamma, ...rest }: Settings): object {
  const { target, adaptive } = rest;
  return {
    ...rest,
    ...(adaptive ? {} : { gamma }),
    ...(target === "formula" ? { formula } : {}),
    ...(target === "drawn" ? { drawn } : { ...(target === "table" ? { points } : { samples }) }),
  };
}

describe("links", () => {
  test("a link holds all that decides a run, to the bit", () => {
    fc.assert(
      fc.property(settings, (chosen) => {
        expect(decisive(decodeSettings(`#${encodeSettings(chosen)}`))).toEqual(decisive(chosen));
      }),
    );
  });

  test("a link that was read and written again is the same link", () => {
    fc.assert(
      fc.property(settings, (chosen) => {
        const link = encodeSettings(chosen);
        expect(encodeSettings(decodeSettings(link))).toBe(link);
      }),
    );
  });

  test("whatever stands behind the #, settings come back whole and within their ranges", () => {
    const key = fc.constantFrom(...NUMBER_KEYS, "target", "formula", "drawn", "table", "activation", "standardize", "__proto__", "x");
    const value = fc.oneof(
      fc.double().map(String),
      fc.constantFrom("", "auto", "1e999", "-0", "0x10", "NaN", "table", "drawn", "formula", "%", "constructor"),
      fc.string({ maxLength: 30 }),
      fc.base64String({ maxLength: 400 }),
    );
    const hash = fc.oneof(
      fc.string(),
      fc.array(fc.tuple(key, value)).map((pairs) => pairs.map(([k, v]) => `${k}=${v}`).join("&")),
    );
    fc.assert(
      fc.property(hash, (text) => {
        const got = decodeSettings(text);
        for (const name of NUMBER_KEYS) {
          const { low, high, whole }: Range = RANGES[name];
          expect(got[name] >= low && got[name] <= high).toBe(true);
          if (whole) expect(Number.isInteger(got[name])).toBe(true);
        }
        expect(ACTIVATIONS).toContain(got.activation);
        expect(got.formula.length).toBeLessThanOrEqual(LONGEST);
        expect(got.drawn).toHaveLength(DRAWN_POINTS);
        expect(got.target === "table" ? got.table !== undefined : true).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("numbers out of range are brought to its ends, words to what the target suggests", () => {
    const got = decodeSettings("#target=waves&width=1e12&beta=-3&seed=7.6&inputScale=many&seconds=Infinity");
    expect(got).toMatchObject({
      target: "waves",
      width: 3000,
      beta: 0.51,
      seed: 8,
      seconds: 60,
      inputScale: settingsOf("waves").inputScale,
    });
    expect(decodeSettings("#target=table&table=AAAA").target).toBe("paper");
  });
});

describe("sliders", () => {
  test("reach both ends of each range, and stay where they are put", () => {
    for (const key of NUMBER_KEYS) {
      const range: Range = RANGES[key];
      const { low, high, initial } = range;
      expect([valueAt(range, 0), valueAt(range, STEPS)]).toEqual([low, high]);
      for (let position = 0; position <= STEPS; position++) {
        const value = valueAt(range, position);
        expect(clampTo(range, value)).toBe(value);
        // a whole number can stand at several positions; from any of them the slider shows the same value
        expect(valueAt(range, positionOf(range, value))).toBeCloseTo(value, 0);
      }
      expect(clampTo(range, Number.NaN)).toBe(initial);
    }
  });
});
