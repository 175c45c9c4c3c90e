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

  // table, codes and bytes one after the other in the loop's memory, 512 kB
  const { m, d } = new WebAssembly.Instance(new WebAssembly.Module(LOOP)).exports as { m: WebAssembly.Memory; d: Loop };
  const start = 1024;
  const end = start + codes.length;
  new Uint16Array(m.buffer).set(table);
  new Uint8Array(m.buffer).set(codes, start);
  return new Uint8Array(m.buffer).slice(end, d(start + 2 * common, end, end));
}

/** Decodes codes[i..end] to bytes from `out` on; returns where they end. */
type Loop = (i: number, end: number, out: number) => number;

/**
 * The loop over the letters, as a binary of its own: 60,000 turns before anything is compiled take the interpreter 2 ms, this 0.3.
 *
 *   while (i < end) { v = table[code[i++]]; if (v >= 256) v = table[v + code[i++]]; byte[out++] = v }
 */
// biome-ignore format: bytes, a section of the binary a line
const LOOP = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0,
  1, 8, 1, 96, 3, 127, 127, 127, 1, 127,
  3, 2, 1, 0,
  5, 3, 1, 0, 8,
  7, 9, 2, 1, 109, 2, 0, 1, 100, 0, 0,
  10, 90, 1, 88, 1, 1, 127, 2, 64, 3, 64, 32, 0, 32, 1, 79, 13, 1, 32, 0, 45, 0, 0, 65, 1, 116, 47, 1, 0, 33, 3, 32, 0, 65, 1, 106, 33,
  0, 32, 3, 65, 128, 2, 79, 4, 64, 32, 3, 32, 0, 45, 0, 0, 106, 65, 1, 116, 47, 1, 0, 33, 3, 32, 0, 65, 1, 106, 33, 0, 11, 32, 2, 32, 3,
  58, 0, 0, 32, 2, 65, 1, 106, 33, 2, 12, 0, 11, 0, 11, 32, 2, 11,
);
