import { describe } from "./describe.js";
import { asFloat64Array, brand, isDetached, isFloat64Array } from "./typedArrays.js";

// Validators: each returns the value it was given, or throws before any work is done. TypeError for a wrong kind, RangeError for a wrong
// value or shape. `where` names the public function, `name` the argument: cg: "b" expected length 12 (rows of A), got 10

/** Raises the one form of error this library has for misuse; programs know it by its `code`. */
export function misuse(kind: typeof TypeError | typeof RangeError, where: string, name: string, expected: string, got: unknown): never {
  throw Object.defineProperty(new kind(`${where}: "${name}" expected ${expected}, got ${got}`), "code", { value: "ERR_NNTK_MISUSE" });
}

/** Misuse by a value of another kind, which is described. */
export function wrongKind(where: string, name: string, expected: string, value: unknown): never {
  return misuse(TypeError, where, name, expected, describe(value));
}

/** Misuse by a value or shape out of range. */
export function wrongValue(where: string, name: string, expected: string, got: string | number | bigint | undefined): never {
  return misuse(RangeError, where, name, expected, got);
}

/** A finite number with low <= value <= high; `exclusive` turns the bounds into strict ones. */
export function checkNumber(
  where: string,
  name: string,
  value: unknown,
  { low = -Infinity, high = Infinity, exclusive = false }: { low?: number; high?: number; exclusive?: boolean } = {},
): number {
  const number = value as number;
  if (Number.isFinite(value) && (exclusive ? number > low && number < high : number >= low && number <= high)) return number;
  return wrong("number", where, name, `a finite number${interval(low, high, exclusive)}`, value);
}

/** An integer with low <= value <= high, below 2^53. */
export function checkInteger(where: string, name: string, value: unknown, low = 0, high = Infinity): number {
  const number = value as number;
  if (Number.isSafeInteger(value) && number >= low && number <= high) return number;
  return wrong("number", where, name, `an integer${interval(low, high)}`, value);
}

/** true or false. */
export function checkBoolean(where: string, name: string, value: unknown): boolean {
  return typeof value === "boolean" ? value : wrongKind(where, name, "true or false", value);
}

/** A function. */
export function checkFunction<F>(where: string, name: string, value: F): F {
  return typeof value === "function" ? value : wrongKind(where, name, "a function", value);
}

/** One of a list of words. */
export function checkChoice<C extends string>(where: string, name: string, value: unknown, choices: readonly C[]): C {
  if ((choices as readonly unknown[]).includes(value)) return value as C;
  return wrong("string", where, name, `one of ${choices.map((c) => JSON.stringify(c)).join(", ")}`, value);
}

/** Misuse by a value that is out of range if it is of the right type, and else of another kind. */
function wrong(type: "number" | "string", where: string, name: string, expected: string, value: unknown): never {
  return misuse(typeof value === type ? RangeError : TypeError, where, name, expected, describe(value));
}

/** An object of options in which every key is known: a misspelt option is an error, not a default. A Map's entries are no options. */
export function checkOptions<O extends object>(where: string, name: string, value: O, keys: readonly (keyof O & string)[]): O {
  if (!isRecord(value)) wrongKind(where, name, "an object", value);
  for (const key of Object.keys(value)) {
    if (!(keys as readonly string[]).includes(key))
      misuse(TypeError, where, name, `keys among ${keys.join(", ")}`, `the unknown key ${describe(key)}`);
  }
  return value;
}

const NONE = {};

/** The same of an argument that may be left out: then an empty one, at no cost. */
export function givenOptions<O extends object>(where: string, value: O | undefined, keys: readonly (keyof O & string)[]): O {
  return value === undefined ? (NONE as O) : checkOptions(where, "options", value, keys);
}

/** An object that holds its own fields: no list, no Map, Date, Promise, buffer or error. Of any class or none, and of any realm. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && brand(value) === "[object Object]";
}

/** Something with a length and numeric entries: an array or a typed array of numbers (not bigint). Entries are not looked at. */
export function checkArrayLike(where: string, name: string, value: unknown): ArrayLike<number> {
  const typed =
    ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array);
  if ((typed && !isDetached(value)) || Array.isArray(value)) return value as unknown as ArrayLike<number>;
  return wrongKind(where, name, "an array of numbers", value);
}

/**
 * A vector of finite numbers as a Float64Array: the caller's own array when it already is one (read it, never write it), else a copy.
 * `length` is what it must have, `reason` says why: "rows of A".
 */
export function checkVector(where: string, name: string, value: unknown, length?: number, reason?: string): Float64Array {
  return checkFinite(where, name, checkNumbers(where, name, value, length, reason));
}

/** The same with NaN and infinities let through. */
export function checkNumbers(where: string, name: string, value: unknown, length?: number, reason?: string): Float64Array {
  const list = checkArrayLike(where, name, value);
  if (length !== undefined && list.length !== length) {
    wrongValue(where, name, `length ${length}${reason ? ` (${reason})` : ""}`, list.length);
  }
  return asFloat64Array(list) ?? copyNumbers(where, name, list);
}

/** The same where lists of another kind will not do: what is written to, and what must not be copied each time. */
export function checkFloat64Array(where: string, name: string, value: unknown, length?: number, reason?: string): Float64Array {
  return isFloat64Array(value) ? checkNumbers(where, name, value, length, reason) : wrongKind(where, name, "a Float64Array", value);
}

/** Throws at the first entry that is NaN or infinite. */
export function checkFinite(where: string, name: string, values: Float64Array): Float64Array {
  let bad = 0; // v - v is 0 or NaN: one look at a sum instead of one at every entry
  for (let i = 0; i < values.length; i++) bad += values[i]! - values[i]!;
  return bad === 0 ? values : checkEach(where, name, values, Number.isFinite, "a finite number");
}

/** Throws at the first entry that is not above 0. */
export function checkPositive(where: string, name: string, values: Float64Array): Float64Array {
  return checkEach(where, name, values, (value) => value > 0, "a number above 0");
}

function checkEach(where: string, name: string, values: Float64Array, holds: (value: number) => boolean, expected: string): Float64Array {
  const i = values.findIndex((value) => !holds(value));
  return i < 0 ? values : wrongValue(where, `${name}[${i}]`, expected, values[i]);
}

/** A copy in which every entry was a number: strings, holes and null are errors, not zeros. */
export function copyNumbers(where: string, name: string, list: ArrayLike<unknown>): Float64Array {
  if (list.length > 0 && typeof list[0] !== "number") wrongKind(where, `${name}[0]`, "a number", list[0]); // before room is made for holes
  const copy = new Float64Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const entry = list[i];
    copy[i] = typeof entry === "number" ? entry : wrongKind(where, `${name}[${i}]`, "a number", entry);
  }
  return copy;
}

function interval(low: number, high: number, exclusive = false): string {
  if (low === -Infinity && high === Infinity) return "";
  if (high === Infinity) return exclusive ? ` above ${low}` : ` of at least ${low}`;
  return exclusive ? ` strictly between ${low} and ${high}` : ` from ${low} to ${high}`;
}
