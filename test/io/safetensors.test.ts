import { describe, expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../src/io/index.js";
import { bytesOf } from "../support/bytes.js";

/** A file with this header and data, whatever they say. */
const file = (header: string, data: Uint8Array | Float64Array = new Uint8Array(0), length = header.length) =>
  bytesOf(new Uint8Array(BigUint64Array.of(BigInt(length)).buffer), header, data);
const entry = (shape: unknown, offsets: unknown, dtype = "F64") => JSON.stringify({ dtype, shape, data_offsets: offsets });

describe("encodeSafetensors", () => {
  test("the smallest file, by hand: length 8, two braces and six spaces", () => {
    expect([...encodeSafetensors({})]).toEqual([8, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d, 32, 32, 32, 32, 32, 32]);
  });

  test("one number, by hand: the header is padded to a multiple of 8", () => {
    const header = '{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}'; // 54 bytes
    expect([...encodeSafetensors({ a: [1] })]).toEqual([
      ...bytesOf([56, 0, 0, 0, 0, 0, 0, 0], header, "  ", [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]),
    ]);
  });

  test("the same content gives the same bytes, in whatever order it was put together", () => {
    const one = encodeSafetensors({ b: [1], a: [2] }, { y: "1", x: "2" });
    expect(encodeSafetensors({ a: [2], b: [1] }, { x: "2", y: "1" })).toEqual(one);
  });

  test("misuse is named", () => {
    expect(() => encodeSafetensors([] as never)).toThrow('encodeSafetensors: "tensors" expected an object');
    expect(() => encodeSafetensors({ a: "x" } as never)).toThrow('encodeSafetensors: "tensors.a" expected an array of numbers, got "x"');
    expect(() => encodeSafetensors({ __metadata__: [1] })).toThrow(RangeError);
    expect(() => encodeSafetensors({ ["__proto__"]: [1] })).toThrow(RangeError);
    expect(() => encodeSafetensors({}, { a: 1 } as never)).toThrow('"metadata.a" expected a string, got 1');
  });
});

describe("decodeSafetensors", () => {
  const cases: [string, Uint8Array, string][] = [
    ["an empty file", bytesOf(""), '"bytes[0]" expected 8 bytes of header length, got the end'],
    ["a header beyond the file", file("{}", undefined, 3), '"bytes[0]" expected a header of at most 2 bytes, got 3'],
    ["a header of 2^63 bytes", bytesOf([0, 0, 0, 0, 0, 0, 0, 128], "{}"), "expected a header of at most 2 bytes"],
    ["no header", file(""), '"bytes[8]" expected {, got the end'],
    ["another letter than {", file(" {}"), '"bytes[8]" expected {, got 32'],
    ["ill-formed text", file('{"\xff":1}'), '"bytes[8]" expected UTF-8 text up to byte 15'],
    ["ill-formed JSON", file('{"a":}'), '"header" expected JSON'],
    ["an entry that is no object", file('{"a":1}'), '"a" expected an object, got 1'],
    ["an unknown dtype", file(`{"a":${entry([1], [0, 8], "F8_E4M3")}}`, Float64Array.of(1)), '"a.dtype" expected one of "F64"'],
    ["a dtype by the name of a method", file(`{"a":${entry([1], [0, 8], "toString")}}`), '"a.dtype" expected one of'],
    ["a shape that is no list", file(`{"a":${entry(1, [0, 8])}}`), '"a.shape" expected an array of numbers, got 1'],
    ["a negative size", file(`{"a":${entry([-1], [0, 8])}}`), '"a.shape[0]" expected an integer'],
    ["a size that is a text", file(`{"a":${entry(["1"], [0, 8])}}`), '"a.shape[0]" expected a number, got "1"'],
    ["one offset", file(`{"a":${entry([1], [0])}}`), '"a.data_offsets" expected length 2 (start and end), got 1'],
    [
      "offsets that do not fit the shape",
      file(`{"a":${entry([2], [0, 8])}}`, Float64Array.of(1)),
      "expected 16 bytes (F64, shape 2), got 8",
    ],
    ["offsets in reverse", file(`{"a":${entry([1], [8, 0])}}`, Float64Array.of(1)), "expected 8 bytes (F64, shape 1), got -8"],
    [
      "a field too many",
      file('{"a":{"strides":[1]}}'),
      '"a" expected keys among dtype, shape, data_offsets, got the unknown key "strides"',
    ],
    [
      "a hole before",
      file(`{"a":${entry([1], [8, 16])}}`, Float64Array.of(1, 2)),
      '"a.data_offsets" expected a start at 0, where the last tensor ends, got 8',
    ],
    [
      "an overlap",
      file(`{"a":${entry([1], [0, 8])},"b":${entry([1], [4, 12])}}`, Float64Array.of(1, 2)),
      '"b.data_offsets" expected a start at 8',
    ],
    [
      "the same bytes twice",
      file(`{"a":${entry([1], [0, 8])},"b":${entry([1], [0, 8])}}`, Float64Array.of(1)),
      '"b.data_offsets" expected a start at 8',
    ],
    [
      "bytes behind",
      file(`{"a":${entry([1], [0, 8])}}`, Float64Array.of(1, 2)),
      '"data" expected 8 bytes, where the last tensor ends, got 16',
    ],
    [
      "data cut short",
      file(`{"a":${entry([2], [0, 16])}}`, Float64Array.of(1)),
      '"data" expected 16 bytes, where the last tensor ends, got 8',
    ],
    ["a size beyond memory", file(`{"a":${entry([2 ** 50], [0, 2 ** 53 - 1])}}`, Float64Array.of(1)), '"a.data_offsets" expected'],
    ["metadata that are no texts", file('{"__metadata__":{"a":1}}'), '"__metadata__.a" expected a string, got 1'],
    [
      "an integer no double holds",
      file(`{"a":${entry([1], [0, 8], "I64")}}`, Uint8Array.of(1, 0, 0, 0, 0, 0, 32, 0)),
      "an integer that a double can hold, got 9007199254740993",
    ],
  ];
  for (const [name, bytes, message] of cases) {
    test(`${name}: the error says where`, () => {
      expect(() => decodeSafetensors(bytes)).toThrow(message);
    });
  }

  test("no name reaches the prototype", () => {
    expect(() => decodeSafetensors(file(`{"__proto__":${entry([0], [0, 0])}}`))).toThrow('"header" expected other keys, got "__proto__"');
    expect(() => decodeSafetensors(file('{"__metadata__":{"__proto__":"x"}}'))).toThrow('"__metadata__" expected other keys');
    const { tensors } = decodeSafetensors(file(`{"constructor":${entry([0], [0, 0])}}`));
    expect(Object.keys(tensors)).toEqual(["constructor"]);
    expect({}.constructor).toBe(Object);
  });

  test("a header of a million nested lists is a RangeError or a TypeError, not a crash", () => {
    expect(() => decodeSafetensors(file(`{"a":${"[".repeat(1e6)}${"]".repeat(1e6)}}`))).toThrow(/decodeSafetensors|stack/);
  });

  test("tensors may stand in any order in the header, and an empty one anywhere between", () => {
    const header = `{"b":${entry([1], [8, 16])},"none":${entry([0, 7], [8, 8])},"a":${entry([1], [0, 8])}}`;
    const { tensors } = decodeSafetensors(file(header, Float64Array.of(1, 2)));
    expect([tensors.a?.data[0], tensors.b?.data[0], tensors.none?.shape]).toEqual([1, 2, [0, 7]]);
  });
});
