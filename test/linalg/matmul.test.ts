import { describe, expect, test } from "vitest";
import { makeMatrix } from "../../src/core/matrix.js";
import { gemv, gram, matmul } from "../../src/linalg/index.js";
import { chained, entries, firstDifference } from "../support/dense.js";

const matrix = (rows: number, cols: number, seed: number) => makeMatrix(rows, cols, entries(rows * cols, seed));

describe("matmul", () => {
  test("gives the bits of the plain ordered sum, small enough to stay in JavaScript or not, with transposes and with out", () => {
    for (const [m, n, k] of [
      [1, 1, 1],
      [2, 3, 4],
      [8, 8, 8],
      [8, 10, 9],
      [9, 9, 9],
      [13, 7, 300],
      [40, 33, 21],
    ] as const) {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const a = transposeA ? matrix(k, m, 1) : matrix(m, k, 1);
          const b = transposeB ? matrix(n, k, 2) : matrix(k, n, 2);
          const expected = new Float64Array(m * n);
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n; j++) {
              const left = (p: number) => a.data[transposeA ? p * m + i : i * k + p] as number;
              const right = (p: number) => b.data[transposeB ? j * k + p : p * n + j] as number;
              expected[i * n + j] = chained(k, 1, undefined, (p) => left(p) * right(p));
            }
          }
          const out = makeMatrix(m, n);
          expect(firstDifference(matmul(a, b, { transposeA, transposeB }).data, expected)).toBe(-1);
          expect(matmul(a, b, { transposeA, transposeB, out })).toBe(out);
          expect(firstDifference(out.data, expected)).toBe(-1);
        }
      }
    }
  });

  test("with a dimension of zero the product is the zero matrix of the right shape", () => {
    expect(matmul(matrix(0, 3, 1), matrix(3, 2, 1))).toEqual(makeMatrix(0, 2));
    expect(matmul(matrix(2, 0, 1), matrix(0, 3, 1))).toEqual(makeMatrix(2, 3));
    const out = matrix(2, 3, 4);
    matmul(matrix(2, 0, 1), matrix(0, 3, 1), { out });
    expect(out.data).toEqual(new Float64Array(6));
  });

  test("out may be one of the factors", () => {
    for (const n of [3, 20]) {
      const a = matrix(n, n, 1);
      const expected = matmul(a, a);
      expect(matmul(a, a, { out: a }).data).toEqual(expected.data);
    }
  });

  test("what does not fit is named, with expected and got", () => {
    expect(() => matmul([[1, 2]], [[1, 2]])).toThrow(new RangeError('matmul: "B" expected 2 rows (columns of A), got 1'));
    expect(() => matmul([[1, 2]], [[1], [2]], { out: makeMatrix(2, 1) })).toThrow('matmul: "out" expected 1 x 1, got 2 x 1');
    expect(() => matmul([[1, 2]], [[1], [2]], { transpose: true } as object)).toThrow(TypeError);
    expect(() => matmul([[1]], [[1]], { transposeA: 1 as unknown as boolean })).toThrow('"transposeA" expected true or false');
  });

  test("NaN and infinity are refused by the name of the operand at every size, and out is untouched", () => {
    for (const n of [1, 2, 8, 9, 30]) {
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const a = matrix(n, n, 1);
        const spoilt = makeMatrix(n, n, a.data.slice());
        spoilt.data[n * n - 1] = bad;
        const out = makeMatrix(n, n);
        expect(() => matmul(spoilt, a, { out })).toThrow(`matmul: "A.data[${n * n - 1}]" expected a finite number, got ${bad}`);
        expect(() => matmul(a, spoilt)).toThrow(`matmul: "B.data[${n * n - 1}]"`);
        expect(out.data).toEqual(new Float64Array(n * n));
        expect(() => gram(spoilt)).toThrow('gram: "A.data[');
        expect(() => gemv(spoilt, entries(n, 1))).toThrow('gemv: "A.data[');
      }
    }
    expect(() => matmul(makeMatrix(1, 2, Float64Array.of(1, Number.NaN)), makeMatrix(2, 0))).toThrow('"A.data[1]"');
  });

  test("a product beyond the doubles is an error, never an infinity or NaN in the result", () => {
    for (const n of [2, 30]) {
      const huge = makeMatrix(n, n, new Float64Array(n * n).fill(1e200));
      expect(() => matmul(huge, huge)).toThrow(new RangeError('matmul: "C" expected entries within the range of float64, got an overflow'));
      expect(() => gram(huge)).toThrow('gram: "G" expected entries within the range');
      expect(() => gemv(huge, new Float64Array(n).fill(1e200))).toThrow('gemv: "y" expected entries within the range');
    }
  });
});

describe("gram", () => {
  test("gives matmul's bits and is exactly symmetric", () => {
    for (const [m, k] of [
      [1, 1],
      [3, 5],
      [9, 2],
      [30, 17],
      [18, 300],
    ] as const) {
      const a = matrix(m, k, 3);
      expect(gram(a).data).toEqual(matmul(a, a, { transposeB: true }).data);
      expect(gram(a, { transpose: true }).data).toEqual(matmul(a, a, { transposeA: true }).data);
    }
    expect(gram(makeMatrix(2, 0))).toEqual(makeMatrix(2, 2));
    expect(gram(makeMatrix(0, 3), { transpose: true })).toEqual(makeMatrix(3, 3));
  });
});

describe("gemv", () => {
  test("a product is the same number whether it was small enough to stay in JavaScript or not", () => {
    const [rows, cols] = [40, 15];
    const a = matrix(rows, cols, 5);
    const x = entries(cols, 6);
    const whole = gemv(a, x);
    for (let i = 0; i < rows; i++) expect(gemv(makeMatrix(1, cols, a.data.slice(i * cols, (i + 1) * cols)), x)[0]).toBe(whole[i]);
  });

  test("with transpose it is the product with the transposed matrix, to rounding", () => {
    const a = matrix(7, 5, 1);
    const x = entries(7, 2);
    const turned = gemv(a, x, { transpose: true });
    const expected = matmul(a, x, { transposeA: true }).data;
    for (let i = 0; i < 5; i++)
      expect(Math.abs((turned[i] as number) - (expected[i] as number))).toBeLessThanOrEqual(7 * 7 * 2 ** -52 * 36);
    expect(gemv(makeMatrix(0, 3), [], { transpose: true })).toEqual(new Float64Array(3));
    expect(() => gemv(a, x)).toThrow('gemv: "x" expected length 5 (columns of A), got 7');
  });
});
