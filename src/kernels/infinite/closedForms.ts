import { atan2, exp, expm1 } from "../../elementary/scalar.js";
import type { PairCovariance } from "./covariance.js";

/** [T, T'] with T = E[sigma(u) sigma(u')] and its derivative's T' = E[sigma'(u) sigma'(u')] at one pair of inputs. */
export type PairExpectation = readonly [value: number, derivative: number];

/** Williams 1997: T = (2/pi) atan2(2 q12, sqrt D), T' = (4/pi) / sqrt D, D = (1 + 2 q11)(1 + 2 q22) - 4 q12^2. */
export function erfExpectation({ q11, q22, q12, det }: PairCovariance): PairExpectation {
  const root = Math.sqrt(1 + 2 * (q11 + q22) + 4 * det);
  if (root === Infinity) return [NaN, NaN];
  return [(2 / Math.PI) * atan2(2 * q12, root), 4 / (Math.PI * root)];
}

/**
 * Cho & Saul 2009, arc-cosine kernels of order 1 and 0. With phi = pi - theta the angle between x and -x':
 * T = r (sin phi - phi cos phi) / (2 pi), r = sqrt(q11 q22); T' = phi / (2 pi). Where u or u' is always 0, T' = 0: relu'(0) = 0.
 */
export function reluExpectation({ q11, q22, q12, det }: PairCovariance): PairExpectation {
  const root = Math.sqrt(det);
  const phi = atan2(root, -q12);
  const value = phi < 0.5 ? Math.sqrt(q11 * q22) * sineMinusArc(phi) : root + q12 * phi;
  return [value / (2 * Math.PI), q11 > 0 && q22 > 0 ? phi / (2 * Math.PI) : 0];
}

/** sin phi - phi cos phi = sum_k (-1)^(k+1) 2k phi^(2k+1) / (2k+1)!, for small phi, where the difference cancels. */
function sineMinusArc(phi: number): number {
  const square = phi * phi;
  let power = phi; // (-1)^k phi^(2k+1) / (2k+1)!
  let sum = 0;
  for (let k = 1; k <= 9; k++) {
    power *= -square / (2 * k * (2 * k + 1));
    sum -= 2 * k * power;
  }
  return sum;
}

/**
 * T = (e^(q12-h) - e^(-q12-h)) / 2, T' = (e^(q12-h) + e^(-q12-h)) / 2, h = (q11 + q22) / 2: from the characteristic function of (u, u').
 * The exponents are the variances of u - u' and u + u', which keep their digits where the inputs nearly coincide or cancel.
 */
export function sinExpectation({ q12, halfDistance, halfSum }: PairCovariance): PairExpectation {
  const near = exp(-halfDistance);
  const far = exp(-halfSum);
  const value = q12 >= 0 ? -0.5 * near * expm1(-2 * q12) : 0.5 * far * expm1(2 * q12);
  return [value, 0.5 * (near + far)];
}

/**
 * Tsuchida et al. 2021 (Avoiding kernel fixed points), gelu = z Phi(z):  D = (1 + q11)(1 + q22) - q12^2, p = (1 + q11)(1 + q22),
 * t = atan2(q12, sqrt D),  T = q12/4 + [ (q12^2 + q11 q22 D)/(p sqrt D) + q12 t ] / (2 pi),
 * T' = 1/4 + t/(2 pi) + q12 [ 1/D + (1 - q11 q22)/p + 1 ] / (2 pi sqrt D).
 */
export function geluExpectation({ q11, q22, q12, det }: PairCovariance): PairExpectation {
  const D = 1 + q11 + q22 + det;
  const root = Math.sqrt(D);
  const p = (1 + q11) * (1 + q22);
  const angle = atan2(q12, root);
  return [
    q12 / 4 + ((q12 * q12 + q11 * q22 * D) / (p * root) + q12 * angle) / (2 * Math.PI),
    0.25 + angle / (2 * Math.PI) + (q12 * (1 / D + (1 - q11 * q22) / p + 1)) / (2 * Math.PI * root),
  ];
}
