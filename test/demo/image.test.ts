import fc from "fast-check";
import { loss, predict } from "nntk";
import { describe, expect, test } from "vitest";
import { Duel, psnr, SIDES } from "../../demo/image/duel.js";
import { decodeImageSettings, encodeImageSettings } from "../../demo/image/link.js";
import { PAINTED, paint } from "../../demo/image/presets.js";
import { IMAGE_NUMBERS, IMAGE_RANGES, type ImageSettings, imageSettingsOf, pictureOf, RIVALS } from "../../demo/image/settings.js";
import type { Range } from "../../demo/settings/ranges.js";
import { ACTIVATIONS } from "../../demo/settings/settings.js";

const small: ImageSettings = { ...imageSettingsOf("dusk"), size: 16, width: 30, inputScale: 3, seconds: 30 };

function toTheDigests(duel: Duel): Duel {
  for (let turns = 0; turns < 500 && SIDES.some((side) => duel.lanes[side].digest === undefined); turns++) duel.turn();
  return duel;
}

const numbers = fc.record(
  Object.fromEntries(
    IMAGE_NUMBERS.map((key) => {
      const { low, high, whole }: Range = IMAGE_RANGES[key];
      return [key, whole ? fc.integer({ min: low, max: high }) : fc.double({ min: low, max: high, noNaN: true })];
    }),
  ) as { [key in (typeof IMAGE_NUMBERS)[number]]: fc.Arbitrary<number> },
);
const own = fc.integer({ min: 16, max: 20 }).chain((side) => fc.uint8Array({ minLength: 3 * side * side, maxLength: 3 * side * side }));
const settings: fc.Arbitrary<ImageSettings> = fc
  .record({
    numbers,
    source: fc.constantFrom("dusk", "rings", "tartan", "own"),
    own,
    activation: fc.constantFrom(...ACTIVATIONS),
    rival: fc.constantFrom(...RIVALS),
  })
  .map(({ numbers: chosen, ...rest }) => ({ ...rest, ...chosen }) as ImageSettings);

describe("the picture page's links", () => {
  test("hold all that decides a run, the visitor's own picture too", () => {
    fc.assert(
      fc.property(settings, (chosen) => {
        const got = decodeImageSettings(`#${encodeImageSettings(chosen)}`);
        expect(pictureOf(got)).toEqual(pictureOf(chosen));
        const { own: _own, size: _size, ...rest } = chosen;
        expect(got).toMatchObject(rest);
        expect(encodeImageSettings(got)).toBe(encodeImageSettings(chosen));
      }),
      { numRuns: 50 },
    );
  });

  test("whatever they hold, give settings within their ranges", () => {
    const key = fc.constantFrom(...IMAGE_NUMBERS, "source", "own", "activation", "rival", "__proto__");
    const value = fc.oneof(
      fc.double().map(String),
      fc.constantFrom("own", "1e999", "auto", "toString"),
      fc.base64String({ maxLength: 3000 }),
    );
    const hash = fc.array(fc.tuple(key, value)).map((pairs) => pairs.map(([k, v]) => `${k}=${v}`).join("&"));
    fc.assert(
      fc.property(hash, (text) => {
        const got = decodeImageSettings(text);
        for (const name of IMAGE_NUMBERS) expect(got[name] >= IMAGE_RANGES[name].low && got[name] <= IMAGE_RANGES[name].high).toBe(true);
        const { size, rgb } = pictureOf(got);
        expect(rgb).toHaveLength(3 * size * size);
      }),
    );
  });
});

describe("a picture", () => {
  test("of each preset has colours between 0 and 1, at any size", () => {
    for (const [key] of PAINTED) {
      for (const size of [16, 33]) expect(paint(key, size).rgb.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });

  test("is learnt by both methods from one start, with equal digests however the time was cut", () => {
    const once = toTheDigests(new Duel(small));
    const other = new Duel(small);
    for (let i = 0; i < 3; i++) other.step();
    toTheDigests(other);
    for (const side of SIDES) expect(other.lanes[side].digest).toBe(once.lanes[side].digest);
    expect(once.lanes.structured.loss).toBeLessThan(new Duel(small).lanes.structured.loss / 10);
  });

  test("has the PSNR of its pixels", () => {
    const duel = new Duel(small);
    duel.step();
    const { structured } = duel.lanes;
    const got = predict(structured.network(), duel.places).data;
    const mean = got.reduce((total, value, i) => total + (value - (duel.picture.rgb[i] as number)) ** 2 / got.length, 0);
    expect(psnr(structured.loss)).toBeCloseTo(-10 * Math.log10(mean), 10);
    expect(structured.loss).toBe(loss(structured.network(), { x: duel.places, y: { rows: 256, cols: 3, data: duel.picture.rgb } }));
  });
});
