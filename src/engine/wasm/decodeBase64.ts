const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

type NativeDecoder = { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

/** Bytes of base64 text. Trusted input (our own build): the runtime's decoder where there is one, else decodeBase64Portable. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as unknown as NativeDecoder).fromBase64;
  return native ? native.call(Uint8Array, text) : decodeBase64Portable(text);
}

/** Four letters give three bytes; padding is optional. Needs neither Buffer nor atob. */
export function decodeBase64Portable(text: string): Uint8Array<ArrayBuffer> {
  const digit = new Uint8Array(128);
  for (let i = 0; i < 64; i++) digit[ALPHABET.charCodeAt(i)] = i;
  let letters = text.length;
  while (letters > 0 && text[letters - 1] === "=") letters--;
  const bytes = new Uint8Array((letters * 3) >> 2);
  for (let i = 0, o = 0; i < letters; i += 4) {
    let word = 0;
    for (let k = 0; k < 4; k++) word = (word << 6) | (i + k < letters ? (digit[text.charCodeAt(i + k)] as number) : 0);
    bytes[o++] = word >> 16; // writes past the end of a typed array are ignored
    bytes[o++] = word >> 8;
    bytes[o++] = word;
  }
  return bytes;
}
