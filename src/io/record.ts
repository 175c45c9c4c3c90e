import { checkChoice, checkOptions, wrongKind, wrongValue } from "../core/checks.js";
import { describe } from "../core/describe.js";
import { isFloat64Array } from "../core/typedArrays.js";
import { decodeBase64Numbers, encodeBase64 } from "./base64.js";
import { type Bytes, checkBytes, checkObject, decodeText, parseJson } from "./bytes.js";
import { encodeSafetensors, readSafetensors } from "./safetensors.js";
import type { Tensor } from "./tensor.js";

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

/** A node of the record, as the way to it: its text is only made when it is needed. */
interface Place {
  above?: Place;
  key: string | number;
  depth: number;
}

type Store = (numbers: Float64Array, at: Place) => object;
type Load = (key: string, value: unknown, at: Place) => Float64Array;

/** Which form is asked for. */
export function checkFormat(where: string, options: { format?: RecordFormat }): RecordFormat {
  const { format = "safetensors" } = checkOptions(where, "options", options, ["format"]);
  return checkChoice(where, "options.format", format, ["safetensors", "json"]);
}

/** The record as JSON text under the name of its kind. */
export function encodeRecordJson(where: string, kind: string, record: object): string {
  const store: Store = (numbers) => ({ $f64: encodeBase64(numbers) });
  return JSON.stringify({ format: kind, version: VERSION, record: pack(where, root(kind), record, store) });
}

/** The record as safetensors: every Float64Array a tensor named by its path, the rest JSON in the metadata. */
export function encodeRecordBytes(where: string, kind: string, record: object): Uint8Array {
  const tensors: Record<string, Float64Array> = {};
  const store: Store = (numbers, at) => {
    const name = pointer(at);
    tensors[name] = numbers;
    return { $tensor: name };
  };
  const text = JSON.stringify(pack(where, root(kind), record, store));
  return encodeSafetensors(tensors, { format: kind, version: VERSION, record: text });
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
  const { format, version, record } = checkObject(where, "the file", parseJson(where, "the file", text));
  checkKind(where, kind, format, version);
  return unpackRecord(where, kind, record, (key, value, at) => {
    if (key !== "$f64" || typeof value !== "string")
      wrongValue(where, label(at), 'a text under "$f64"', `${describe(key)}: ${describe(value)}`);
    return decodeBase64Numbers(where, label(at), value);
  });
}

function readContainer(where: string, kind: string, bytes: Bytes): Record<string, unknown> {
  const { tensors, metadata } = readSafetensors(where, bytes);
  checkKind(where, kind, metadata.format, metadata.version);
  const left = new Map<string, Tensor>(Object.entries(tensors));
  // each tensor answers to its own place only: naming one tensor a million times cannot multiply it
  const record = unpackRecord(where, kind, parseJson(where, "record", metadata.record ?? ""), (key, value, at) => {
    const name = pointer(at);
    const tensor = left.get(name);
    if (key !== "$tensor" || value !== name || tensor === undefined) {
      wrongValue(where, label(at), 'the tensor of its place under "$tensor"', `${describe(key)}: ${describe(value)}`);
    }
    left.delete(name);
    return tensor.data;
  });
  const [unused] = left.keys();
  if (unused !== undefined) wrongValue(where, "the file", "tensors that the record names", describe(unused));
  return record;
}

/** The file says what it holds. */
export function checkKind(where: string, kind: string, format: unknown, version: unknown): void {
  if (format !== kind) wrongValue(where, "format", JSON.stringify(kind), describe(format));
  if (version !== VERSION) wrongValue(where, "version", JSON.stringify(VERSION), describe(version));
}

function unpackRecord(where: string, kind: string, json: unknown, load: Load): Record<string, unknown> {
  const record = unpack(where, root(kind), json, load);
  return isFloat64Array(record) ? wrongKind(where, kind, "an object", record) : checkObject(where, kind, record);
}

function pack(where: string, at: Place, value: unknown, store: Store): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return isJsonNumber(value) ? value : { $number: Object.is(value, -0) ? "-0" : String(value) };
  if (isFloat64Array(value)) return store(value, at);
  if (Array.isArray(value)) return Array.from(value, (entry, i) => pack(where, below(where, at, i), entry, store));
  if (!isPlain(value)) wrongKind(where, label(at), "plain data", value);
  const fields = Object.entries(checkObject(where, label(at), value)).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.map(([key, field]) => [key[0] === "$" ? `$${key}` : key, pack(where, below(where, at, key), field, store)]),
  );
}

const SPECIAL = new Map<unknown, number>([-0, NaN, Infinity, -Infinity].map((x) => [Object.is(x, -0) ? "-0" : String(x), x]));

function unpack(where: string, at: Place, json: unknown, load: Load): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map((entry, i) => unpack(where, below(where, at, i), entry, load));
  const fields = Object.entries(checkObject(where, label(at), json));
  const record: Record<string, unknown> = {};
  for (const [name, field] of fields) {
    if (name[0] === "$" && name[1] !== "$") {
      if (fields.length !== 1) wrongValue(where, label(at), "two $ before a key", describe(name));
      if (name !== "$number") return load(name, field, at);
      return SPECIAL.get(field) ?? wrongValue(where, label(at), `one of ${[...SPECIAL.keys()].join(", ")}`, describe(field));
    }
    const key = name[0] === "$" ? name.slice(1) : name;
    record[key] = unpack(where, below(where, at, key), field, load);
  }
  return record;
}

function isJsonNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function root(kind: string): Place {
  return { key: kind, depth: 0 };
}

function below(where: string, above: Place, key: string | number): Place {
  if (above.depth === MAX_DEPTH) wrongValue(where, label(above), `at most ${MAX_DEPTH} levels`, "more");
  return { above, key, depth: above.depth + 1 };
}

/** The JSON pointer from the root: "/memory/vectors/m". */
function pointer(at: Place): string {
  return at.above ? `${pointer(at.above)}/${String(at.key).replaceAll("~", "~0").replaceAll("/", "~1")}` : "";
}

/** How errors name a place: the end of the way to it, cut short, since every node is labelled and keys may be long. */
function label(at: Place): string {
  let path = "";
  for (let place = at; place.above; place = place.above) {
    path = `/${String(place.key).slice(0, 40)}${path}`;
    if (path.length > 80) return `record...${path}`;
  }
  return `record${path}`;
}
