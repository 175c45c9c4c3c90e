import { wrongValue } from "../core/checks.js";
import { describe } from "../core/describe.js";
import { numberBytes } from "./numbers.js";

/** Bytes turned into text at a time: whole groups of three, few enough to be arguments of a call. */
const CHUNK = 6144;

/** Doubles as the base64 text of their little-endian bytes. */
export function encodeBase64(numbers: Float64Array): string {
  const bytes = numberBytes(numbers);
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += btoa(String.fromCharCode.apply(null, bytes.subarray(at, at + CHUNK) as unknown as number[]));
  return text;
}

/** The inverse for text from anywhere: padded, no spaces. */
export function decodeBase64(where: string, name: string, text: string): Float64Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) wrongValue(where, name, "base64 text with padding", describe(text));
  const letters = atob(text);
  if (letters.length % 8 !== 0) wrongValue(where, name, "a multiple of 8 bytes", letters.length);
  const numbers = new Float64Array(letters.length / 8);
  const bytes = numberBytes(numbers);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return numbers;
}
