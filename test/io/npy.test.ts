import { describe, expect, test } from "vitest";
import { decodeNpy, encodeNpy, tensorToMatrix } from "../../src/io/index.js";
import { bytesOf } from "../support/bytes.js";

/** A version 1 file with this header and data, whatever they say. */
const file = (header: string, data: Uint8Array | Float64Array = new Uint8Array(0)) =>
  bytesOf("\x93NUMPY\x01\x00", [header.length & 255, header.length >> 8], header, data);
const header = (descr: string, shape: string, order = "False") => `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("encodeNpy", () => {
  test("a list, a list of rows, a matrix and a tensor keep their shapes", () => {
    const data = Float64Array.of(1, 2, 3, 4);
    expect(decodeNpy(encodeNpy([1, 2, 3, 4]))).toEqual({ shape: [4], data });
    expect(decodeNpy(encodeNpy(data))).toEqual({ shape: [4], data });
    expect(decodeNpy(encodeNpy([[1, 2], [3, 4]]))).toEqual({ shape: [2, 2], data }); // biome-ignore format: a matrix
    expect(decodeNpy(encodeNpy({ rows: 4, cols: 1, data }))).toEqual({ shape: [4, 1], data });
    expect(decodeNpy(encodeNpy({ shape: [1, 2, 2], data }))).toEqual({ shape: [1, 2, 2], data });
    expect(decodeNpy(encodeNpy([]))).toEqual({ shape: [0], data: new Float64Array(0) });
  });

  test("the data start at a multiple of 64 bytes", () => {
    for (let dimensions = 0; dimensions <= 64; dimensions++) {
      const bytes = encodeNpy({ shape: Array(dimensions).fill(1), data: Float64Array.of(7) });
      expect((bytes.length - 8) % 64).toBe(0);
      expect(decodeNpy(bytes).shape).toHaveLength(dimensions);
    }
  });

  test("misuse is named", () => {
    expect(() => encodeNpy("x" as never)).toThrow('encodeNpy: "array" expected an array of numbers, got "x"');
    expect(() => encodeNpy(["x"] as never)).toThrow(TypeError);
    expect(() => encodeNpy({ shape: [2, 2], data: new Float64Array(3) })).toThrow('"array.data" expected length 4 (shape 2 x 2), got 3');
    expect(() => encodeNpy({ shape: [-1], data: new Float64Array(0) })).toThrow(RangeError);
    expect(() => encodeNpy({ shape: [1], data: [1] } as never)).toThrow(TypeError);
    expect(() => encodeNpy({ shape: Array(65).fill(1), data: new Float64Array(1) })).toThrow("at most 64 dimensions");
  });
});

describe("decodeNpy", () => {
  test("an ArrayBuffer and a view into a larger one are read alike", () => {
    const bytes = encodeNpy([1, 2, 3]);
    const shifted = new Uint8Array(bytes.length + 5);
    shifted.set(bytes, 3);
    for (const input of [bytes.buffer as ArrayBuffer, shifted.subarray(3, 3 + bytes.length), Buffer.from(bytes)]) {
      expect(decodeNpy(input)).toEqual({ shape: [3], data: Float64Array.of(1, 2, 3) });
    }
  });

  test("the result is a copy: writing to it leaves the file alone", () => {
    const bytes = Buffer.from(encodeNpy([1, 2, 3]));
    decodeNpy(bytes).data.fill(0);
    expect([...decodeNpy(bytes).data]).toEqual([1, 2, 3]);
  });

  test("the header's keys may come in any order, in either quotes, with any spaces", () => {
    const text = `{"shape" :( 2, ) ,"fortran_order":True,'descr' : "<f8"}   \n`;
    expect(decodeNpy(file(text, Float64Array.of(1, 2)))).toEqual({ shape: [2], data: Float64Array.of(1, 2) });
  });

  test("of a key that comes twice the last counts, as in Python", () => {
    const text = `{'descr': '<i8', 'fortran_order': False, 'shape': (1,), 'descr': '<f8'}`;
    expect(decodeNpy(file(text, Float64Array.of(1)))).toEqual({ shape: [1], data: Float64Array.of(1) });
  });

  test("every NaN of a short type is the one NaN, whatever its sign and payload", () => {
    const bits = (numbers: Float64Array) => [...new BigUint64Array(numbers.buffer)];
    const halves = Uint16Array.of(0x7e00, 0xfe00, 0x7c01, 0xffff);
    const { data } = decodeNpy(file(header("<f2", "(4,)"), new Uint8Array(halves.buffer)));
    expect(bits(data)).toEqual(new Array(4).fill(0x7ff8000000000000n));
  });

  test("numbers of the other order of bytes are read alike", () => {
    const numbers = Float32Array.of(1.5, -2, 3e38, 1e-45);
    const turned = new Uint8Array(numbers.buffer.slice(0)).map((_, i, bytes) => bytes[i ^ 3]!);
    expect(decodeNpy(file(header(">f4", "(4,)"), turned)).data).toEqual(Float64Array.from(numbers));
  });

  test("nothing is allocated on the header's word", () => {
    for (const shape of ["(9007199254740991,)", "(1000000, 1000000, 1000000)", `(${"4000000000, ".repeat(64)})`]) {
      expect(() => decodeNpy(file(header("<f8", shape), Float64Array.of(1)))).toThrow(/ bytes \(F64, shape .*, got 8$/);
    }
    expect(decodeNpy(file(header("<f8", "(0, 9007199254740991)")))).toEqual({ shape: [0, 9007199254740991], data: new Float64Array(0) });
  });

  test("a million open brackets, and a million commas behind one, are refused at once", () => {
    for (const text of ["(".repeat(1e6), "[".repeat(1e6), `(${",".repeat(1e6)}`]) {
      const length = new Uint8Array(Uint32Array.of(text.length).buffer);
      expect(() => decodeNpy(bytesOf("\x93NUMPY\x02\x00", length, text))).toThrow('"header" expected a Python dictionary');
    }
  });

  const valid = header("<f8", "(1,)");
  const cases: [string, Uint8Array, string][] = [
    ["an empty file", bytesOf(""), '"bytes[0]" expected the magic string \\x93NUMPY, got the end'],
    ["another file", bytesOf("PK\x03\x04"), '"bytes[0]" expected the magic string \\x93NUMPY, got 80'],
    ["a file cut in the magic string", bytesOf("\x93NUM"), '"bytes[4]" expected the magic string \\x93NUMPY, got the end'],
    ["an unknown version", bytesOf("\x93NUMPY\x04\x00"), '"bytes[6]" expected version 1, 2 or 3, got 4'],
    ["a file cut in the length", bytesOf("\x93NUMPY\x02\x00\x01"), '"bytes[9]" expected the length of the header, got the end'],
    [
      "a header longer than the file",
      bytesOf("\x93NUMPY\x01\x00\xff\xff{"),
      '"bytes[8]" expected a header within 11 bytes, got one that ends at 65545',
    ],
    ["letters of another encoding", file("{'d\xe9scr': 1}"), '"bytes[10]" expected UTF-8 text up to byte 22, got ill-formed text'],
    ["an empty header", file(""), '"header" expected a Python dictionary, got '],
    ["a header that is a list", file("['descr']"), '"header" expected an object, got an array of length 1'],
    [
      "a prototype",
      file("{'__proto__': (1,)}"),
      '"header" expected keys among descr, fortran_order, shape, got the unknown key "__proto__"',
    ],
    ["a missing key", file("{'descr': '<f8', 'shape': (1,)}"), '"fortran_order" expected true or false, got undefined'],
    ["no type", file("{'shape': (1,)}"), '"descr" expected a real number type such as <f8, got undefined'],
    ["an unknown key", file("{'type': '<f8'}"), '"header" expected keys among descr, fortran_order, shape, got the unknown key "type"'],
    ["text after the dictionary", file(`${valid}x`, Float64Array.of(1)), '"header" expected a Python dictionary, got '],
    ["a shape that is a number", file(header("<f8", "3")), '"shape" expected an array of numbers, got 3'],
    ["a bracketed number, which is no tuple", file(header("<f8", "(3)")), '"header" expected a Python dictionary, got '],
    ["a negative size", file(header("<f8", "(-1,)")), '"shape[0]" expected an integer of at least 0, got -1'],
    [
      "a size beyond 2^53",
      file(header("<f8", "(9007199254740992,)")),
      '"shape[0]" expected an integer of at least 0, got 9007199254740992',
    ],
    ["sixty-five dimensions", file(header("<f8", `(${"1, ".repeat(65)})`)), '"shape" expected at most 64 dimensions, got 65'],
    ["a missing comma", file("{'descr': '<f8' 'shape': (1,)}"), '"header" expected a Python dictionary, got '],
    ["missing truth", file(header("<f8", "(1,)", "1")), '"fortran_order" expected true or false, got 1'],
    ["a type without its order", file(header("f8", "(1,)"), Float64Array.of(1)), '"descr" expected a real number type'],
    ["a type by the name of a method", file(header("<toString", "(1,)"), Float64Array.of(1)), '"descr" expected a real number type'],
    ["too few bytes", file(header("<f8", "(2,)"), Float64Array.of(1)), "expected 16 bytes (F64, shape 2), got 8"],
    ["too many bytes", file(valid, Float64Array.of(1, 2)), "expected 8 bytes (F64, shape 1), got 16"],
  ];
  for (const [name, bytes, message] of cases) {
    test(`${name}: the error says where`, () => {
      expect(() => decodeNpy(bytes)).toThrow(message);
    });
  }

  test("what is no bytes is a TypeError", () => {
    for (const value of [null, undefined, "text", [1, 2], new Float64Array(2), {}])
      expect(() => decodeNpy(value as never)).toThrow(TypeError);
  });
});

describe("tensorToMatrix", () => {
  test("a number is 1 x 1, one dimension a column, two are rows and columns, three are refused", () => {
    const data = Float64Array.of(5);
    expect(tensorToMatrix({ shape: [], data })).toEqual({ rows: 1, cols: 1, data });
    expect(tensorToMatrix({ shape: [1], data })).toEqual({ rows: 1, cols: 1, data });
    expect(tensorToMatrix(decodeNpy(encodeNpy([1, 2, 3])))).toEqual({ rows: 3, cols: 1, data: Float64Array.of(1, 2, 3) });
    expect(tensorToMatrix({ shape: [0, 4], data: new Float64Array(0) })).toEqual({ rows: 0, cols: 4, data: new Float64Array(0) });
    expect(() => tensorToMatrix({ shape: [1, 1, 1], data })).toThrow(RangeError);
  });
});
