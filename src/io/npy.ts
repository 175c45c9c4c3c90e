import { checkBoolean, wrongKind } from "../core/checks.js";
import { type Bytes, checkBytes, decodeText, malformed } from "./bytes.js";
import { formatNpyHeader, parseNpyHeader } from "./npyHeader.js";
import { NUMBER_TYPES, type NumberTypeName, numberBytes, readNumbers } from "./numbers.js";
import { checkShape, checkTensor, entryCount, type Tensor, type TensorLike } from "./tensor.js";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** The data start on a multiple of this. */
const ALIGNMENT = 64;

/**
 * An array as a .npy file, the one numpy.load reads: format 1.0, little-endian doubles, row-major; byte for byte what numpy.save writes.
 *
 * Shapes   a flat list has one dimension, a matrix or a list of rows two, a tensor its own (at most 64)
 * Source   NumPy Enhancement Proposal 1 and numpy.lib.format
 * Cost     one copy of the data; every bit is kept, NaN's too
 *
 * @throws {TypeError} not an array of numbers  @throws {RangeError} a shape that does not fit the data, ragged rows
 *
 * @example
 * ```ts
 * import { decodeNpy, encodeNpy } from "nntk/io";
 * const bytes = encodeNpy([[1, 2, 3], [4, 5, 6]]); // for writeFileSync("a.npy", bytes)
 * decodeNpy(bytes).shape; // => [2, 3]
 * decodeNpy(bytes).data; // => [1, 2, 3, 4, 5, 6]
 * ```
 */
export function encodeNpy(array: TensorLike): Uint8Array {
  const { shape, data } = checkTensor("encodeNpy", "array", array);
  const header = formatNpyHeader(shape);
  // NumPy's own rule: at least one space, then the newline
  const padding = ALIGNMENT - ((10 + header.length + 1) % ALIGNMENT);
  const text = `${header}${" ".repeat(padding)}\n`;
  const bytes = new Uint8Array(10 + text.length + data.byteLength);
  bytes.set([...MAGIC, 1, 0, text.length & 255, text.length >> 8]);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes.set(numberBytes(data), 10 + text.length);
  return bytes;
}

/**
 * The array in a .npy file, as doubles in row-major order. Reads formats 1.0 to 3.0, both byte orders, both index orders, and the types
 * f8 f4 f2, i8 i4 i2 i1, u8 u4 u2 u1 and bool; not complex numbers, texts, dates, records or pickled objects.
 *
 * The file need not be trusted: nothing is allocated before its length has been checked against the shape.
 *
 * Cost     one copy of the data; for column-major files two
 *
 * @throws {TypeError} not bytes; a header with the wrong kinds in it; a type that is not read  @throws {RangeError} bytes that break the
 *   format; a 64-bit integer that no double equals
 *
 * @example
 * ```ts
 * import { decodeNpy, encodeNpy, tensorToMatrix } from "nntk/io";
 * const column = decodeNpy(encodeNpy([1, 2, 3])); // of readFileSync("column.npy")
 * column.shape; // => [3]
 * tensorToMatrix(column).cols; // => 1
 * ```
 */
export function decodeNpy(bytes: Bytes): Tensor {
  const where = "decodeNpy";
  const input = checkBytes(where, "bytes", bytes);
  const wrong = MAGIC.findIndex((byte, i) => input[i] !== byte);
  if (wrong >= 0) malformed(where, input, wrong, "the magic string \\x93NUMPY");
  const version = input[6];
  if (version !== 1 && version !== 2 && version !== 3) malformed(where, input, 6, "version 1, 2 or 3");
  const textStart = version === 1 ? 10 : 12;
  if (input.length < textStart) malformed(where, input, input.length, "the length of the header");
  const view = new DataView(input.buffer, input.byteOffset);
  const dataStart = textStart + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataStart > input.length) malformed(where, input, 8, `a header within ${input.length} bytes`, `one that ends at ${dataStart}`);
  const header = parseNpyHeader(where, decodeText(where, input, textStart, dataStart));
  const [order, type] = numberType(where, header.descr);
  const columnMajor = checkBoolean(where, "fortran_order", header.fortran_order);
  const shape = checkShape(where, "shape", header.shape);
  const count = entryCount(shape);
  const expected = count * NUMBER_TYPES[type].BYTES_PER_ELEMENT;
  const got = input.length - dataStart;
  if (expected !== got) malformed(where, input, dataStart, `${expected} bytes (${type}, shape ${shape.join(" x ") || "()"})`, got);
  const data = readNumbers(where, input, dataStart, count, type, order !== ">");
  return { shape, data: columnMajor ? toRowMajor(data, shape) : data };
}

/** "<f8" -> the order of the bytes, which is "|" for types of one byte, and F64. */
function numberType(where: string, descr: unknown): [order: string, type: NumberTypeName] {
  const [, order = "", kind = "", bytes] = (typeof descr === "string" && /^([<>|])([fiub])([1248])$/.exec(descr)) || [];
  const type = kind === "b" && bytes === "1" ? "BOOL" : `${kind.toUpperCase()}${8 * Number(bytes)}`;
  return type in NUMBER_TYPES ? [order, type as NumberTypeName] : wrongKind(where, "descr", "a real number type such as <f8", descr);
}

/** Column-major to row-major: the first index ran fastest, now the last does. */
function toRowMajor(data: Float64Array, shape: readonly number[]): Float64Array {
  if (shape.length < 2) return data;
  const strides = shape.map((_, k) => entryCount(shape.slice(0, k)));
  return data.map((_, to) => {
    let from = 0;
    for (let k = shape.length - 1; k >= 0; k--) {
      from += (to % shape[k]!) * strides[k]!;
      to = Math.floor(to / shape[k]!);
    }
    return data[from]!;
  });
}
