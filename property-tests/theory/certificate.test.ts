import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Activation, createNetwork, createTrainer, type Data, flatten, type Network, unflatten } from "../../src/index.js";
import { createRandom } from "../../src/random/index.js";
import { stepCertificate } from "../../src/theory/index.js";

interface Problem {
  network: Network;
  data: Data;
}

const smooth = fc.constantFrom<Activation>("tanh", "erf", "sin", "sigmoid", "softplus", "gelu");
const problems: fc.Arbitrary<Problem> = fc
  .record({
    seed: fc.nat(1e6),
    inputs: fc.integer({ min: 1, max: 3 }),
    outputs: fc.integer({ min: 1, max: 2 }),
    width: fc.integer({ min: 1, max: 400 }),
    samples: fc.integer({ min: 1, max: 6 }),
    activation: smooth,
    weighted: fc.boolean(),
  })
  .map(({ seed, inputs, outputs, width, samples, activation, weighted }) => {
    const random = createRandom(seed);
    const data = {
      x: { rows: samples, cols: inputs, data: random.uniform(samples * inputs, -1, 1) },
      y: { rows: samples, cols: outputs, data: random.normal(samples * outputs) },
      ...(weighted ? { weights: random.uniform(samples, 0.5, 2) } : {}),
    };
    return { network: createNetwork({ inputs, outputs, width, activation, seed }), data };
  });

describe("the step certificate is a theorem: |r_new| <= |r + J v| + remainder", () => {
  test.each(["newton", "gauss-newton", "gradient-descent"] as const)("for every real step of %s", (method) => {
    let steps = 0;
    let informative = 0;
    fc.assert(
      fc.property(problems, fc.double({ min: -3, max: 0, noNaN: true }), ({ network, data }, logGamma) => {
        const options =
          method === "gradient-descent" ? { method, learningRate: 0.3 } : { method, solver: "cg" as const, regularization: 10 ** logGamma };
        const trainer = createTrainer(network, data, options);
        let before = network;
        for (let k = 0; k < 3; k++) {
          trainer.step();
          const after = trainer.network();
          const certificate = stepCertificate(before, after, data);
          expect(certificate.holds, JSON.stringify(certificate)).toBe(true);
          steps++;
          if (certificate.informative) informative++;
          before = after;
        }
      }),
    );
    console.log(`${method}: ${informative} of ${steps} certificates say something`);
    expect(informative / steps).toBeGreaterThanOrEqual(0.5);
  });

  test("for any two networks at all, however far apart", () => {
    fc.assert(
      fc.property(problems, fc.double({ min: -8, max: 1, noNaN: true }), fc.nat(1e6), ({ network, data }, logSize, seed) => {
        const theta = flatten(network);
        const move = createRandom(seed).normal(theta.length, 0, 10 ** logSize);
        const after = unflatten(
          network,
          theta.map((value, i) => value + move[i]!),
        );
        expect(stepCertificate(network, after, data).holds).toBe(true);
      }),
    );
  });

  test("is sharp: with half of its remainder it would be broken", () => {
    // one unit, one sample, a move along w only where sigma'' is largest: the Taylor remainder is reached to first order in the move
    const z = 0.6584789484624084; // artanh(1 / sqrt 3)
    const at = (b: number): Network => ({
      ...createNetwork({ inputs: 1, width: 1 }),
      W: Float64Array.of(0),
      b: Float64Array.of(b),
      C: Float64Array.of(1),
    });
    const { remainder, contraction, before, after } = stepCertificate(at(z), at(z - 1e-3), { x: [0], y: [-5] });
    const broken = Math.abs(after - contraction * before);
    expect(broken).toBeLessThanOrEqual(remainder * (1 + 1e-9));
    expect(broken).toBeGreaterThan(0.99 * remainder);
  });

  test("refuses relu and networks of different shape", () => {
    const relu = createNetwork({ inputs: 1, width: 3, activation: "relu" });
    expect(() => stepCertificate(relu, relu, { x: [1], y: [1] })).toThrow(
      '"before.activation" expected an activation with a bounded second derivative, got relu',
    );
    const other = createNetwork({ inputs: 1, width: 4 });
    expect(() => stepCertificate(createNetwork({ inputs: 1, width: 3 }), other, { x: [1], y: [1] })).toThrow(
      '"after.width" expected 3 (as before), got 4',
    );
  });
});
