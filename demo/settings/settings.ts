// Everything that decides a run: two people with equal settings see equal bits.
import type { Activation } from "nntk";
import { isPreset, type PresetKey, suggestionOf } from "../targets/presets.js";
import type { Table } from "../targets/table.js";
import { clampTo, NUMBER_KEYS, type NumberKey, RANGES } from "./ranges.js";

export const ACTIVATIONS: readonly Activation[] = ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu"];

export type TargetKey = PresetKey | "drawn" | "formula" | "table";

export interface Settings extends Record<NumberKey, number> {
  target: TargetKey;
  /** The formula's text, whatever the target is. */
  formula: string;
  /** Heights of the hand-drawn curve, evenly spaced, whole numbers from 0 to HEIGHTS. */
  drawn: readonly number[];
  table?: Table;
  activation: Activation;
  /** Gamma of structured Newton: chosen from step to step, or fixed at `gamma`. */
  adaptive: boolean;
  /** x and y are brought to mean 0 and deviation 1 for the network. */
  standardize: boolean;
}

export const DRAWN_POINTS = 96;
export const HEIGHTS = 4095;

const FIRST_FORMULA = "sin(2 pi x) + 0.5 sign(sin(9 pi x))";
/** A doodle to begin with: a hill, a cliff, a comb and a plain. */
const DOODLE: readonly number[] = Array.from({ length: DRAWN_POINTS }, (_, i) => {
  const t = i / (DRAWN_POINTS - 1);
  const hill = t < 0.36 ? 0.15 + 4.6 * t * (0.5 - t) : t < 0.44 ? 0.8 : 0.32;
  const comb = t > 0.56 && t < 0.86 && Math.floor(i / 3) % 2 === 0 ? 0.4 : 0;
  return Math.round(HEIGHTS * (hill + comb));
});

export function isTarget(text: string): text is TargetKey {
  return isPreset(text) || text === "drawn" || text === "formula" || text === "table";
}

/** The settings that go with a target where nobody asks for others. */
export function settingsOf(target: TargetKey): Settings {
  const numbers = Object.fromEntries(NUMBER_KEYS.map((key) => [key, RANGES[key].initial])) as Record<NumberKey, number>;
  return {
    ...numbers,
    target,
    formula: FIRST_FORMULA,
    drawn: DOODLE,
    activation: "tanh",
    adaptive: true,
    standardize: true,
    ...(isPreset(target) ? suggestionOf(target) : { inputScale: 6, width: 500 }),
  };
}

/** The settings with each number brought into its range. */
export function clampSettings(settings: Settings): Settings {
  const numbers = Object.fromEntries(NUMBER_KEYS.map((key) => [key, clampTo(RANGES[key], settings[key])]));
  return { ...settings, ...numbers };
}
