import { wrongValue } from "../core/checks.js";

/** A kind of typed array, over bytes of its own. */
interface Kind {
  readonly BYTES_PER_ELEMENT: number;
  new (bytes: ArrayBuffer): ArrayLike<number | bigint>;
}

/** The kinds of numbers that are read as doubles, by the names that safetensors gives them, and the arrays that hold their bytes. */
export const NUMBER_TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U64: BigUint64Array,
  U32: Uint32Array,
  U16: Uint16Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const satisfies Record<string, Kind>;

export type NumberTypeName = keyof typeof NUMBER_TYPES;

/**
 * `count` numbers from byte `start` on, as doubles. Doubles are copied as bytes, so that every bit stays, NaN's too (typed arrays are
 * little-endian wherever the library runs). The caller has checked that the bytes are there.
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
  const kind: Kind = NUMBER_TYPES[name];
  const size = kind.BYTES_PER_ELEMENT;
  const copy = new Uint8Array(bytes.subarray(start, start + count * size));
  if (!little) for (let i = 0; i < copy.length; i++) copy[i] = bytes[start + (i ^ (size - 1))]!;
  if (name === "F64") return new Float64Array(copy.buffer);
  const values = new kind(copy.buffer);
  const numbers = new Float64Array(count);
  const single = singles();
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    const number = Number(value);
    numbers[i] =
      name === "F16" ? half(single, number) : name === "BF16" ? single(number << 16) : name === "BOOL" ? Math.min(number, 1) : number;
    if (typeof value === "bigint" && BigInt(number) !== value) {
      wrongValue(where, `bytes[${start + i * size}]`, "an integer that a double can hold", value);
    }
  }
  return numbers;
}

/** The bytes of doubles, over the same memory. */
export function numberBytes(numbers: Float64Array): Uint8Array {
  // of an empty array the buffer may be detached
  return numbers.length === 0 ? new Uint8Array(0) : new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** IEEE 754 binary16, 1 sign, 5 exponent and 10 fraction bits: as binary32 with the exponent's offset of 112 made up for. */
function half(single: (bits: number) => number, bits: number): number {
  const size = single((bits & 0x7fff) << 13) * 5.192296858534828e33; // 2^112
  if (size > 65536) return NaN; // the one NaN, whatever its sign
  const value = size < 65536 ? size : Infinity;
  return bits & 0x8000 ? -value : value;
}

/** What gives the binary32 of some bits; those of a bfloat16 are the upper half of one. */
function singles(): (bits: number) => number {
  const word = new Int32Array(1);
  const real = new Float32Array(word.buffer);
  return (bits) => {
    word[0] = bits;
    return real[0]!;
  };
}
