import { describe, expect, test } from "vitest";
import * as arrays from "../../src/elementary/index.js";
import * as scalar from "../../src/elementary/scalar.js";

const { pow, atan2, ...one } = arrays;
const numbers: Record<keyof typeof one, (x: number) => number> = { ...scalar };
const NAMES = Object.keys(one) as (keyof typeof one)[];
const SAMPLE = [0, -0, 0.1, -0.7, 1, 2.5, -3.25, 20, -40, 710, -745, 1e300, -1e300, 5e-324, Infinity, -Infinity, NaN];

describe("elementary functions on arrays", () => {
  test("every function exists for numbers too, and gives the same bits", () => {
    for (const name of NAMES) {
      const values = one[name](SAMPLE);
      for (const [i, x] of SAMPLE.entries()) expect(values[i], `${name}(${x})`).toBe(numbers[name](x));
    }
    for (const y of SAMPLE) {
      const exponents = new Array(SAMPLE.length).fill(y);
      expect(Array.from(pow(SAMPLE, exponents))).toEqual(SAMPLE.map((x) => scalar.pow(x, y)));
      expect(Array.from(atan2(SAMPLE, exponents))).toEqual(SAMPLE.map((x) => scalar.atan2(x, y)));
    }
  });

  test("an array longer than a block is treated as its parts are, and may be overwritten", () => {
    const x = Float64Array.from({ length: 40001 }, (_, i) => Math.sqrt(i + 0.3) - 70);
    const y = arrays.tanh(x);
    for (const i of [0, 1, 16383, 16384, 32768, 40000]) expect(y[i]).toBe(scalar.tanh(x[i]!));
    expect(arrays.tanh(x, x)).toBe(x);
    expect(x).toEqual(y);
    expect(pow(y, y)).toHaveLength(40001);
  });

  test("plain arrays, typed arrays and nothing at all are arguments", () => {
    expect(arrays.exp([])).toEqual(new Float64Array(0));
    expect(arrays.exp(Float32Array.of(0, 0))).toEqual(Float64Array.of(1, 1));
    expect(arrays.exp([0])).toEqual(Float64Array.of(1));
  });

  test("misuse is named before any work", () => {
    expect(() => arrays.exp("1" as never)).toThrow(new TypeError('exp: "x" expected an array of numbers, got "1"'));
    expect(() => arrays.exp(["1"] as never)).toThrow('exp: "x[0]" expected a number, got "1"');
    expect(() => arrays.exp([1], [2] as never)).toThrow('exp: "out" expected a Float64Array');
    expect(() => arrays.exp([1], new Float64Array(2))).toThrow(
      new RangeError('exp: "out" expected length 1 (that of the argument), got 2'),
    );
    expect(() => pow([1], [1, 2])).toThrow(new RangeError('pow: "y" expected length 1 (that of x), got 2'));
  });
});
