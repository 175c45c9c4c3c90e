const RESERVED = "\"'`\\$<";
const ESCAPES = 2;

/** The bytes of a text by scripts/binaryText.mjs, which says how it is written. Trusted input: our own build. */
export function decodeText(text: string): Uint8Array<ArrayBuffer> {
  const letters: number[] = [];
  for (let code = 32; code < 127; code++) if (!RESERVED.includes(String.fromCharCode(code))) letters.push(code);
  const base = letters.length;
  const common = base - ESCAPES;
  const codes = new TextEncoder().encode(text);

  // table[code] is the byte, or, of an escape, where the table of the letters after it begins: at 256 and at 384
  const table = new Uint16Array(128 * (2 + ESCAPES));
  const rare = new Uint8Array(256).fill(1);
  for (const [i, code] of letters.entries()) {
    if (i >= common) table[code] = 128 * (2 + i - common);
    else {
      const byte = letters.indexOf(codes[2 * i] as number) * base + letters.indexOf(codes[2 * i + 1] as number);
      table[code] = byte;
      rare[byte] = 0;
    }
  }
  for (let byte = 0, i = 0; byte < 256; byte++) {
    if (rare[byte]) table[128 * (2 + Math.floor(i / base)) + (letters[i++ % base] as number)] = byte;
  }

  // run once, before anything is compiled to machine code: few statements
  const bytes = new Uint8Array(codes.length);
  let size = 0;
  for (let i = 2 * common; i < codes.length; ) {
    const value = table[codes[i++] as number] as number;
    bytes[size++] = value < 256 ? value : (table[value + (codes[i++] as number)] as number);
  }
  return bytes.subarray(0, size);
}
