import { describe, expect, test } from "vitest";
import * as c from "../../src/core/checks.js";
import { checkMatrix } from "../../src/core/matrix.js";

describe("argument checks name the function, the argument, what was expected and what came", () => {
  const cases: [string, () => unknown, typeof TypeError | typeof RangeError, string][] = [
    ["a string for a number", () => c.checkNumber("f", "x", "3"), TypeError, 'f: "x" expected a finite number, got "3"'],
    ["NaN for a number", () => c.checkNumber("f", "x", Number.NaN), RangeError, 'f: "x" expected a finite number, got NaN'],
    [
      "a number too small",
      () => c.checkNumber("f", "x", -1, { low: 0 }),
      RangeError,
      'f: "x" expected a finite number of at least 0, got -1',
    ],
    [
      "an open bound met",
      () => c.checkNumber("f", "beta", 0.5, { low: 0.5, high: 1, exclusive: true }),
      RangeError,
      'f: "beta" expected a finite number strictly between 0.5 and 1, got 0.5',
    ],
    ["half a unit", () => c.checkInteger("f", "width", 1.5, 1), RangeError, 'f: "width" expected an integer of at least 1, got 1.5'],
    ["a bigint", () => c.checkInteger("f", "width", 3n), TypeError, 'f: "width" expected an integer of at least 0, got 3'],
    ["a truthy flag", () => c.checkBoolean("f", "vectors", 1), TypeError, 'f: "vectors" expected true or false, got 1'],
    ["no function", () => c.checkFunction("f", "apply", {}), TypeError, 'f: "apply" expected a function, got an object with keys (none)'],
    [
      "an unknown word",
      () => c.checkChoice("f", "which", "XX", ["LA", "SA"]),
      RangeError,
      'f: "which" expected one of "LA", "SA", got "XX"',
    ],
    ["no word at all", () => c.checkChoice("f", "which", null, ["LA", "SA"]), TypeError, 'f: "which" expected one of "LA", "SA", got null'],
    [
      "a misspelt option",
      () => c.checkOptions("f", "options", { tolerence: 1 } as { tolerance?: number }, ["tolerance"]),
      TypeError,
      'f: "options" expected keys among tolerance, got the unknown key "tolerence"',
    ],
    [
      "options that are a list",
      () => c.checkOptions("f", "options", [], []),
      TypeError,
      'f: "options" expected an object, got an array of length 0',
    ],
    ["a string for a list", () => c.checkVector("f", "b", "123"), TypeError, 'f: "b" expected an array of numbers, got "123"'],
    [
      "bigints",
      () => c.checkVector("f", "b", new BigInt64Array(2)),
      TypeError,
      'f: "b" expected an array of numbers, got a BigInt64Array of length 2',
    ],
    ["a hole", () => c.checkVector("f", "b", [1, undefined, 3]), TypeError, 'f: "b[1]" expected a number, got undefined'],
    ["a numeral in quotes", () => c.checkVector("f", "b", [1, "2"]), TypeError, 'f: "b[1]" expected a number, got "2"'],
    ["an infinite entry", () => c.checkVector("f", "b", [1, Infinity]), RangeError, 'f: "b[1]" expected a finite number, got Infinity'],
    ["a wrong length", () => c.checkVector("cg", "b", [1, 2], 3, "rows of A"), RangeError, 'cg: "b" expected length 3 (rows of A), got 2'],
    [
      "an object for a matrix",
      () => checkMatrix("f", "A", { a: 1 }),
      TypeError,
      'f: "A.rows" expected an integer of at least 0, got undefined',
    ],
    ["ragged rows", () => checkMatrix("f", "A", [[1, 2], [3]]), RangeError, 'f: "A[1]" expected length 2 (as the first row), got 1'],
    ["a row that is a number", () => checkMatrix("f", "A", [[1, 2], 3]), TypeError, 'f: "A[1]" expected an array of numbers, got 3'],
    [
      "data that do not fill the shape",
      () => checkMatrix("f", "A", { rows: 2, cols: 2, data: new Float64Array(3) }),
      RangeError,
      'f: "A.data" expected length 4 (2 x 2), got 3',
    ],
    [
      "plain data in a record",
      () => checkMatrix("f", "A", { rows: 1, cols: 1, data: [1] }),
      TypeError,
      'f: "A.data" expected a Float64Array, got an array of length 1',
    ],
    [
      "a negative shape",
      () => checkMatrix("f", "A", { rows: -1, cols: 1, data: new Float64Array(0) }),
      RangeError,
      'f: "A.rows" expected an integer of at least 0, got -1',
    ],
    ["NaN in a matrix", () => checkMatrix("f", "A", [[1], [Number.NaN]]), RangeError, 'f: "A.data[1]" expected a finite number, got NaN'],
  ];
  test.each(cases)("%s", (_, call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(new kind(message));
    expect(call).toThrow(expect.toSatisfy(({ code }) => code === "ERR_NNTK_MISUSE"));
  });
});

describe("what is right passes through", () => {
  test("a Float64Array is taken as it is, other arrays are copied", () => {
    const own = new Float64Array([1, 2]);
    expect(c.checkVector("f", "b", own)).toBe(own);
    expect(c.checkVector("f", "b", new Float32Array([1, 2]))).toEqual(own);
  });

  test("a flat list is one column, a list of lists is rows, nothing is 0 x 1", () => {
    expect(checkMatrix("f", "A", [1, 2, 3])).toEqual({ rows: 3, cols: 1, data: new Float64Array([1, 2, 3]) });
    expect(checkMatrix("f", "A", [[1, 2], new Float64Array([3, 4])])).toEqual({ rows: 2, cols: 2, data: new Float64Array([1, 2, 3, 4]) });
    expect(checkMatrix("f", "A", [])).toEqual({ rows: 0, cols: 1, data: new Float64Array(0) });
  });
});
