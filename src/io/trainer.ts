import { misuse } from "../core/checks.js";
import { describe } from "../core/describe.js";
import type { Bytes } from "./bytes.js";
import { checkFormat, decodeRecord, encodeRecordBytes, encodeRecordJson, type RecordFormat } from "./record.js";

const KIND = "nntk-trainer";

export function encodeTrainer(state: object, options?: { format?: "safetensors" }): Uint8Array;
export function encodeTrainer(state: object, options: { format: "json" }): string;
export function encodeTrainer(state: object, options: { format?: RecordFormat } = {}): Uint8Array | string {
  const where = "encodeTrainer";
  if (typeof state !== "object" || state === null) misuse(TypeError, where, "state", "what trainer.state() returned", describe(state));
  return checkFormat(where, options) === "json" ? encodeRecordJson(where, KIND, state) : encodeRecordBytes(where, KIND, state);
}

export function decodeTrainer(file: Bytes | string): Record<string, unknown> {
  return decodeRecord("decodeTrainer", KIND, file);
}
