// Settings as the part of an address behind #, and back. What comes back is always a whole set of settings within their ranges.
import type { Activation } from "nntk";
import { LONGEST } from "../formula.js";
import { decodeTable, encodeTable, LARGEST_TABLE } from "../targets/table.js";
import { NUMBER_KEYS, numberOf, RANGES, readNumbers } from "./ranges.js";
import { ACTIVATIONS, DRAWN_POINTS, HEIGHTS, isTarget, type Settings, settingsOf } from "./settings.js";
import { bytesToText, textToBytes } from "./text64.js";

export function encodeSettings(settings: Settings): string {
  const { target, formula, drawn, table, activation, adaptive, standardize } = settings;
  const fields: Record<string, string> = { target };
  if (target === "formula") fields.formula = formula;
  if (target === "drawn") fields.drawn = encodeDrawn(drawn);
  if (target === "table" && table) fields.table = bytesToText(encodeTable(table));
  for (const key of NUMBER_KEYS) {
    if (key === "gamma" && adaptive) fields.gamma = "auto";
    else if (key !== "samples" || (target !== "table" && target !== "drawn")) fields[key] = String(settings[key]);
  }
  return new URLSearchParams({ ...fields, activation, standardize: standardize ? "1" : "0" }).toString();
}

/** Never throws: what is missing or makes no sense is as the target suggests. */
export function decodeSettings(hash: string): Settings {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const asked = fields.get("target") ?? "paper";
  const settings = settingsOf(isTarget(asked) ? asked : "paper");
  const text = fields.get("formula");
  if (text !== null) settings.formula = text.slice(0, LONGEST);
  settings.drawn = decodeDrawn(fields.get("drawn") ?? "") ?? settings.drawn;
  const table = textToBytes(fields.get("table") ?? "", LARGEST_TABLE);
  settings.table = table && decodeTable(table);
  if (settings.target === "table" && !settings.table) return settingsOf("paper");
  const activation = fields.get("activation") as Activation;
  if (ACTIVATIONS.includes(activation)) settings.activation = activation;
  if (fields.has("standardize")) settings.standardize = fields.get("standardize") !== "0";
  settings.adaptive = numberOf(fields.get("gamma")) === undefined;
  return { ...settings, ...readNumbers(fields, RANGES, settings) };
}

/** Twelve bits a point, of which two letters of base64 hold exactly one. */
function encodeDrawn(drawn: readonly number[]): string {
  const bytes = new Uint8Array((3 * DRAWN_POINTS) / 2);
  for (let i = 0; 2 * i < DRAWN_POINTS; i++) {
    const pair = (drawn[2 * i] as number) * (HEIGHTS + 1) + (drawn[2 * i + 1] as number);
    bytes.set([pair >> 16, (pair >> 8) & 255, pair & 255], 3 * i);
  }
  return bytesToText(bytes);
}

function decodeDrawn(text: string): number[] | undefined {
  const bytes = textToBytes(text, (3 * DRAWN_POINTS) / 2);
  if (bytes?.length !== (3 * DRAWN_POINTS) / 2) return undefined;
  return Array.from({ length: DRAWN_POINTS }, (_, k) => {
    const [a, b, c] = bytes.subarray(3 * (k >> 1)) as unknown as [number, number, number];
    return k % 2 === 0 ? (a << 4) | (b >> 4) : ((b & 15) << 8) | c;
  });
}
