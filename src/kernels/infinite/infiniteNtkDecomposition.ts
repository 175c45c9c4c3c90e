import { checkMatrix, type MatrixLike, makeMatrix } from "../../core/matrix.js";
import { eigh } from "../../linalg/eigh.js";
import { decompositionOf, type KernelDecomposition } from "../decomposition.js";
import { infiniteNtk } from "./infiniteNtk.js";
import { limitTriangle } from "./limitTriangle.js";
import { checkInfiniteOptions, type InfiniteNtkOptions } from "./options.js";

/**
 * The infinitely wide network's tangent kernel as B* = Q diag(lambda) Q': `infiniteNtkSpectrum` with the vectors, and its accuracy. What
 * `nntk` and `solveRegularized` take to give the limit of a step for regularizers far below eps lambda_1.
 *
 * Shapes   x: M x d; M eigenvalues, descending; vectors M x M
 * Source   as `infiniteNtkSpectrum`
 * Cost     as `infiniteNtkSpectrum`, and 12 M^3 operations for the vectors
 *
 * @throws as `infiniteNtk` does
 *
 * @example
 * ```ts
 * import { infiniteNtkDecomposition, nntk } from "nntk/kernels";
 * const limit = infiniteNtkDecomposition([0, 0.5, 1]);
 * limit.values; // => [0.5599068, 0.0753216, 0.0028896]
 * nntk(limit, 1e-3).data[0]; // => 0.95145
 * ```
 */
export function infiniteNtkDecomposition(x: MatrixLike, options?: InfiniteNtkOptions): KernelDecomposition {
  const where = "infiniteNtkDecomposition";
  const points = checkMatrix(where, "x", x);
  const checked = checkInfiniteOptions(where, options);
  const n = points.rows;
  const columns = Array.from({ length: n }, (_, j) => j);
  const decomposed = limitTriangle(where, points, checked, (engine, r) => decompositionOf(engine, n, r, columns, n));
  if (decomposed !== undefined) return decomposed;
  const { values, vectors } = eigh(infiniteNtk(points, undefined, options));
  const turned = vectors.data.map((_, at) => vectors.data[at - (at % n) + n - 1 - (at % n)]!);
  return { values: values.map((value) => Math.max(value, 0)).reverse(), vectors: makeMatrix(n, n, turned) };
}
