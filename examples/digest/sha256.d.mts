/** SHA-256 of bytes that arrive in pieces. */
export class Sha256 {
  update(bytes: Uint8Array): this;
  hex(): string;
}
