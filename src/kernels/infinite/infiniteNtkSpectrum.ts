import { checkMatrix, type MatrixLike } from "../../core/matrix.js";
import { eigh } from "../../linalg/eigh.js";
import { singularValuesIn } from "../../linalg/svd.js";
import { squares } from "../squares.js";
import { infiniteNtk } from "./infiniteNtk.js";
import { limitTriangle } from "./limitTriangle.js";
import { checkInfiniteOptions, type InfiniteNtkOptions } from "./options.js";

/**
 * Eigenvalues of the infinitely wide network's tangent kernel, with their small ones right.
 *
 * For a smooth activation B* = F'F / M with F the features of a quadrature over (w, b), and the eigenvalues are singular values of F (streaming
 * QR, then one-sided Jacobi), never those of the formed kernel: |d lambda / lambda| <= c eps sqrt(lambda_1 / lambda), where the entries of B*
 * only determine lambda to eps lambda_1. For relu, whose kink no grid resolves, and where a grid would take more than 2^30 activations (from
 * three inputs on, mostly), the formed kernel is decomposed and the accuracy is that absolute one; eigenvalues that rounding made negative
 * are returned as 0.
 *
 * Shapes   x: M x d; M eigenvalues, descending
 * Source   method as `ntkSpectrum`; the kernel as `infiniteNtk`
 * Cost     6 n^2 M^2 operations for n quadrature nodes an axis, n about 90 sqrt(1 + x^2) for tanh; for d inputs 2 n^(d+1) M^2, n about 100 max(1, |x|)
 *
 * @throws as `infiniteNtk` does
 *
 * @example
 * ```ts
 * import { infiniteNtkSpectrum } from "nntk/kernels";
 * infiniteNtkSpectrum([0, 0.5, 1]); // => [0.5599068, 0.0753216, 0.0028896]
 * ```
 */
export function infiniteNtkSpectrum(x: MatrixLike, options?: InfiniteNtkOptions): Float64Array {
  const where = "infiniteNtkSpectrum";
  const points = checkMatrix(where, "x", x);
  const checked = checkInfiniteOptions(where, options);
  const m = points.rows;
  const squared = limitTriangle(where, points, checked, (engine, r) => {
    const values = engine.arena.f64(m);
    singularValuesIn(engine, m, r, values);
    return squares(engine.view(values, m), m);
  });
  if (squared !== undefined) return squared;
  const { values } = eigh(infiniteNtk(points, undefined, options), { vectors: false });
  return values.map((value) => Math.max(value, 0)).reverse();
}
