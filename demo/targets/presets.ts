// The targets that the page offers, each with the settings that suit it.
import type { Activation } from "nntk";
import { exp, sin } from "nntk/elementary";
import { createRandom } from "nntk/random";

interface Preset {
  label: string;
  /** What is interesting about it. */
  about: string;
  /** x as it stands, the values 0 to 1 being those of an even grid. */
  x?: (share: Float64Array) => Float64Array;
  y: (x: Float64Array, seed: number) => Float64Array;
  suggestion: Partial<Suggestion>;
}

interface Suggestion {
  width: number;
  samples: number;
  inputScale: number;
  activation: Activation;
  standardize: boolean;
}

const wave = (x: Float64Array, oscillations: number) => sin(x.map((value) => 2 * Math.PI * oscillations * value));
const bump = (x: Float64Array, at: number, width: number) => exp(x.map((value) => -0.5 * ((value - at) / width) * ((value - at) / width)));
const sum = (...terms: [number, Float64Array][]) =>
  (terms[0] as [number, Float64Array])[1].map((_, i) =>
    terms.reduce((total, [factor, values]) => total + factor * (values[i] as number), 0),
  );

export const PRESETS = {
  paper: {
    label: "The paper’s problem",
    about: "4x + sin 2πx + 0.8 (sin 8πx + sin 10πx + sin 16πx) on 128 points, not standardized: the published comparison.",
    y: (x) => sum([4, x], [1, wave(x, 1)], [0.8, wave(x, 4)], [0.8, wave(x, 5)], [0.8, wave(x, 8)]),
    suggestion: { standardize: false },
  },
  chirp: {
    label: "Chirp",
    about: "An oscillation that gets faster: slow methods follow its left end only.",
    y: (x) => sin(x.map((value) => 2 * Math.PI * (1 + 9 * value) * value)),
    suggestion: { inputScale: 6, width: 500 },
  },
  step: {
    label: "Steps",
    about: "Three jumps, which have something of every frequency.",
    y: (x) => x.map((value) => (value < 0.22 ? -1 : value < 0.5 ? 0.6 : value < 0.74 ? -0.3 : 1)),
    suggestion: { inputScale: 6, width: 500 },
  },
  waves: {
    label: "sin 40πx",
    about: "One high frequency: twenty oscillations, eight points each.",
    y: (x) => wave(x, 20),
    suggestion: { inputScale: 20, width: 500, samples: 160, activation: "sin" },
  },
  season: {
    label: "Trend and season",
    about:
      "A made-up record like that of CO2 in the air: sixteen years of months, a rising trend, which every method sees, and a yearly wave, which is another matter.",
    x: (share) => share.map((value) => 2000 + 16 * value),
    y: (x) => {
      const years = x.map((value) => value - 2000);
      return sum(
        [1, years.map((t) => 369 + 1.9 * t + 0.02 * t * t)],
        [3, wave(years, 1)],
        [
          0.8,
          wave(
            years.map((t) => t + 0.1),
            2,
          ),
        ],
      );
    },
    suggestion: { inputScale: 10, width: 500, samples: 192 },
  },
  heartbeat: {
    label: "Heartbeat",
    about: "Sharp peaks on a quiet line.",
    y: (x) => {
      const beats = [0.18, 0.5, 0.82].map((at): [number, Float64Array] => [
        1,
        sum(
          [0.16, bump(x, at - 0.085, 0.014)],
          [-0.16, bump(x, at - 0.02, 0.006)],
          [1, bump(x, at, 0.008)],
          [-0.26, bump(x, at + 0.02, 0.007)],
          [0.3, bump(x, at + 0.1, 0.022)],
        ),
      ]);
      return sum(...beats);
    },
    suggestion: { inputScale: 20, width: 500, samples: 192 },
  },
  noisy: {
    label: "Noisy sine",
    about: "A sine under noise, which a method fast enough will learn by heart: the loss is of the points, not of the sine.",
    y: (x, seed) => sum([1, wave(x, 2)], [0.3, createRandom(seed).normal(x.length)]),
    suggestion: { inputScale: 3, width: 300 },
  },
} as const satisfies Record<string, Preset>;

export type PresetKey = keyof typeof PRESETS;
export const PRESET_KEYS = Object.keys(PRESETS) as PresetKey[];

export function isPreset(text: string): text is PresetKey {
  return Object.hasOwn(PRESETS, text);
}

export function suggestionOf(key: PresetKey): Partial<Suggestion> {
  return PRESETS[key].suggestion;
}

/** The points of a preset. */
export function presetPoints(key: PresetKey, samples: number, seed: number): { x: Float64Array; y: Float64Array } {
  const preset: Preset = PRESETS[key];
  const share = Float64Array.from({ length: samples }, (_, i) => i / (samples - 1));
  const x = preset.x ? preset.x(share) : share;
  return { x, y: preset.y(x, seed) };
}
