import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Matrix } from "../../src/core/matrix.js";
import { type Activation, createNetwork } from "../../src/index.js";
import { infiniteNtk, nntk, ntk } from "../../src/kernels/index.js";
import { eigh, gemv, gram, matmul } from "../../src/linalg/index.js";
import { createRandom } from "../../src/random/index.js";
import { convergenceBound, gradientDescent, newtonFlow, newtonIterates, newtonRate } from "../../src/theory/index.js";

// The exponential convergence bound of regularized Newton (RSS, arXiv:2605.08352) as laws of the linearised model, each with a control
// that must fail.

interface Problem {
  B: Matrix;
  y: Float64Array;
  f0: Float64Array;
  spectrum: { values: Float64Array; vectors: Matrix };
  gamma: number;
}

/** Random points of a line, at least 1/8 apart, and the infinite-width kernel on them: a spectrum that falls like a real one. */
const limits = fc
  .record({ seed: fc.nat(1e6), n: fc.integer({ min: 2, max: 7 }), logGamma: fc.double({ min: -6, max: 1, noNaN: true }) })
  .map(({ seed, n, logGamma }) => {
    const random = createRandom(seed);
    const steps = random.uniform(n, 0.125, 1);
    const x = steps.map((_, i) => steps.slice(0, i).reduce((a, b) => a + b, -1));
    const B = infiniteNtk(x, undefined, { activation: "erf" });
    return { B, y: random.normal(n), f0: random.normal(n), spectrum: eigh(B), gamma: 10 ** logGamma };
  });

/** The kernel of a random network of several inputs and outputs on random points. */
const networks = fc
  .record({
    seed: fc.nat(1e6),
    inputs: fc.integer({ min: 1, max: 3 }),
    outputs: fc.integer({ min: 1, max: 3 }),
    samples: fc.integer({ min: 1, max: 4 }),
    width: fc.integer({ min: 1, max: 200 }),
    activation: fc.constantFrom<Activation>("tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu"),
    logGamma: fc.double({ min: -6, max: 1, noNaN: true }),
  })
  .map(({ seed, inputs, outputs, samples, width, activation, logGamma }): Problem => {
    const random = createRandom(seed);
    const x = { rows: samples, cols: inputs, data: random.normal(samples * inputs) };
    const B = ntk(createNetwork({ inputs, outputs, width, activation, seed }), x);
    return { B, y: random.normal(B.rows), f0: random.normal(B.rows), spectrum: eigh(B), gamma: 10 ** logGamma };
  });

/** A matrix A A' of random A: no network's kernel at all. Of any rank. */
const matrices = fc
  .record({
    seed: fc.nat(1e6),
    n: fc.integer({ min: 1, max: 7 }),
    rank: fc.integer({ min: 1, max: 7 }),
    logGamma: fc.double({ min: -6, max: 1, noNaN: true }),
  })
  .map(({ seed, n, rank, logGamma }): Problem => {
    const random = createRandom(seed);
    const B = gram({ rows: n, cols: rank, data: random.normal(n * rank) });
    return { B, y: random.normal(n), f0: random.normal(n), spectrum: eigh(B), gamma: 10 ** logGamma };
  });

const problems: fc.Arbitrary<Problem> = fc.oneof(limits, networks, matrices);

const norm = (v: Float64Array) => Math.sqrt(v.reduce((sum, a) => sum + a * a, 0));
const minus = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - b[i]!);
/** The iterates by their definition, f <- f + eta NNTK (y - f), k times. */
function iterate(B: Matrix, y: Float64Array, f0: Float64Array, gamma: number, eta: number, k: number): Float64Array {
  const K = nntk(B, gamma);
  let f = f0;
  for (let step = 0; step < k; step++) {
    const change = gemv(K, minus(y, f));
    f = f.map((value, i) => value + eta * change[i]!);
  }
  return f;
}
/** NNTK has errors of n eps lambda_1 / gamma, and k steps add up: what the laws below allow, relative to |f0 - y|. */
const slack = (n: number, largest: number, gamma: number, k: number) => 32 * n * (k + 1) * Number.EPSILON * (1 + largest / gamma);

