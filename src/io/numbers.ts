import { wrongValue } from "../core/checks.js";

/** How one kind of number lies in bytes. */
interface NumberType {
  bytes: number;
  read(view: DataView, offset: number, little: boolean): number | bigint;
}

/** The kinds that can be read as doubles without loss, by NumPy's names; "bf2" is bfloat16, which NumPy does not have. */
export const NUMBER_TYPES = {
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f2: { bytes: 2, read: (view, at, little) => half(view.getUint16(at, little)) },
  bf2: { bytes: 2, read: (view, at, little) => single(view.getUint16(at, little)) },
  i8: { bytes: 8, read: (view, at, little) => view.getBigInt64(at, little) },
  i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u8: { bytes: 8, read: (view, at, little) => view.getBigUint64(at, little) },
  u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  b1: { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
} as const satisfies Record<string, NumberType>;

export type NumberTypeName = keyof typeof NUMBER_TYPES;

/**
 * `count` numbers from byte `start` on, as doubles. Little-endian doubles are copied as bytes, so that every bit stays, NaN's too (typed
 * arrays are little-endian wherever the library runs). The caller has checked that the bytes are there.
 *
 * @throws {RangeError} a 64-bit integer that no double equals
 */
export function readNumbers(
  where: string,
  bytes: Uint8Array,
  start: number,
  count: number,
  name: NumberTypeName,
  little = true,
): Float64Array {
  const type: NumberType = NUMBER_TYPES[name];
  const numbers = new Float64Array(count);
  if (name === "f8" && little) {
    numberBytes(numbers).set(bytes.subarray(start, start + 8 * count));
    return numbers;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < count; i++) {
    const at = start + i * type.bytes;
    const value = type.read(view, at, little);
    numbers[i] = Number(value);
    if (typeof value === "bigint" && BigInt(numbers[i]!) !== value) {
      wrongValue(where, `bytes[${at}]`, "an integer that a double can hold", value);
    }
  }
  return numbers;
}

/** The bytes of doubles, over the same memory. */
export function numberBytes(numbers: Float64Array): Uint8Array {
  // of an empty array the buffer may be detached
  return numbers.length === 0 ? new Uint8Array(0) : new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return (sign * fraction) / 0x1000000;
  return (sign * (1024 + fraction) * (1 << exponent)) / 0x2000000;
}

/** bfloat16: the upper half of a binary32. */
function single(bits: number): number {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0] as number;
}
