/** The bytes as text that src/engine/wasm/decodeText.ts reads. */
export function binaryText(bytes: Uint8Array): string;
/** A module whose default export is that text. */
export function binaryModule(bytes: Uint8Array): string;
