// The binary as text for "#wasm": one letter for each of the commonest bytes, two for the others. Printable ASCII alone, so that no bundler,
// minifier, encoding or <script> changes it, and byte by byte, so that gzip sees the binary's own repetitions: 23.4 kB where base64, which
// puts them out of step, needs 30.5. src/engine/wasm/decodeText.ts reads it.

/** The letters: printable, without quotes, the backslash, "$" of templates and "<" of </script>. */
const LETTERS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((letter) => !"\"'`\\$<".includes(letter));
const ESCAPES = 2;

/**
 * The commonest bytes, two letters each, then every byte: the i-th commonest as the i-th letter, another one, the i-th of them in ascending
 * order, as one of the last two letters and then the i-th (modulo the alphabet's size).
 */
export function binaryText(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const order = counts.map((_, byte) => byte).sort((a, b) => counts[b] - counts[a] || a - b);
  const common = order.slice(0, LETTERS.length - ESCAPES);
  const rare = order.slice(common.length).sort((a, b) => a - b);
  const pair = (i) => LETTERS[Math.floor(i / LETTERS.length)] + LETTERS[i % LETTERS.length];
  const code = new Array(256);
  for (const [i, byte] of common.entries()) code[byte] = LETTERS[i];
  for (const [i, byte] of rare.entries()) code[byte] = pair(common.length * LETTERS.length + i);
  return common.map(pair).join("") + Array.from(bytes, (byte) => code[byte]).join("");
}

/** For esbuild, tsup and Vite alike: a module whose default export is the binary's text. */
export const binaryModule = (bytes) => `export default "${binaryText(bytes)}";`;
