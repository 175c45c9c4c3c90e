import { checkChoice, checkOptions, checkVector, wrongKind, wrongValue } from "../core/checks.js";
import { type Bytes, checkBytes, checkObject, decodeText, malformed, parseJson } from "./bytes.js";
import { NUMBER_TYPES, type NumberTypeName, numberBytes, readNumbers } from "./numbers.js";
import { checkShape, checkTensor, entryCount, type Tensor, type TensorLike } from "./tensor.js";

/** Named tensors and the texts that go with them. */
export interface Safetensors {
  tensors: Record<string, Tensor>;
  metadata: Record<string, string>;
}

const METADATA = "__metadata__";
/** The reference implementation's limit on the header. */
const MAX_HEADER_BYTES = 100_000_000;

/** One tensor as the header describes it. */
interface Entry {
  name: string;
  /** The name as errors show it. */
  label: string;
  type: NumberTypeName;
  shape: number[];
  start: number;
  end: number;
}

/**
 * Named arrays and texts as a .safetensors file: doubles (F64), names in order, the header padded with spaces to a multiple of 8. The same
 * content gives the same bytes.
 *
 * Shapes   as for `encodeNpy`
 * Source   the format's description, github.com/huggingface/safetensors
 * Cost     one copy of the data; every bit is kept, NaN's too
 *
 * @throws {TypeError} something else than arrays of numbers; metadata that are no strings
 * @throws {RangeError} a shape that does not fit its data; the names `__metadata__` and `__proto__`
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "nntk/io";
 * const bytes = encodeSafetensors({ a: [[1, 2], [3, 4]], b: [5] }, { unit: "m/s" });
 * const { tensors, metadata } = decodeSafetensors(bytes);
 * tensors.a.shape; // => [2, 2]
 * metadata.unit; // => "m/s"
 * ```
 */
export function encodeSafetensors(tensors: Record<string, TensorLike>, metadata: Record<string, string> = {}): Uint8Array {
  const where = "encodeSafetensors";
  const header: Record<string, unknown> = {};
  const texts = Object.entries(checkTexts(where, "metadata", metadata));
  if (texts.length > 0) header[METADATA] = Object.fromEntries(texts.sort());
  const parts: Float64Array[] = [];
  let end = 0;
  for (const name of Object.keys(checkObject(where, "tensors", tensors)).sort()) {
    if (name === METADATA) wrongValue(where, "tensors", "another name", JSON.stringify(METADATA));
    const { shape, data } = checkTensor(where, `tensors.${name}`, tensors[name]);
    const start = end;
    end += data.byteLength;
    parts.push(data);
    header[name] = { dtype: "F64", shape, data_offsets: [start, end] };
  }
  return assemble(JSON.stringify(header), parts, end);
}

/** Length of the header, the header with spaces up to a multiple of 8, the data one after the other. */
function assemble(header: string, parts: readonly Float64Array[], dataBytes: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + dataBytes).fill(0x20, 8, 8 + headerBytes);
  new DataView(bytes.buffer).setUint32(0, headerBytes, true);
  bytes.set(text, 8);
  let at = 8 + headerBytes;
  for (const part of parts) {
    bytes.set(numberBytes(part), at);
    at += part.byteLength;
  }
  return bytes;
}

/**
 * The arrays and texts in a .safetensors file. Reads F64 F32 F16 BF16, I64 I32 I16 I8, U64 U32 U16 U8 and BOOL, all as doubles.
 *
 * The file need not be trusted. As the format demands, the tensors must fill the data without overlap, hole or rest; nothing is allocated
 * before that has been checked. An entry may hold nothing but dtype, shape and data_offsets.
 *
 * Cost     one copy of the data
 *
 * @throws {TypeError} not bytes; a header with the wrong kinds in it  @throws {RangeError} bytes that break the format, with their place;
 *   a dtype that is not read; a 64-bit integer that no double equals
 */
export function decodeSafetensors(bytes: Bytes): Safetensors {
  return readSafetensors("decodeSafetensors", bytes);
}

/** `decodeSafetensors` for the decoders built on it, whose name the errors then carry. */
export function readSafetensors(where: string, bytes: Bytes): Safetensors {
  const input = checkBytes(where, "bytes", bytes);
  if (input.length < 8) malformed(where, input, input.length, "8 bytes of header length");
  const headerBytes = Number(new DataView(input.buffer, input.byteOffset).getBigUint64(0, true));
  const room = Math.min(input.length - 8, MAX_HEADER_BYTES);
  if (headerBytes > room) malformed(where, input, 0, `a header of at most ${room} bytes`, headerBytes);
  if (input[8] !== 0x7b) malformed(where, input, 8, "{");
  const dataStart = 8 + headerBytes;
  const header = checkObject(where, "header", parseJson(where, "header", decodeText(where, input, 8, dataStart)));
  const { [METADATA]: texts = {}, ...described } = header;
  const metadata = checkTexts(where, METADATA, texts);
  const entries = Object.entries(described).map(([name, value]) => checkEntry(where, name, value));
  checkCovered(where, entries, input.length - dataStart);
  const tensors: Record<string, Tensor> = {};
  for (const { name, type, shape, start } of entries) {
    tensors[name] = { shape, data: readNumbers(where, input, dataStart + start, entryCount(shape), type) };
  }
  return { tensors, metadata };
}

function checkTexts(where: string, name: string, value: unknown): Record<string, string> {
  const texts = checkObject(where, name, value);
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text !== "string") wrongKind(where, `${name}.${key}`, "a string", text);
  }
  return texts as Record<string, string>;
}

function checkEntry(where: string, name: string, value: unknown): Entry {
  const label = name.length <= 40 ? name : `${name.slice(0, 40)}...`;
  const entry = checkOptions(where, label, value as Record<string, unknown>, ["dtype", "shape", "data_offsets"]);
  const type = checkChoice(where, `${label}.dtype`, entry.dtype, Object.keys(NUMBER_TYPES) as NumberTypeName[]);
  const shape = checkShape(where, `${label}.shape`, entry.shape);
  const [start, end] = checkVector(where, `${label}.data_offsets`, entry.data_offsets, 2, "start and end") as unknown as [number, number];
  const expected = entryCount(shape) * NUMBER_TYPES[type].BYTES_PER_ELEMENT;
  if (end - start !== expected) {
    wrongValue(where, `${label}.data_offsets`, `${expected} bytes (${type}, shape ${shape.join(" x ") || "()"})`, end - start);
  }
  return { name, label, type, shape, start, end };
}

/** The tensors must follow one another and fill the data to the last byte: no overlap, no hole, nothing outside. */
function checkCovered(where: string, entries: readonly Entry[], dataBytes: number): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (entry.start !== end) wrongValue(where, `${entry.label}.data_offsets`, `a start at ${end}, where the last tensor ends`, entry.start);
    end = entry.end;
  }
  if (end !== dataBytes) wrongValue(where, "data", `${end} bytes, where the last tensor ends`, dataBytes);
}
