import { checkChoice, givenOptions, isRecord, wrongKind, wrongValue } from "../core/checks.js";
import { describe } from "../core/describe.js";
import { isFloat64Array } from "../core/typedArrays.js";
import { decodeBase64, encodeBase64 } from "./base64.js";
import { type Bytes, checkBytes, checkObject, decodeText, parseJson } from "./bytes.js";
import { encodeSafetensors, readSafetensors } from "./safetensors.js";

// Any plain record - numbers, texts, true and false, null, lists, objects and Float64Arrays, nested - without losing a bit.
//
// The record becomes JSON in which whatever JSON cannot hold is an object with one key that starts with one $:
//
//   {"$number": "-0"}      -0, NaN, Infinity, -Infinity
//   {"$f64": "AAAA..."}    a Float64Array: base64 of its little-endian bytes            (JSON form)
//   {"$tensor": "/a/0/b"}  a Float64Array: the tensor of that name, its own JSON pointer (safetensors form; RFC 6901)
//
// A key of the record that itself starts with $ gets a second one. Fields that are undefined are left out, as JSON does.

/** How records are written: safetensors as bytes, JSON as text. */
export type RecordFormat = "safetensors" | "json";

const VERSION = "1";
/** Deeper records are refused: no record of ours needs it, and it bounds the recursion. */
const MAX_DEPTH = 64;
/** The numbers that JSON does not have, by their names in JavaScript. */
const SPECIAL = ["-0", "NaN", "Infinity", "-Infinity"];

/** Which form is asked for. */
export function checkFormat(where: string, options: { format?: RecordFormat } | undefined): RecordFormat {
  const { format = "safetensors" } = givenOptions(where, options, ["format"]);
  return checkChoice(where, "options.format", format, ["safetensors", "json"]);
}

/** The record as JSON text under the name of its kind. */
export function encodeRecordJson(where: string, kind: string, record: object): string {
  const packed = walkOf(where).pack(record, (numbers) => ({ $f64: encodeBase64(numbers) }));
  return JSON.stringify({ format: kind, version: VERSION, record: packed });
}

/** The record as safetensors: every Float64Array a tensor named by its path, the rest JSON in the metadata. */
export function encodeRecordBytes(where: string, kind: string, record: object): Uint8Array {
  const tensors: Record<string, Float64Array> = {};
  const packed = walkOf(where).pack(record, (numbers, place) => {
    tensors[place] = numbers;
    return { $tensor: place };
  });
  return encodeSafetensors(tensors, { format: kind, version: VERSION, record: JSON.stringify(packed) });
}

/** Reads either form. */
export function decodeRecord(where: string, kind: string, file: Bytes | string): Record<string, unknown> {
  const text = jsonText(where, file);
  return text === undefined ? readContainer(where, kind, file as Bytes) : readJson(where, kind, text);
}

/** The text of a JSON file, given as text or as bytes; undefined for safetensors, whose length field starts otherwise. */
export function jsonText(where: string, file: Bytes | string): string | undefined {
  if (typeof file === "string") return file;
  const bytes = checkBytes(where, "file", file);
  const isJson = bytes[0] === 0x7b && bytes[7] !== 0;
  return isJson ? decodeText(where, bytes, 0, bytes.length) : undefined;
}

export function readJson(where: string, kind: string, text: string): Record<string, unknown> {
  const file = checkObject(where, "the file", parseJson(where, "the file", text));
  checkKind(where, kind, file);
  const walk = walkOf(where);
  const record = walk.unpack(file.record, (key, value) => {
    if (key !== "$f64" || typeof value !== "string")
      wrongValue(where, walk.label(), 'a text under "$f64"', `${describe(key)}: ${describe(value)}`);
    return decodeBase64(where, walk.label(), value);
  });
  return checkObject(where, kind, record);
}

function readContainer(where: string, kind: string, bytes: Bytes): Record<string, unknown> {
  const { tensors, metadata } = readSafetensors(where, bytes);
  checkKind(where, kind, metadata);
  const left = new Map(Object.entries(tensors));
  const walk = walkOf(where);
  // each tensor answers to its own place only: naming one tensor a million times cannot multiply it
  const record = walk.unpack(parseJson(where, "record", metadata.record ?? ""), (key, value) => {
    const name = walk.place();
    const tensor = left.get(name);
    if (key !== "$tensor" || value !== name || tensor === undefined) {
      wrongValue(where, walk.label(), 'the tensor of its place under "$tensor"', `${describe(key)}: ${describe(value)}`);
    }
    left.delete(name);
    return tensor.data;
  });
  const [unused] = left.keys();
  if (unused !== undefined) wrongValue(where, "the file", "tensors that the record names", describe(unused));
  return checkObject(where, kind, record);
}

/** The file says what it holds. */
export function checkKind(where: string, kind: string, { format, version }: Record<string, unknown>): void {
  if (format !== kind) wrongValue(where, "format", JSON.stringify(kind), describe(format));
  if (version !== VERSION) wrongValue(where, "version", JSON.stringify(VERSION), describe(version));
}

/** A walk over a record, which knows where it is. */
function walkOf(where: string) {
  const path: string[] = [];

  /** The JSON pointer from the root: "/memory/vectors/m". */
  const place = () => path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

  /** How errors name the place: the end of the way to it, cut short, since many nodes are labelled and keys may be long. */
  const label = () => {
    const way = path.map((key) => `/${key.slice(0, 40)}`).join("");
    return `record${way.length > 80 ? `...${way.slice(-80)}` : way}`;
  };

  const below = <T>(key: string, visit: () => T): T => {
    if (path.length === MAX_DEPTH) wrongValue(where, label(), `at most ${MAX_DEPTH} levels`, "more");
    if (key === "__proto__") wrongValue(where, label(), "other keys", describe(key));
    path.push(key);
    const result = visit();
    path.pop();
    return result;
  };

  /** What JSON can hold of a value; `store` puts an array away, told its place. */
  const pack = (value: unknown, store: (numbers: Float64Array, place: string) => object): unknown => {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") {
      const name = Object.is(value, -0) ? "-0" : String(value);
      return SPECIAL.includes(name) ? { $number: name } : value;
    }
    if (isFloat64Array(value)) return store(value, place());
    if (Array.isArray(value)) return Array.from(value, (entry, i) => below(`${i}`, () => pack(entry, store)));
    if (!isRecord(value)) wrongKind(where, label(), "plain data", value);
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return Object.fromEntries(fields.map(([key, field]) => [key[0] === "$" ? `$${key}` : key, below(key, () => pack(field, store))]));
  };

  /** The inverse; `load` finds an array by its key and value. */
  const unpack = (json: unknown, load: (key: string, value: unknown) => Float64Array): unknown => {
    if (typeof json !== "object" || json === null) return json;
    if (Array.isArray(json)) return json.map((entry, i) => below(`${i}`, () => unpack(entry, load)));
    const fields = Object.entries(json);
    const special = fields.find(([name]) => name[0] === "$" && name[1] !== "$");
    if (special !== undefined) {
      const [tag, value] = special;
      if (fields.length !== 1) wrongValue(where, label(), "two $ before a key", describe(tag));
      return tag === "$number" ? Number(checkChoice(where, label(), value, SPECIAL)) : load(tag, value);
    }
    return Object.fromEntries(
      fields.map(([name, field]) => {
        const key = name[0] === "$" ? name.slice(1) : name;
        return [key, below(key, () => unpack(field, load))];
      }),
    );
  };
  return { place, label, pack, unpack };
}
