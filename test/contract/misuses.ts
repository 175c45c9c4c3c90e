import type { Declared } from "./declared.js";

/** What its getter or length throws: a caller's own error comes back to the caller as it is. */
export class Own extends Error {}
const refuse = () => {
  throw new Own("a getter's own");
};

function detached(): Float64Array {
  const array = new Float64Array(6).fill(0.5);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** What may stand where anything is asked for. Made anew for each call: some are spent by being looked at. */
const ANYTHING: [string, () => unknown][] = [
  ["undefined", () => undefined],
  ["null", () => null],
  ["true", () => true],
  ["an empty text", () => ""],
  ["a text", () => "3"],
  ["NaN", () => Number.NaN],
  ["Infinity", () => Infinity],
  ["-Infinity", () => -Infinity],
  ["-1", () => -1],
  ["0", () => 0],
  ["-0", () => -0],
  ["0.5", () => 0.5],
  ["2", () => 2],
  ["1e308", () => 1e308],
  ["the smallest number", () => 5e-324],
  ["a bigint", () => 3n],
  ["a symbol", () => Symbol("s")],
  ["a function", () => () => 3],
  ["an empty list", () => []],
  ["a list with NaN", () => [1, Number.NaN, 3]],
  ["a list of texts", () => ["1", "2", "3"]],
  ["a list with null", () => [1, null, 3]],
  // biome-ignore lint/suspicious/noSparseArray: the hole is the misuse
  ["a list with a hole", () => [1, , 3]],
  ["a list of huge numbers", () => [1e308, -1e308, 1e308]],
  ["four milliard holes", () => new Array(2 ** 32 - 1)],
  ["ragged rows", () => [[1, 2], [3]]],
  ["rows of nothing", () => [[], []]],
  ["rows of texts", () => [["a"], ["b"]]],
  ["an empty object", () => ({})],
  ["an object with an unknown key", () => ({ notAnOption: 1 })],
  ["an object that looks like a list", () => ({ length: 3, 0: 1, 1: 2, 2: 3 })],
  ["a frozen object", () => Object.freeze({ a: 1 })],
  ["an object without a prototype", () => Object.create(null)],
  ["a getter that throws", () => Object.defineProperty({}, "length", { get: refuse, enumerable: true })],
  ["a proxy that throws", () => new Proxy({}, { get: refuse, ownKeys: refuse, has: refuse })],
  ["a Map", () => new Map([["rows", 1]])],
  ["a Date", () => new Date(0)],
  ["a Promise", () => Promise.resolve(1)],
  ["an ArrayBuffer", () => new ArrayBuffer(24)],
  ["a DataView", () => new DataView(new ArrayBuffer(24))],
  ["a BigInt64Array", () => BigInt64Array.of(1n, 2n, 3n)],
  ["a detached Float64Array", detached],
  ["an empty Float64Array", () => new Float64Array(0)],
  ["a Float64Array with NaN", () => Float64Array.of(1, Number.NaN, 3)],
  ["a Float64Array with Infinity", () => Float64Array.of(1, Infinity, 3)],
  ["bytes", () => Uint8Array.of(1, 2, 3)],
  ["a matrix whose data are a list", () => ({ rows: 1, cols: 1, data: [1] })],
  ["a matrix of another length", () => ({ rows: 2, cols: 2, data: new Float64Array(3) })],
  ["a matrix of -1 rows", () => ({ rows: -1, cols: 1, data: new Float64Array(0) })],
  ["a matrix of half a row", () => ({ rows: 0.5, cols: 2, data: new Float64Array(1) })],
  ["a matrix of 2^64 entries", () => ({ rows: 2 ** 32, cols: 2 ** 32, data: new Float64Array(0) })],
  ["an empty matrix", () => ({ rows: 0, cols: 0, data: new Float64Array(0) })],
  ["an operator without apply", () => ({ rows: 3, cols: 3 })],
  ["an operator that gives NaN", () => ({ rows: 3, cols: 3, apply: (_: unknown, out: Float64Array) => out.fill(Number.NaN) })],
];

/** Numbers that would take all memory, for what sets a size; elsewhere a large number is a patient caller's. */
const SIZES = /^(width|inputs|outputs|rows|cols|n|k|count|nodes|grid)$/;
const HUGE: [string, () => unknown][] = [2 ** 31, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER].map((size) => [`${size}`, () => size]);

/** What is nearly right: the right value with one thing wrong. */
function nearly(good: unknown): [string, () => unknown][] {
  if (ArrayBuffer.isView(good) || Array.isArray(good)) {
    const list = Array.from(good as ArrayLike<unknown>);
    const same = (values: unknown[]) =>
      ArrayBuffer.isView(good) ? (good.constructor as typeof Float64Array).from(values as number[]) : values;
    const withLast = (value: unknown) => same([...list.slice(0, -1), value]);
    return [
      ["the right list without its last entry", () => same(list.slice(0, -1))],
      ["the right list and one entry more", () => same([...list, list.at(-1)])],
      ["the right list with NaN", () => withLast(Number.NaN)],
      ["the right list with -Infinity", () => withLast(-Infinity)],
      ["the right list with 1e308", () => withLast(1e308)],
      ["the right list as a plain list with a text", () => [...list.slice(0, -1), "1"]],
      ["the right list as a plain list with a hole", () => Object.assign([...list], { length: list.length + 1 })],
      ["the right list, frozen", () => (Array.isArray(good) ? Object.freeze([...list]) : good)],
    ];
  }
  if (typeof good === "object" && good !== null && Object.getPrototypeOf(good) === Object.prototype) {
    return [
      ["the right object with an unknown key", () => ({ ...good, notAnOption: 1 })],
      ["the right object, frozen", () => Object.freeze({ ...good })],
      ["the right object without its first field", () => Object.fromEntries(Object.entries(good).slice(1))],
      [
        "the right object with a getter that throws",
        () => Object.defineProperty({ ...good }, Object.keys(good)[0] ?? "a", { get: refuse, enumerable: true }),
      ],
    ];
  }
  return [];
}

export interface Place {
  /** From the argument's index down: [0, "until", "loss"]. */
  path: (number | string)[];
  declared: Declared;
}

/** Every parameter and every declared field below it. */
export function placesOf(parameters: Declared[]): Place[] {
  const below = (place: Place): Place[] => [
    place,
    ...place.declared.fields.flatMap((field) => below({ path: [...place.path, field.name], declared: field })),
  ];
  return parameters.flatMap((declared, i) => below({ path: [i], declared }));
}

/** Every misuse of a place, by name, from the good arguments; undefined where the good arguments have another shape there. */
export function misusesOf(place: Place, good: unknown[]): [string, () => unknown[]][] | undefined {
  let value: unknown = good;
  for (const key of place.path) {
    if (value === undefined) value = {};
    if (typeof value !== "object" || value === null || (key !== place.path[0] && (Array.isArray(value) || ArrayBuffer.isView(value))))
      return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  const huge = place.declared.number && SIZES.test(place.declared.name) ? HUGE : [];
  return [...ANYTHING, ...huge, ...nearly(value)].map(([name, make]) => [name, () => replaced(good, place.path, make()) as unknown[]]);
}

/** A copy of the objects along the path, with another value at its end. */
function replaced(whole: unknown, [key, ...rest]: (number | string)[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy: Record<string | number, unknown> = Array.isArray(whole) ? (Object.assign([], whole) as never) : { ...(whole as object) };
  copy[key] = replaced(copy[key], rest, value);
  return copy;
}