describe("regularized Newton on the linearised model", () => {
  const stepSize = fc.double({ min: 0.05, max: 1.95, noNaN: true });
  const steps = fc.integer({ min: 0, max: 30 });

  test("obeys |f_k - y| <= q^k |f_0 - y| for every stable step size", () => {
    fc.assert(
      fc.property(problems, stepSize, steps, ({ B, y, f0, spectrum, gamma }, eta, k) => {
        const start = norm(minus(f0, y));
        const { bound } = convergenceBound({
          spectrum: spectrum.values.map((l) => Math.max(l, 0)),
          gamma,
          stepSize: eta,
          initialNorm: start,
          k,
        });
        const reached = norm(minus(iterate(B, y, f0, gamma, eta, k), y));
        expect(reached).toBeLessThanOrEqual(bound + start * slack(y.length, spectrum.values.at(-1)!, gamma, k));
      }),
    );
  });

  test("contracts mode j by exactly (1 - eta lambda_j / (lambda_j + gamma))^k, for lambda_j >= 1e-10 lambda_1", () => {
    fc.assert(
      fc.property(problems, stepSize, steps, ({ B, y, f0, spectrum, gamma }, eta, k) => {
        const Q = spectrum.vectors;
        const modes = (r: Float64Array) => matmul(Q, { rows: y.length, cols: 1, data: r }, { transposeA: true }).data;
        const before = modes(minus(f0, y));
        const after = modes(minus(iterate(B, y, f0, gamma, eta, k), y));
        const allowed = norm(before) * slack(y.length, spectrum.values.at(-1)!, gamma, k);
        spectrum.values.forEach((lambda, j) => {
          if (lambda < 1e-10 * spectrum.values.at(-1)!) return;
          expect(Math.abs(after[j]! - (1 - (eta * lambda) / (lambda + gamma)) ** k * before[j]!)).toBeLessThanOrEqual(allowed);
        });
      }),
    );
  });

  test("is what newtonIterates says", () => {
    fc.assert(
      fc.property(problems, stepSize, steps, ({ B, y, f0, spectrum, gamma }, eta, k) => {
        const said = newtonIterates(B, y, { gamma, stepSize: eta }).train(k, f0).data;
        const allowed = norm(minus(f0, y)) * slack(y.length, spectrum.values.at(-1)!, gamma, k);
        expect(norm(minus(said, iterate(B, y, f0, gamma, eta, k)))).toBeLessThanOrEqual(allowed);
      }),
    );
  });

  test("as a flow obeys |f_t - y| <= exp(-t mu_min) |f_0 - y|", () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0, max: 50, noNaN: true }), ({ B, y, f0, spectrum, gamma }, t) => {
        const start = norm(minus(f0, y));
        const { bound } = convergenceBound({ spectrum: spectrum.values.map((l) => Math.max(l, 0)), gamma, initialNorm: start, t });
        expect(norm(minus(newtonFlow(B, y, { gamma }).train(t, f0).data, y))).toBeLessThanOrEqual(
          bound + 64 * y.length * Number.EPSILON * start,
        );
      }),
    );
  });

  test("bites on few well-separated points: gamma <= lambda_min halves every residual in every step", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.double({ min: 0.01, max: 1, noNaN: true }), (seed, share) => {
        const random = createRandom(seed);
        const B = infiniteNtk([-2, 0, 2], undefined, { activation: "erf" });
        const { values } = eigh(B);
        const gamma = share * values[0]!;
        const { contraction, uniform } = newtonRate(values, gamma);
        expect(uniform).toBe(true);
        expect(contraction).toBeLessThanOrEqual(0.5);
        const y = random.normal(3);
        const f0 = random.normal(3);
        for (const k of [1, 5, 20]) {
          const reached = norm(minus(iterate(B, y, f0, gamma, 1, k), y));
          expect(reached).toBeLessThanOrEqual(contraction ** k * norm(minus(f0, y)) + norm(minus(f0, y)) * slack(3, values[2]!, gamma, k));
        }
      }),
    );
  });

  test("has NNTK eigenvalues between lambda_min / (lambda_min + gamma) and 1", () => {
    fc.assert(
      fc.property(problems, ({ B, y, spectrum, gamma }) => {
        const values = eigh(nntk(B, gamma)).values;
        const allowed = slack(y.length, spectrum.values.at(-1)!, gamma, 1);
        const smallest = Math.max(spectrum.values[0]!, 0);
        expect(values[0]!).toBeGreaterThanOrEqual(smallest / (smallest + gamma) - allowed);
        expect(values.at(-1)!).toBeLessThanOrEqual(1 + allowed);
      }),
    );
  });

  test("converges at rates within a factor of 2 of each other over all frequencies once gamma <= lambda_min; gradient descent at the condition number's", () => {
    fc.assert(
      fc.property(problems, ({ spectrum }) => {
        fc.pre(spectrum.values.at(-1)! > 0); // not so for a single relu unit that no sample reaches
        const lambda = spectrum.values.filter((l) => l >= 1e-10 * spectrum.values.at(-1)!);
        const { modes } = newtonRate(lambda, lambda[0]!);
        expect(Math.max(...modes) / Math.min(...modes)).toBeLessThanOrEqual(2);
      }),
    );
    fc.assert(
      fc.property(limits, ({ spectrum }) => {
        // gradient descent at the largest stable rate contracts mode j by 1 - 2 lambda_j / lambda_1 at best
        expect(spectrum.values.at(-1)! / spectrum.values[0]!).toBeGreaterThan(2);
      }),
    );
  });
});

