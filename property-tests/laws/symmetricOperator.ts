import { expect } from "vitest";

type Product = (x: Float64Array) => Float64Array;

const EPS = 2.220446049250313e-16;

/**
 * The laws of a symmetric linear map given by its product: <u, A v> = <v, A u> and A (u + t v) = A u + t A v, to `errors` roundings of
 * |A| |u| |v|; `size` bounds |A| and the sizes of the terms that A's products are summed from.
 */
export function expectSymmetricLinear(product: Product, u: Float64Array, v: Float64Array, size: number, errors: number): void {
  const norm = (a: Float64Array) => Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const tolerance = errors * EPS * size * (norm(u) + norm(v));
  const [Au, Av] = [product(u), product(v)];
  expect(Math.abs(dot(u, Av) - dot(v, Au))).toBeLessThanOrEqual(tolerance * (norm(u) + norm(v)));
  const t = -1.37;
  const combined = product(u.map((value, i) => value + t * (v[i] as number)));
  const difference = combined.map((value, i) => value - (Au[i] as number) - t * (Av[i] as number));
  expect(norm(difference)).toBeLessThanOrEqual(2 * tolerance);
}
