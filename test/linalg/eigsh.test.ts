import { describe, expect, test } from "vitest";
import { makeMatrix } from "../../src/core/matrix.js";
import { type EigshResult, eigsh } from "../../src/linalg/eigsh.js";
import { asFunction, norm, sequence, times, withSpectrum } from "../support/plain.js";

const EPS = Number.EPSILON;

/** The second-difference matrix of order n; its eigenvalues are 4 sin^2(j pi / (2n + 2)). */
function poisson(n: number) {
  const apply = (x: Float64Array, out: Float64Array) => {
    for (let i = 0; i < n; i++) out[i] = 2 * x[i]! - (x[i - 1] ?? 0) - (x[i + 1] ?? 0);
  };
  const values = Array.from({ length: n }, (_, j) => 4 * Math.sin(((j + 1) * Math.PI) / (2 * n + 2)) ** 2);
  return { rows: n, cols: n, apply, values };
}

/** A dense matrix with these eigenvalues. */
function matrixOf(values: ArrayLike<number>) {
  const n = values.length;
  return makeMatrix(n, n, withSpectrum(values, [sequence(n, 1), sequence(n, 2)]));
}

function expectValues(result: EigshResult, expected: ArrayLike<number>, tolerance: number): void {
  expect(result.status).toBe("converged");
  expect(result.values.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Math.abs(result.values[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance);
}

describe("a multiple eigenvalue comes out with its multiplicity", () => {
  test("twenty fifties of Q diag({1,50}) Q', n = 200, and not one more", () => {
    const A = matrixOf(Float64Array.from({ length: 200 }, (_, i) => (i % 10 === 0 ? 50 : 1)));
    expectValues(eigsh(A, 20), new Array(20).fill(50), 200 * EPS * 50);
    expectValues(eigsh(A, 22), [1, 1, ...new Array(20).fill(50)], 200 * EPS * 50);
    expectValues(eigsh(A, 3, { which: "SA" }), [1, 1, 1], 200 * EPS * 50);
  });

  test("six ones of the identity, small and large, and zeros of the zero matrix", () => {
    const scaled = (n: number, factor: number) => ({
      rows: n,
      cols: n,
      apply: (x: Float64Array, out: Float64Array) => void out.set(x.map((v) => v * factor)),
    });
    for (const n of [13, 120]) {
      expectValues(eigsh(scaled(n, 1), 6), new Array(6).fill(1), 4 * EPS);
      expectValues(eigsh(scaled(n, 0), 6), new Array(6).fill(0), 0);
    }
  });

  test("copies that one Krylov space cannot hold are found in its complement, at either end and in magnitude", () => {
    const values = Float64Array.from({ length: 150 }, (_, i) => (i < 2 ? 6 : i < 5 ? 5 : 4 - i / 20));
    const A = matrixOf(values);
    const sorted = values.slice().sort();
    const tolerance = 150 * EPS * 6;
    for (const k of [2, 3, 4, 5, 6]) expectValues(eigsh(A, k), sorted.slice(-k), tolerance);
    for (const k of [1, 2, 3, 4, 6]) {
      const low = Math.floor(k / 2);
      expectValues(eigsh(A, k, { which: "BE" }), [...sorted.slice(0, low), ...sorted.slice(low - k)], tolerance);
    }
    const mirrored = matrixOf(values.map((v) => -v));
    expectValues(eigsh(mirrored, 4, { which: "LM" }), [-6, -6, -5, -5], tolerance);
    expectValues(eigsh(mirrored, 5, { which: "SA" }), [-6, -6, -5, -5, -5], tolerance);
  });

  test("the double modes of a square drum are double, although each cycle sees them only dimly", () => {
    const m = 24;
    const apply = (x: Float64Array, out: Float64Array) => {
      for (let i = 0; i < m * m; i++) {
        const [row, column] = [Math.floor(i / m), i % m];
        out[i] = 4 * x[i]!;
        if (row > 0) out[i]! -= x[i - m]!;
        if (row < m - 1) out[i]! -= x[i + m]!;
        if (column > 0) out[i]! -= x[i - 1]!;
        if (column < m - 1) out[i]! -= x[i + 1]!;
      }
    };
    const one = poisson(m).values;
    const values = one.flatMap((a) => one.map((b) => a + b)).sort((a, b) => a - b);
    for (const k of [2, 3, 6]) expectValues(eigsh({ rows: m * m, cols: m * m, apply }, k, { which: "SA" }), values.slice(0, k), 1e-12);
  });

  test("doubles of a spectrum that decays fast, whose single values take a dozen products", () => {
    const n = 300;
    const doubled = matrixOf(Float64Array.from({ length: n }, (_, i) => (1 + (i >> 1)) ** -3));
    expectValues(eigsh(doubled, 4), [1 / 8, 1 / 8, 1, 1], n * EPS);
    expectValues(eigsh(doubled, 3, { which: "LM", seed: 3 }), [1 / 8, 1, 1], n * EPS);
  });

  test("a second copy at the top, of which a random vector has a thirtieth, is not taken for absent at the first sight of the complement", () => {
    const n = 1000;
    const values = Float64Array.from({ length: n }, (_, i) => (i < 2 ? 1 : 0.9 ** (i - 1)));
    const apply = (x: Float64Array, out: Float64Array) => void out.set(x.map((v, i) => values[i]! * v));
    for (const seed of [0, 1, 2]) expectValues(eigsh({ rows: n, cols: n, apply }, 2, { seed }), [1, 1], n * EPS);
  });

  test("what the first vector cannot see is found in the complement: a start inside an invariant subspace", () => {
    const n = 200;
    const apply = (x: Float64Array, out: Float64Array) => void out.set(x.map((v, i) => (i < 5 ? 5 - i : 6 + i / n) * v));
    const v0 = Float64Array.from({ length: n }, (_, i) => (i < 5 ? 1 : 0));
    expectValues(eigsh({ rows: n, cols: n, apply }, 2, { v0 }), [6 + (n - 2) / n, 6 + (n - 1) / n], n * EPS * 7);
    expectValues(eigsh({ rows: n, cols: n, apply }, 2, { v0, which: "SA" }), [1, 2], n * EPS * 7);
  });

  test("Wilkinson's W21+ in a space of 400: the pair 7e-14 apart is two values, not one and not three", () => {
    const apply = (x: Float64Array, out: Float64Array) => {
      for (let i = 0; i < 400; i++) out[i] = -x[i]!;
      for (let i = 0; i < 21; i++) out[i] = Math.abs(i - 10) * x[i]! + (i > 0 ? x[i - 1]! : 0) + (i < 20 ? x[i + 1]! : 0);
    };
    const top = [9.210678647304919, 9.210678647361332, 10.746194182903322, 10.746194182903393];
    expectValues(eigsh({ rows: 400, cols: 400, apply }, 4, { tolerance: 1e-13 }), top, 64 * EPS * 11);
  });
});

describe("what is returned", () => {
  const n = 150;
  const values = Float64Array.from({ length: n }, (_, i) => Math.sqrt(i + 0.3) * (i % 3 === 0 ? -1 : 1));
  const A = matrixOf(values);

  test.each(["LA", "SA", "LM", "BE"] as const)("%s: values inside the spectrum, residuals that are true, orthonormal vectors", (which) => {
    const result = eigsh(A, 5, { which });
    const size = Math.max(...values.map(Math.abs));
    expect(result.status).toBe("converged");
    for (let j = 0; j < 5; j++) {
      const v = Float64Array.from({ length: n }, (_, i) => result.vectors.data[i * 5 + j]!);
      const residual = norm(times(A.data, v).map((entry, i) => entry - result.values[j]! * v[i]!));
      expect(result.values[j]!).toBeGreaterThanOrEqual(Math.min(...values) - n * EPS * size);
      expect(result.values[j]!).toBeLessThanOrEqual(Math.max(...values) + n * EPS * size);
      expect(residual).toBeLessThanOrEqual(1e-9 * size);
      expect(Math.abs(residual - result.residuals[j]!)).toBeLessThanOrEqual(n * EPS * size);
      for (let l = 0; l <= j; l++) {
        const inner = v.reduce((sum, entry, i) => sum + entry * result.vectors.data[i * 5 + l]!, 0);
        expect(Math.abs(inner - (l === j ? 1 : 0))).toBeLessThanOrEqual(32 * EPS);
      }
    }
    if (which !== "SA") expect(result.values[4]).toBeCloseTo(Math.max(...values), 10);
    if (which === "BE" || which === "SA") expect(result.values[0]).toBeCloseTo(Math.min(...values), 10);
  });

  test("two calls agree bit for bit, another seed to the tolerance, and the function gives what the matrix gives", () => {
    const first = eigsh(A, 3, { seed: 5 });
    expect(eigsh(A, 3, { seed: 5 })).toEqual(first);
    const others = [eigsh(A, 3, { seed: 6 }), eigsh(A, 3, { v0: sequence(n, 9) }), eigsh(asFunction(A.data, n), 3)];
    for (const other of others) expectValues(other, first.values, n * EPS * 13);
  });

  test("the seed is that of the first vector: another one begins elsewhere", () => {
    const begin = (seed: number) => {
      let first: Float64Array | undefined;
      const apply = (x: Float64Array, out: Float64Array) => {
        first ??= x.slice();
        out.set(x);
      };
      eigsh({ rows: 5, cols: 5, apply }, 1, { seed });
      return first;
    };
    expect(begin(1)).toEqual(begin(1));
    expect(begin(2)).not.toEqual(begin(1));
  });

  test("the ends of a Laplacian of order 1000", () => {
    const laplacian = poisson(1000);
    expectValues(eigsh(laplacian, 3, { which: "SA" }), laplacian.values.slice(0, 3), 1e-14);
    expectValues(eigsh(laplacian, 4, { which: "BE" }), [...laplacian.values.slice(0, 2), ...laplacian.values.slice(-2)], 1e-10);
  });

  test("k = n and k near n give the whole spectrum", () => {
    for (const order of [1, 2, 7]) {
      const small = poisson(order);
      expectValues(eigsh(small, order), small.values, 32 * EPS);
    }
    expectValues(eigsh(A, n - 1), values.slice().sort().slice(1), n * EPS * 13);
  });

  test("few products where few are needed: pairs are looked at while the basis grows", () => {
    const decaying = matrixOf(Float64Array.from({ length: n }, (_, i) => (i + 1) ** -3));
    const { status, products, iterations } = eigsh(decaying, 2);
    expect(status).toBe("converged");
    expect(products).toBeLessThanOrEqual(10 + 10 + 2); // to the pairs, as many to doubt them, and one a residual
    expect(iterations).toBe(2);
  });

  test("products are counted", () => {
    const counted = asFunction(A.data, n);
    const { products } = eigsh(counted, 2);
    expect(products).toBe(counted.counter.products);
  });

  test("operators of size 1e-200 and 1e200 have the values of size 1, scaled", () => {
    for (const power of [2 ** -660, 2 ** 660]) {
      const operator = { ...A, data: A.data.map((v) => v * power) };
      const result = eigsh(operator, 3);
      const plain = eigsh(A, 3);
      expectValues({ ...result, values: result.values.map((v) => v / power) }, plain.values, n * EPS * 13);
    }
  });
});

describe("every other end has its name, with the best pairs so far", () => {
  const A = poisson(300);

  test("cycles, operations and the caller's signal", () => {
    const short = eigsh(A, 2, { which: "SA", maxIterations: 3 });
    expect(short).toMatchObject({ status: "max_iterations", iterations: 3 });
    expect(short.values[0]).toBeGreaterThan(A.values[0]!);
    expect(short.residuals.every((r) => r > 0)).toBe(true);
    const budget = eigsh({ ...A, operations: 1500 }, 2, { which: "SA", operations: 1e6 });
    expect(budget.status).toBe("budget");
    expect(budget.values.length).toBe(2);
    expect(eigsh(A, 2, { operations: 10 })).toMatchObject({ status: "budget", products: 0, values: new Float64Array(0) });
    const controller = new AbortController();
    let products = 0;
    const apply = (x: Float64Array, out: Float64Array) => {
      if (++products === 9) controller.abort();
      A.apply(x, out);
    };
    expect(eigsh({ rows: 300, cols: 300, apply }, 2, { signal: controller.signal })).toMatchObject({ status: "aborted", products: 9 });
  });

  test("a NaN at any product", () => {
    for (const fatal of [1, 2, 7, 60]) {
      let products = 0;
      const apply = (x: Float64Array, out: Float64Array) => {
        A.apply(x, out);
        if (++products === fatal) out[17] = Number.NaN;
      };
      const result = eigsh({ rows: 300, cols: 300, apply }, 2);
      expect(result.status).toBe("nonfinite");
      expect(result.products).toBe(fatal);
      expect(result.values.length).toBe(Math.min(2, fatal - 1));
      expect(result.values.every(Number.isFinite)).toBe(true);
    }
    expect(eigsh({ rows: 3, cols: 3, apply: (_, out) => void out.fill(Number.NaN) }, 2).status).toBe("nonfinite");
  });

  test("an operator that is not symmetric", () => {
    const apply = (x: Float64Array, out: Float64Array) => {
      for (let i = 0; i < 300; i++) out[i] = i * x[i]! + 50 * (x[i + 1] ?? 0);
    };
    expect(eigsh({ rows: 300, cols: 300, apply }, 2).status).toBe("breakdown");
  });
});

describe("a user's operator", () => {
  test("may throw: its own error comes out and the library goes on", () => {
    let products = 0;
    const apply = (x: Float64Array, out: Float64Array) => {
      if (++products === 5) throw new SyntaxError("mine");
      out.set(x);
    };
    expect(() => eigsh({ rows: 90, cols: 90, apply }, 1)).toThrow(SyntaxError);
    expect(eigsh(poisson(90), 1).status).toBe("converged");
  });

  test("may call the library", () => {
    const A = poisson(80);
    const apply = (x: Float64Array, out: Float64Array) => {
      A.apply(x, out);
      eigsh(poisson(5), 1);
    };
    expect(eigsh({ rows: 80, cols: 80, apply }, 2)).toEqual(eigsh(A, 2));
  });
});

test("mistakes are named with what was expected and what came", () => {
  const A = poisson(5);
  expect(() => eigsh(A, 6)).toThrow('eigsh: "k" expected an integer from 1 to 5, got 6');
  expect(() => eigsh(A, 0)).toThrow(RangeError);
  expect(() => eigsh(A, 1, { which: "XX" as "LA" })).toThrow('eigsh: "which" expected one of "LA", "SA", "LM", "BE", got "XX"');
  expect(() => eigsh(A, 1, { v0: [1] })).toThrow('eigsh: "v0" expected length 5 (rows of A), got 1');
  expect(() => eigsh([[1, 2]], 1)).toThrow('eigsh: "A" expected a square matrix, got 1 x 2');
});
