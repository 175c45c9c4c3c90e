// Settings of the picture page as the part of an address behind #, and back.
import type { Activation } from "nntk";
import { readNumbers } from "../settings/ranges.js";
import { ACTIVATIONS } from "../settings/settings.js";
import { bytesToText, textToBytes } from "../settings/text64.js";
import { IMAGE_NUMBERS, IMAGE_RANGES, type ImageSettings, imageSettingsOf, isSource, RIVALS, type Rival } from "./settings.js";

export function encodeImageSettings(settings: ImageSettings): string {
  const { source, own, activation, rival } = settings;
  const fields: Record<string, string> = { source };
  for (const key of IMAGE_NUMBERS) if (key !== "size" || source !== "own") fields[key] = String(settings[key]);
  const all = new URLSearchParams({ ...fields, activation, rival });
  if (source === "own" && own) all.set("own", bytesToText(own));
  return all.toString();
}

/** Never throws: what is missing or makes no sense is as at the beginning. */
export function decodeImageSettings(hash: string): ImageSettings {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const asked = fields.get("source") ?? "dusk";
  const source = isSource(asked) ? asked : "dusk";
  const settings = imageSettingsOf(source);
  if (source === "own") {
    settings.own = ownOf(fields.get("own") ?? "");
    if (!settings.own) return imageSettingsOf("dusk");
  }
  const activation = fields.get("activation") as Activation;
  if (ACTIVATIONS.includes(activation)) settings.activation = activation;
  const rival = fields.get("rival") as Rival;
  if (RIVALS.includes(rival)) settings.rival = rival;
  return { ...settings, ...readNumbers(fields, IMAGE_RANGES, settings) };
}

/** Three bytes for each pixel of a square, of a side within its range. */
function ownOf(text: string): Uint8Array | undefined {
  const { low, high } = IMAGE_RANGES.size;
  const bytes = textToBytes(text, 3 * high * high);
  const side = Math.sqrt((bytes?.length ?? 0) / 3);
  return Number.isInteger(side) && side >= low ? bytes : undefined;
}
