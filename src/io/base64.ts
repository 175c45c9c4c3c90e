import { wrongValue } from "../core/checks.js";
import { numberBytes } from "./numbers.js";

const ALPHABET = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const PAD = 0x3d;

/** Doubles as the base64 text of their little-endian bytes. */
export function encodeBase64(numbers: Float64Array): string {
  const bytes = numberBytes(numbers);
  const letters = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(PAD);
  for (let i = 0, o = 0; i < bytes.length; i += 3, o += 4) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    letters[o] = ALPHABET[word >> 18]!;
    letters[o + 1] = ALPHABET[(word >> 12) & 63]!;
    if (left > 1) letters[o + 2] = ALPHABET[(word >> 6) & 63]!;
    if (left > 2) letters[o + 3] = ALPHABET[word & 63]!;
  }
  return new TextDecoder().decode(letters);
}

/** The inverse for text from anywhere: padded, no spaces. */
export function decodeBase64Numbers(where: string, name: string, text: string): Float64Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    const odd = text.search(/[^A-Za-z0-9+/]/);
    wrongValue(where, name, "base64 text with padding", `${text.length} letters, ${odd < 0 ? "none odd" : `the first odd one at ${odd}`}`);
  }
  const bytes = decodeBase64(text);
  if (bytes.length % 8 !== 0) wrongValue(where, name, "a multiple of 8 bytes", bytes.length);
  const numbers = new Float64Array(bytes.length / 8);
  numberBytes(numbers).set(bytes);
  return numbers;
}

/** Four letters give three bytes, the padding none. */
function decodeBase64(text: string): Uint8Array {
  const digits = new Uint8Array(128);
  for (const [digit, letter] of ALPHABET.entries()) digits[letter] = digit;
  const bytes = new Uint8Array((text.replace(/=+$/, "").length * 3) >> 2);
  for (let i = 0, o = 0; i < text.length; i += 4) {
    let word = 0;
    for (let k = 0; k < 4; k++) word = (word << 6) | digits[text.charCodeAt(i + k)]!;
    bytes[o++] = word >> 16; // writes past the end of a typed array are ignored
    bytes[o++] = word >> 8;
    bytes[o++] = word;
  }
  return bytes;
}
