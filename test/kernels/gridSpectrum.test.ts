import { describe, expect, test } from "vitest";
import { infiniteNtk, infiniteNtkDecomposition, infiniteNtkSpectrum } from "../../src/kernels/index.js";
import { eigh } from "../../src/linalg/index.js";

const eps = 2 ** -52;
/** Constant of the bound |d lambda| <= C eps sqrt(lambda_1 lambda): of both factorizations, and of rounding the turned points. */
const C = 1024;

const turned = (points: [number, number][], angle: number) =>
  points.map(([a, b]) => [a * Math.cos(angle) - b * Math.sin(angle), a * Math.sin(angle) + b * Math.cos(angle)]);

function expectSame(ours: Float64Array, theirs: Float64Array): void {
  expect(ours.length).toBe(theirs.length);
  const top = theirs[0] as number;
  for (const [j, value] of theirs.entries()) expect(Math.abs((ours[j] as number) - value)).toBeLessThan(C * eps * Math.sqrt(top * value));
}

describe("the limit's spectrum in the plane", () => {
  // the law of w is the same in every direction: points on a line through 0 are one-dimensional inputs, and turning changes nothing
  for (const activation of ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu"] as const) {
    test(`is that of one input for points on a line (${activation})`, () => {
      const t = Array.from({ length: 16 }, (_, i) => -0.3 + 0.06 * i);
      const line = infiniteNtkSpectrum(t, { activation });
      expect(line[15] as number).toBeLessThan(16 * eps * (line[0] as number)); // n eps lambda_1: beyond what entries can tell
      expectSame(
        infiniteNtkSpectrum(
          turned(
            t.map((s) => [s, 0]),
            0.7,
          ),
          { activation },
        ),
        line,
      );
    });
  }

  test("does not change when the points are turned about 0", () => {
    const points = Array.from({ length: 10 }, (_, i): [number, number] => [Math.cos(3 * i) * (0.2 + 0.08 * i), Math.sin(5 * i) * 0.9]);
    expectSame(infiniteNtkSpectrum(turned(points, 1.1)), infiniteNtkSpectrum(points));
  });

  test("has the eigenvalues of the formed kernel, as far as its entries tell them", () => {
    const points = Array.from({ length: 12 }, (_, i) => [Math.cos(3 * i), Math.sin(2 * i) - 0.3]);
    const options = { inputVariance: 0.5, biasVariance: 0.3, outputVariance: 2 } as const;
    const formed = eigh(infiniteNtk(points, undefined, options)).values.reverse();
    const ours = infiniteNtkSpectrum(points, options);
    for (const [j, value] of ours.entries()) expect(Math.abs(value - (formed[j] as number))).toBeLessThan(C * eps * (formed[0] as number));
    const { values, vectors } = infiniteNtkDecomposition(points, options);
    expectSame(values, ours);
    const kernel = infiniteNtk(points, undefined, options).data;
    for (let i = 0; i < 12; i++) {
      for (let k = 0; k < 12; k++) {
        let entry = 0;
        for (let j = 0; j < 12; j++)
          entry += (values[j] as number) * (vectors.data[i * 12 + j] as number) * (vectors.data[k * 12 + j] as number);
        expect(Math.abs(entry - (kernel[i * 12 + k] as number))).toBeLessThan(C * eps * (formed[0] as number));
      }
    }
  });
});
