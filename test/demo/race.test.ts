import fc from "fast-check";
import { flatten, loss } from "nntk";
import { describe, expect, test } from "vitest";
import { alignCurves, valueBefore } from "../../demo/plots/alignCurves.js";
import { digestOf } from "../../demo/race/digest.js";
import { Frequencies } from "../../demo/race/frequencies.js";
import { METHOD_KEYS, METHODS } from "../../demo/race/methods.js";
import { Race, startOf } from "../../demo/race/race.js";
import { type Settings, settingsOf } from "../../demo/settings/settings.js";
import { pointsOf } from "../../demo/targets/points.js";

const small: Settings = { ...settingsOf("step"), width: 40, samples: 24, seconds: 30 };
const short: Settings = { ...small, seconds: 0.1 };

function toTheEnd(race: Race): Race {
  while (race.turn());
  return race;
}

/** Until each method has its digest; by far more turns than the slowest machine needs. */
function toTheDigests(race: Race): Race {
  for (let turns = 0; turns < 500 && METHOD_KEYS.some((key) => race.lanes[key].digest === undefined); turns++) race.turn();
  return race;
}

describe("a race", () => {
  test("has equal digests however its time was cut", () => {
    const once = toTheDigests(new Race(small));
    const other = new Race(small);
    for (let i = 0; i < 7; i++) other.step();
    toTheDigests(other);
    const digests = METHOD_KEYS.map((key) => once.lanes[key].digest);
    expect(digests.every((digest) => /^[0-9a-f]{10}$/.test(digest ?? ""))).toBe(true);
    expect(METHOD_KEYS.map((key) => other.lanes[key].digest)).toEqual(digests);
    expect(new Set(digests).size).toBe(METHOD_KEYS.length);
    const another = toTheDigests(new Race({ ...small, seed: 1 }));
    for (const key of METHOD_KEYS) expect(another.lanes[key].digest).not.toBe(once.lanes[key].digest);
  });

  test("gives no method more time than it has had slices, and ends when each has ended or had its time", () => {
    const race = toTheEnd(new Race(short));
    for (const key of METHOD_KEYS) {
      const { status, seconds, steps } = race.lanes[key];
      expect(status !== undefined || seconds >= short.seconds).toBe(true);
      expect(steps).toBeGreaterThan(0);
    }
    expect(race.over).toBe(true);
  });

  test("starts every method from the same network, and tells the loss of the network it has", () => {
    const race = new Race(small);
    const points = pointsOf(small);
    for (const key of METHOD_KEYS) expect(flatten(race.lanes[key].network())).toEqual(flatten(startOf(small, points)));
    race.step();
    for (const key of METHOD_KEYS) {
      const lane = race.lanes[key];
      expect(lane.steps).toBe(1);
      expect(lane.loss).toBe(loss(lane.network(), points));
    }
  });

  test("takes the digest where the method's plan says, or where it ended before", () => {
    const race = toTheDigests(new Race({ ...small, samples: 16 }));
    for (const key of METHOD_KEYS) {
      const { digestStep, steps } = race.lanes[key];
      expect(digestStep === METHODS[key].digestAt || digestStep === steps).toBe(true);
    }
  });

  test("keeps curves that begin at the start, go forwards and are taken once", () => {
    const race = toTheDigests(new Race(small));
    for (const key of METHOD_KEYS) {
      const curve = race.lanes[key].takeCurve();
      expect([curve.step[0], curve.seconds[0]]).toEqual([0, 0]);
      expect(curve.step.every((step, i) => i === 0 || step >= (curve.step[i - 1] as number))).toBe(true);
      expect(race.lanes[key].takeCurve().step).toEqual([]);
    }
  });

  test("with gamma fixed is another race for structured Newton only", () => {
    const fixed = toTheDigests(new Race({ ...small, adaptive: false, gamma: 1e-3 }));
    const chosen = toTheDigests(new Race(small));
    const differ = METHOD_KEYS.filter((key) => fixed.lanes[key].digest !== chosen.lanes[key].digest);
    expect(differ).toEqual(["structured"]);
  });

  test("of a constant target does not fail", () => {
    const race = new Race({ ...small, target: "formula", formula: "1" });
    race.step();
    expect(race.lanes.structured.loss).toBeLessThan(1);
  });
});

describe("error by frequency", () => {
  test("a wave of k/2 oscillations is in the band of k, at its root mean square", () => {
    const samples = 64;
    const frequencies = new Frequencies(samples);
    const wave = (k: number) => Float64Array.from({ length: samples }, (_, m) => 3 * Math.cos((Math.PI * k * (m + 0.5)) / samples));
    for (const k of [1, 2, 7, 16, 63]) {
      const bands = frequencies.bands(wave(k));
      const strongest = bands.indexOf(Math.max(...bands));
      expect(bands[strongest]).toBeCloseTo(3 / Math.SQRT2, 12);
      expect(bands.filter((value) => value > 1e-12)).toHaveLength(1);
      expect(Math.abs(Math.log2((frequencies.oscillations[strongest] as number) / (k / 2)))).toBeLessThan(0.5);
    }
  });

  test("the bands' squares sum to the variance, whatever the residual and the number of points", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 70 }), (values) => {
        const mean = values.reduce((a, b) => a + b) / values.length;
        const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
        const bands = new Frequencies(values.length).bands(Float64Array.from(values));
        expect(bands.reduce((total, value) => total + value * value, 0)).toBeCloseTo(variance, 10);
      }),
    );
  });
});

describe("digests", () => {
  test("tell every bit and every order apart", () => {
    const one = digestOf(Float64Array.of(1, 2));
    expect(one).toMatch(/^[0-9a-f]{10}$/);
    expect(digestOf(Float64Array.of(1, 2))).toBe(one);
    for (const other of [Float64Array.of(2, 1), Float64Array.of(1, 2 + 2 ** -51), Float64Array.of(-1, 2), Float64Array.of(1)]) {
      expect(digestOf(other)).not.toBe(one);
    }
  });
});

describe("curves of different places", () => {
  test("become one table with gaps", () => {
    const { x, y } = alignCurves([
      { x: [0, 1, 3], y: [9, 8, 7] },
      { x: [2, 3], y: [5, Number.NaN] },
    ]);
    expect(x).toEqual([1, 2, 3]);
    expect(y).toEqual([
      [8, null, 7],
      [null, 5, null],
    ]);
    expect(valueBefore(y[1] as number[], 2)).toBe(5);
    expect(valueBefore(y[1] as number[], 0)).toBeUndefined();
  });
});
