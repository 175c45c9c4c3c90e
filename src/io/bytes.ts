import { isRecord, wrongKind, wrongValue } from "../core/checks.js";
import { isArrayBuffer, isUint8Array } from "../core/typedArrays.js";

/** What a decoder takes: a Uint8Array (Node's Buffer is one) or an ArrayBuffer. */
export type Bytes = Uint8Array | ArrayBuffer;

/** The argument as a Uint8Array over the same memory. */
export function checkBytes(where: string, name: string, value: unknown): Uint8Array {
  if (isUint8Array(value)) return value;
  if (isArrayBuffer(value)) return new Uint8Array(value);
  return wrongKind(where, name, "a Uint8Array or an ArrayBuffer", value);
}

/** Raises the one form of error for bytes that break their format: decodeNpy: "bytes[6]" expected version 1, 2 or 3, got 9 */
export function malformed(
  where: string,
  bytes: Uint8Array,
  at: number,
  expected: string,
  got: string | number = bytes[at] ?? "the end",
): never {
  return wrongValue(where, `bytes[${at}]`, expected, got);
}

/** bytes[start, end) as UTF-8 text; ill-formed text is an error, not replacement characters. */
export function decodeText(where: string, bytes: Uint8Array, start: number, end: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, end));
  } catch {
    return malformed(where, bytes, start, `UTF-8 text up to byte ${end}`, "ill-formed text");
  }
}

/** The value of JSON text, which `name` names and `what` describes. */
export function parseJson(where: string, name: string, text: string, what = "JSON"): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return wrongValue(where, name, what, error instanceof Error ? error.message : "something else");
  }
}

/** A key no record of ours may have: setting it would change the object's prototype. */
const FORBIDDEN_KEY = "__proto__";

/** An object of JSON: not null, not a list nor a Map, without the forbidden key. */
export function checkObject(where: string, name: string, value: unknown): Record<string, unknown> {
  if (!isRecord(value)) wrongKind(where, name, "an object", value);
  if (Object.hasOwn(value, FORBIDDEN_KEY)) wrongValue(where, name, "other keys", JSON.stringify(FORBIDDEN_KEY));
  return value;
}
