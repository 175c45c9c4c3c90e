import { describe, expect, test } from "vitest";
import { qr } from "../../src/linalg/qr.js";
import { svd } from "../../src/linalg/svd.js";
import { tsqr } from "../../src/linalg/tsqr.js";
import { entries } from "../support/dense.js";
import { reflected } from "../support/spectral.js";

const C = 10;
const EPS = Number.EPSILON;
const matrix = (rows: number, cols: number, data: Float64Array) => ({ rows, cols, data });

/** The rows of a in tiles whose heights follow `heights`, round and round. */
function* tilesOf(m: number, n: number, a: Float64Array, heights: number[]) {
  for (let i = 0, t = 0; i < m; t++) {
    const rows = Math.min(m - i, heights[t % heights.length] as number);
    yield matrix(rows, n, a.slice(i * n, (i + rows) * n));
    i += rows;
  }
}

describe("tsqr", () => {
  test.each([
    [5, 7, [2]],
    [7, 7, [3, 0, 4]],
    [300, 5, [1]],
    [256, 5, [256]],
    [257, 5, [300]],
    [1500, 40, [77, 1000, 1]],
  ])("%i rows of %i in tiles of %j give the triangle of the whole, up to the sign of its rows", (m, n, heights) => {
    const a = entries(m * n, 6).map((v, k) => v + Math.sin(k));
    const R = tsqr(tilesOf(m, n, a, heights));
    const whole = qr(matrix(m, n, a)).R;
    expect([R.rows, R.cols]).toEqual([n, n]);
    const sizes = Array.from({ length: n }, (_, j) => Math.hypot(...Array.from({ length: m }, (_, i) => a[i * n + j] as number)));
    for (let i = 0; i < n; i++) {
      const sign = i < m ? Math.sign((R.data[i * n + i] as number) * (whole.data[i * n + i] as number)) : 0;
      for (let j = 0; j < n; j++) {
        const expected = i < m ? sign * (whole.data[i * n + j] as number) : 0;
        // forward error: the condition of these matrices is below 1e3
        expect(Math.abs((R.data[i * n + j] as number) - expected)).toBeLessThanOrEqual(1e3 * C * n * EPS * (sizes[j] as number));
      }
    }
  });

  test("keeps the relative accuracy of singular values thirty orders apart, where A'A would keep none", () => {
    const [m, n] = [900, 12];
    const d = Array.from({ length: n }, (_, j) => 10 ** ((-30 * j) / (n - 1)));
    const eye = new Float64Array(m * n);
    for (let j = 0; j < n; j++) eye[j * n + j] = 1;
    const a = reflected(m, n, eye, 3).map((v, k) => v * (d[k % n] as number));
    const { values } = svd(tsqr(tilesOf(m, n, a, [100])), { vectors: false });
    for (let j = 0; j < n; j++) expect(Math.abs((values[j] as number) / (d[j] as number) - 1)).toBeLessThanOrEqual(C * n * EPS);
  });

  test("a source of tiles may call the library, and what it throws reaches the caller", () => {
    const R = tsqr(
      (function* () {
        yield qr([
          [1, 2],
          [3, 4],
        ]).R;
        yield qr([
          [5, 6],
          [7, 8],
        ]).R;
      })(),
    );
    expect(R.data[2]).toBe(0);
    expect(() =>
      tsqr(
        (function* () {
          yield [[1, 2]];
          throw new Error("the caller's own");
        })(),
      ),
    ).toThrow("the caller's own");
  });

  test("says what is wrong with a tile", () => {
    expect(() => tsqr([[[1, 2]], [[1, 2, 3]]])).toThrow('tsqr: "tiles[1]" expected 2 columns (as the first tile), got 3');
    expect(() => tsqr([[[1, 2]], [[1, NaN]]])).toThrow('tsqr: "tiles[1].data[1]" expected a finite number, got NaN');
    expect(() => tsqr([[[1.5e308], [1.5e308]]])).toThrow('tsqr: "R" expected entries within the range of float64, got an overflow');
    expect(() => tsqr([])).toThrow('tsqr: "tiles" expected at least one tile, got none');
  });
});
