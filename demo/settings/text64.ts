// Bytes as text that a link can hold: base64 with the letters that need no escape, without padding.

export function bytesToText(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Undefined for what is no such text, or more than `most` bytes. */
export function textToBytes(text: string, most: number): Uint8Array | undefined {
  if (text.length > Math.ceil((4 * most) / 3) || !/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
