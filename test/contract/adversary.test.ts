import { describe, expect, test } from "vitest";
import { createTrainer, fit, loss, type Network, resumeTrainer, type TrainerOptions } from "../../src/index.js";
import { decodeTrainer, encodeTrainer } from "../../src/io/index.js";
import { infiniteNtk, ntk, ntkDecomposition, ntkSpectrum } from "../../src/kernels/index.js";
import { type LdltResult, ldlt, matmul, solveLdlt, spectralDensity } from "../../src/linalg/index.js";
import { newtonRate, positiveDefinitenessMargin, stepCertificate } from "../../src/theory/index.js";
import { data, matrix, network, x, y } from "./problem.js";

/** Every misuse reads so: the function, the argument, what was expected, what came. */
const NAMED = /^[\w.]+: ".+" expected .+, got .+$/s;

describe("options of a class", () => {
  test("are options, and the trainer's state keeps them", () => {
    class Adam {
      get method() {
        return "adam" as const;
      }
    }
    const trainer = createTrainer(network, data, new Adam());
    expect(trainer.state().options).toEqual({ method: "adam" } satisfies TrainerOptions);
    expect(resumeTrainer(trainer.state(), data).step().loss).toBe(trainer.step().loss);
  });
});

describe("arrays of a subclass are numbers like others", () => {
  /** Its constructor takes two numbers: `map` and `slice` cannot make another one. */
  class Pair extends Float64Array {
    constructor(a: number, b: number) {
      super([a, b]);
    }
  }
  const pair = (a: number, b: number) => new Pair(a, b);

  test("vectors, matrices, samples and weights", () => {
    expect(newtonRate(pair(2, 1), 1).modes).toEqual(Float64Array.of(2 / 3, 1 / 2));
    expect(matmul({ rows: 1, cols: 2, data: pair(1, 2) }, pair(3, 4)).data).toEqual(Float64Array.of(11));
    const run = createTrainer(network, { x: pair(0, 1), y: pair(1, 2), weights: pair(1, 1) }).run({ maxSteps: 2 });
    expect(run.history.map((record) => record.loss)).toEqual(
      createTrainer(network, { x: [0, 1], y: [1, 2], weights: [1, 1] })
        .run({ maxSteps: 2 })
        .history.map((record) => record.loss),
    );
  });
});

describe("records that are none are refused by name", () => {
  test("factors that are none of ldlt's", () => {
    const sound = ldlt(matrix);
    const broken: unknown[] = [null, 3, {}];
    for (const part of ["L", "diagonal", "offDiagonal", "permutation"] as const) broken.push({ ...sound, [part]: [1] });
    for (const permutation of [
      [0, 0, 1],
      [0, 1, 9e6],
      [0, 1, -1],
      [0, 1, 0.5],
    ])
      broken.push({ ...sound, permutation });
    for (const factors of broken) expect(() => solveLdlt(factors as LdltResult, [1, 2, 3])).toThrow(NAMED);
    expect(solveLdlt(sound, [5, 5, 3]).data[0]).toBeCloseTo(1, 14);
  });
});

describe("a callback cannot spoil the books", () => {
  test("a record that its receiver froze is marked in a copy", () => {
    const controller = new AbortController();
    const onStep = (record: object) => {
      Object.freeze(record);
      controller.abort();
    };
    const result = createTrainer(network, data).run({ signal: controller.signal, onStep });
    expect(result.status).toBe("aborted");
    expect(result.history.at(-1)?.status).toBe("aborted");
  });
});

describe("a state that was recorded beyond the range of float64", () => {
  const far = { x, y: y.map((value) => (value + 1) * 1e160) };

  test("is resumed as it stands", () => {
    const trainer = createTrainer(network, far);
    expect(trainer.run().status).toBe("nonfinite");
    expect(resumeTrainer(decodeTrainer(encodeTrainer(trainer.state())), far).step().status).toBe(trainer.step().status);
  });

  test("ends only by a record that is one", () => {
    for (const ended of [5, {}, { status: "done" }, { status: "converged", loss: "0" }]) {
      const state = { ...createTrainer(network, data).state(), ended } as never;
      expect(() => resumeTrainer(state, data)).toThrow(NAMED);
    }
    expect(() => encodeTrainer([1] as never)).toThrow(NAMED);
  });
});

describe("overflow says so", () => {
  const relu: Network = { ...network, activation: "relu", W: network.W.map((w) => 1e300 * w) };
  const softplus: Network = { ...network, activation: "softplus", W: network.W.map((w) => 1e300 * w) };
  const far = { x: x.map((t) => t * 1e150), y };

  test("kernels of a network", () => {
    for (const kernel of [ntk, ntkSpectrum, ntkDecomposition]) expect(() => kernel(relu, far.x)).toThrow(NAMED);
  });

  test("kernels of the infinite width", () => {
    for (const activation of ["relu", "erf", "gelu", "sin", "tanh"] as const) {
      expect(() => infiniteNtk([1e200, 2e200], undefined, { activation }), activation).toThrow(NAMED);
    }
  });

  test("densities of spectra that are all but zero", () => {
    const scaled = (factor: number) => matrix.map((row) => row.map((entry) => entry * factor));
    const options = { steps: 3, probes: 3, grid: 4 };
    const small = spectralDensity(scaled(1e-160), options);
    expect(small.status).toBe("converged");
    expect(small.error.every(Number.isFinite)).toBe(true);
    expect(spectralDensity(scaled(1e-320), options).status).toBe("nonfinite");
  });

  test("certificates and margins", () => {
    expect(() => stepCertificate(softplus, { ...softplus, W: network.W }, far)).toThrow(NAMED);
    expect(() => positiveDefinitenessMargin(softplus, far, 1)).toThrow(NAMED);
  });

  test("an error that a double holds is told though its square overflows", () => {
    const result = fit({ x, y: y.map((value) => value * 1e200) }, { width: 8, maxSteps: 3 });
    const same = fit({ x, y }, { width: 8, maxSteps: 3 });
    expect(result.rmse / 1e200).toBeCloseTo(same.rmse, 6);
  });

  test("weights whose sum overflows weigh as their ratios say", () => {
    const weights = (value: number) => ({ x, y, weights: x.map(() => value) });
    const run = (value: number) => fit(weights(value), { width: 8, maxSteps: 3 });
    expect(run(1e308).rmse).toBeCloseTo(run(1).rmse, 10);
    expect(run(1e308).status).toBe(run(1).status);
    expect(loss(network, weights(1e308))).toBeCloseTo(loss(network, weights(1)), 14);
  });

  test("targets too small to have a deviation are fitted all the same", () => {
    expect(fit({ x, y: x.map((_, i) => (i % 2) * 5e-324) }, { width: 4, maxSteps: 2 }).rmse).toBeLessThan(1e-300);
  });
});
