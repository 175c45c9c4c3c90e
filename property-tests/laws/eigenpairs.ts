import { expect } from "vitest";
import type { Matrix } from "../../src/core/matrix.js";
import { norm, times } from "../../test/support/plain.js";

/**
 * The laws of eigenpairs of a symmetric n x n matrix, one a column of `vectors`: |A v - value v| <= residual and V'V = I to `orthogonality`,
 * values ascending.
 */
export function expectEigenpairs(A: Matrix, values: Float64Array, vectors: Matrix, residual: number, orthogonality: number): void {
  const k = values.length;
  const columns = Array.from({ length: k }, (_, j) => Float64Array.from({ length: A.rows }, (_, i) => vectors.data[i * k + j]!));
  for (const [j, v] of columns.entries()) {
    if (j > 0) expect(values[j]!).toBeGreaterThanOrEqual(values[j - 1]!);
    expect(norm(times(A.data, v).map((entry, i) => entry - values[j]! * v[i]!))).toBeLessThanOrEqual(residual);
    for (let l = 0; l <= j; l++) {
      const inner = v.reduce((sum, entry, i) => sum + entry * columns[l]![i]!, 0);
      expect(Math.abs(inner - (l === j ? 1 : 0))).toBeLessThanOrEqual(orthogonality);
    }
  }
}
