// Everything that decides a run of the picture page.
import type { Activation } from "nntk";
import { RANGES, type Range } from "../settings/ranges.js";
import { isPainted, type PaintedKey, type Picture, paint } from "./presets.js";

export const IMAGE_RANGES = {
  size: { low: 16, high: 64, initial: 48, whole: true },
  width: { low: 20, high: 300, initial: 200, whole: true },
  inputScale: { low: 0.5, high: 40, initial: 8, ratio: true },
  rate: { low: 1e-4, high: 10, initial: 0.01, ratio: true },
  seed: RANGES.seed,
  seconds: { ...RANGES.seconds, initial: 12 },
} as const satisfies Record<string, Range>;

export type ImageNumber = keyof typeof IMAGE_RANGES;
export const IMAGE_NUMBERS = Object.keys(IMAGE_RANGES) as ImageNumber[];

export const RIVALS = ["adam", "descent"] as const;
export type Rival = (typeof RIVALS)[number];
/** Rates that suit each. */
export const RIVAL_RATES: Record<Rival, number> = { adam: 0.01, descent: 1 };

export interface ImageSettings extends Record<ImageNumber, number> {
  source: PaintedKey | "own";
  /** The visitor's own picture, three bytes a pixel; its side decides the size. */
  own?: Uint8Array;
  activation: Activation;
  rival: Rival;
}

export function imageSettingsOf(source: ImageSettings["source"]): ImageSettings {
  const numbers = Object.fromEntries(IMAGE_NUMBERS.map((key) => [key, IMAGE_RANGES[key].initial])) as Record<ImageNumber, number>;
  return { ...numbers, source, activation: "sin", rival: "adam" };
}

export function isSource(text: string): text is ImageSettings["source"] {
  return text === "own" || isPainted(text);
}

/** The picture that settings mean. */
export function pictureOf({ source, own, size }: ImageSettings): Picture {
  if (source !== "own") return paint(source, size);
  if (!own) return paint("dusk", size);
  return { size: Math.sqrt(own.length / 3), rgb: Float64Array.from(own, (byte) => byte / 255) };
}
