/** The bytes of base64 text, as one of Node's own pool: with an offset into a larger buffer. */
export function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, "base64");
}

export function toBase64(bytes: Uint8Array | Float64Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** A file with text put in: each character below 256 is a byte. */
export function bytesOf(...parts: (string | number[] | Uint8Array | Float64Array)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === "string") return Buffer.from(part, "latin1");
      return part instanceof Float64Array ? Buffer.from(part.buffer, part.byteOffset, part.byteLength) : Buffer.from(part);
    }),
  );
}