describe("the controls fail, so the laws say something", () => {
  test("gradient descent does not keep Newton's rate on a mode with lambda_j <= 0.01 lambda_1, gamma = lambda_j, in 10 steps or more", () => {
    let drawn = 0;
    fc.assert(
      fc.property(limits, fc.integer({ min: 10, max: 40 }), ({ B, y, f0, spectrum }, k) => {
        const largest = spectrum.values.at(-1)!;
        const j = spectrum.values.findIndex((lambda) => lambda >= 1e-10 * largest && lambda <= 0.01 * largest);
        fc.pre(j >= 0);
        drawn++;
        const lambda = spectrum.values[j]!;
        const reached = gradientDescent(B, y, { learningRate: 1 / largest }).train(k, f0).data;
        const q = Array.from({ length: y.length }, (_, i) => spectrum.vectors.data[i * y.length + j]!);
        const mode = (r: Float64Array) => Math.abs(q.reduce((sum, qi, i) => sum + qi * r[i]!, 0));
        const newtonsFactor = (lambda / (lambda + lambda)) ** k;
        expect(mode(minus(reached, y))).toBeGreaterThan(newtonsFactor * mode(minus(f0, y)));
      }),
    );
    expect(drawn).toBeGreaterThan(20);
  });

  test("the tangent kernel itself has no eigenvalue above what bounds those of the NNTK from below, nor does the NNTK with gamma far above lambda_min", () => {
    let drawn = 0;
    fc.assert(
      fc.property(limits, ({ B, y, spectrum }) => {
        const [smallest, largest] = [spectrum.values[0]!, spectrum.values.at(-1)!];
        fc.pre(y.length > 3 && smallest > 1e-10 * largest);
        drawn++;
        expect(smallest / largest).toBeLessThan(0.5); // the NTK, scaled to at most 1 as the NNTK is, with gamma = lambda_min
        expect(eigh(nntk(B, 100 * smallest)).values[0]!).toBeLessThan(0.5);
      }),
    );
    expect(drawn).toBeGreaterThan(20);
  });

  test("with gamma far above lambda_min the residual is not halved in a step", () => {
    const B = infiniteNtk([-2, 0, 2], undefined, { activation: "erf" });
    const { values, vectors } = eigh(B);
    const slow = Float64Array.from([0, 3, 6], (at) => vectors.data[at]!); // the mode of lambda_min
    const f = iterate(B, slow, new Float64Array(3), 100 * values[0]!, 1, 1);
    expect(norm(minus(f, slow))).toBeGreaterThan(0.9);
  });

  test("a step size of 2 or more is outside the statement, and diverges", () => {
    const B = infiniteNtk([-2, 0, 2], undefined, { activation: "erf" });
    const y = Float64Array.of(1, 2, 3);
    const f = iterate(B, y, new Float64Array(3), 1e-6, 2.2, 20);
    expect(norm(minus(f, y))).toBeGreaterThan(norm(y));
  });
});
