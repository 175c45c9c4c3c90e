import { describe, expect, test } from "vitest";
import { crossValidate } from "../../src/fit/crossValidation.js";
import { createNetwork, jacobian, predict } from "../../src/index.js";
import { cholesky, gram, solveCholesky } from "../../src/linalg/index.js";
import { checkData } from "../../src/model/data.js";
import { tangentModes } from "../../src/model/tangentModes.js";
import { createRandom } from "../../src/random/index.js";

const M = 40;
const x = Array.from({ length: M }, (_, i) => (3.4 * i) / (M - 1) - 1.7);
const e = createRandom(1).normal(M, 0, 0.3);
const y = x.map((t, i) => Math.sin(2 * t) + (e[i] as number));
const network = createNetwork({ inputs: 1, width: 80 });
const modes = tangentModes(network, checkData("test", network, { x, y }));

/** sqrt GCV, the noise and the degrees of freedom from the hat matrix JJ' (JJ' + ridge I)^-1 itself. */
function byHatMatrix(ridge: number) {
  const B = gram(jacobian(network, x));
  const A = { ...B, data: B.data.map((v, i) => (i % (M + 1) === 0 ? v + ridge : v)) };
  const hat = solveCholesky(cholesky(A).L as never, B);
  const f = predict(network, x).data;
  const r = Array.from(f, (v, i) => v - (y[i] as number));
  const left = r.map((v, i) => v - r.reduce((sum, u, j) => sum + (hat.data[i * M + j] as number) * u, 0));
  const spent = x.reduce((sum, _, i) => sum + (hat.data[i * (M + 1)] as number), 0);
  const rest = left.reduce((sum, v) => sum + v * v, 0);
  return { error: Math.sqrt(rest / M) / (1 - spent / M), noise: Math.sqrt(rest / (M - spent)), degrees: spent };
}

describe("cross-validating a linearised solve", () => {
  test("is what the hat matrix says", () => {
    const best = crossValidate(modes);
    if (best === undefined) throw new Error("no ridge");
    const trace = modes.values.reduce((a, b) => a + b);
    const { error, noise, degrees } = byHatMatrix(best.regularization * trace);
    expect(best.error).toBeCloseTo(error, 8);
    expect(best.noise).toBeCloseTo(noise, 8);
    expect(best.degrees).toBeCloseTo(degrees, 6);
    expect(best.noise).toBeGreaterThan(0.2);
    expect(best.noise).toBeLessThan(0.4);
  });

  test("leaves degrees of freedom to judge by", () => {
    // every ridge fits: the score alone would take the smallest
    const flat = { samples: 100, outputs: 1, values: new Float64Array(100).fill(1), squares: new Float64Array(100).fill(1), ok: true };
    const rough = { ...flat, values: flat.values.map((_, j) => 10 ** (j / 10)), squares: flat.squares.map((_, j) => 10 ** (j / 10 - 10)) };
    expect(crossValidate(rough)?.degrees).toBeLessThanOrEqual(90);
    expect(crossValidate(flat)?.degrees).toBeLessThanOrEqual(90);
  });

  test("has nothing to say where there is nothing to go by", () => {
    expect(crossValidate({ ...modes, ok: false })).toBeUndefined();
    expect(crossValidate({ ...modes, values: new Float64Array(M) })).toBeUndefined();
  });
});
