// Hashes whatever the library returns: numbers bit by bit (every NaN as the one NaN), arrays, plain records field by field.
import { Sha256 } from "./sha256.mjs";

/** Not results of the computation: time, and the name of the build. */
const LEFT_OUT = new Set(["seconds", "stamp"]);
const PIECE = 4096;

export class Recorder {
  constructor() {
    this.hash = new Sha256();
    this.buffer = new DataView(new ArrayBuffer(8 * PIECE));
    this.bytes = new Uint8Array(this.buffer.buffer);
  }

  /** Takes values of any shape in; their kinds, lengths and field names count as well as their bits. */
  add(...values) {
    for (const value of values) this.value(value);
  }

  value(value) {
    if (typeof value === "number") return this.numbers("number", [value]);
    if (typeof value === "string") return this.text(`string ${value.length} ${value}`);
    if (typeof value === "boolean" || value === undefined || value === null) return this.text(String(value));
    if (typeof value === "function") return this.text("function");
    if (Array.isArray(value)) {
      this.text(`list ${value.length}`);
      return this.add(...value);
    }
    if (ArrayBuffer.isView(value)) return this.numbers(value.constructor.name, value);
    const keys = Object.keys(value)
      .filter((key) => !LEFT_OUT.has(key))
      .sort();
    this.text(`record ${keys.join(",")}`);
    for (const key of keys) this.value(value[key]);
  }

  text(text) {
    this.hash.update(Uint8Array.from(`${text};`, (letter) => letter.charCodeAt(0) & 0xff));
  }

  numbers(kind, list) {
    this.text(`${kind} ${list.length}`);
    for (let start = 0; start < list.length; start += PIECE) {
      const n = Math.min(PIECE, list.length - start);
      for (let i = 0; i < n; i++) {
        const x = list[start + i];
        if (!Number.isNaN(x)) this.buffer.setFloat64(8 * i, x, true);
        else this.buffer.setBigUint64(8 * i, 0x7ff8000000000000n, true);
      }
      this.hash.update(this.bytes.subarray(0, 8 * n));
    }
  }

  hex() {
    return this.hash.hex();
  }
}
