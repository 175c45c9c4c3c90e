import type { Random } from "../../src/random/index.js";

/** Whole numbers below the bounds, from one stream. */
export function draws(random: Random): (bound: number) => number {
  let values = random.uniform(4096);
  let used = 0;
  return (bound) => {
    if (used === values.length) {
      values = random.uniform(4096);
      used = 0;
    }
    return Math.floor((values[used++] as number) * bound);
  };
}

/** Bytes that decide something in the formats. */
const TELLING = [..."{}[]():,'\"\\$0123456789-eE.<>|fiu /~n"].map((c) => c.charCodeAt(0)).concat(0, 1, 2, 127, 128, 255);

/** One to four small accidents: bytes and digits changed, cut, repeated, put in, swapped, or taken from another file. */
export function mutate(file: Uint8Array, other: Uint8Array, draw: (bound: number) => number): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(file);
  for (let left = 1 + Math.max(0, draw(6) - 2); left > 0; left--) {
    // headers are where the formats are, so half of all accidents happen among the first 128 bytes
    const at = draw(2) === 0 ? draw(Math.min(128, bytes.length) + 1) : draw(bytes.length + 1);
    const length = draw(16);
    const rest = bytes.subarray(Math.min(bytes.length, at + length));
    switch (draw(8)) {
      case 0:
        if (at < bytes.length) bytes[at] = draw(256);
        break;
      case 1:
        if (at < bytes.length) bytes[at] = TELLING[draw(TELLING.length)] as number;
        break;
      case 2:
        if (at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << draw(8));
        break;
      case 6: {
        const digit = bytes.subarray(at).findIndex((byte) => byte >= 48 && byte < 58);
        if (digit >= 0) bytes[at + digit] = 48 + draw(10);
        break;
      }
      case 3:
        bytes = bytes.slice(0, at);
        break;
      case 4:
        bytes = join(bytes.subarray(0, at), rest);
        break;
      case 5:
        bytes = join(bytes.subarray(0, at + length), bytes.subarray(at));
        break;
      default:
        bytes = join(bytes.subarray(0, at), other.subarray(draw(other.length + 1)).subarray(0, length), rest);
    }
  }
  return bytes;
}

/** The same accidents within the header only, and a length field that tells the new header's length: what lies behind is reached. */
export function mutateHeader(file: Uint8Array, other: Uint8Array, draw: (bound: number) => number): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const isNpy = file[0] === 0x93;
  if (!isNpy && (file.length < 9 || file[8] !== 0x7b)) return mutate(file, other, draw);
  const [at, start] = isNpy ? [8, file[6] === 1 ? 10 : 12] : [0, 8];
  const end = start + (isNpy ? view.getUint16(at, true) : view.getUint32(at, true));
  const header = mutate(file.subarray(start, end), other, draw);
  const front = Uint8Array.from(file.subarray(0, start));
  new DataView(front.buffer).setUint16(at, header.length, true);
  return join(front, header, file.subarray(end));
}

function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
