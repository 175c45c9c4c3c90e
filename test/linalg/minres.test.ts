import { describe, expect, test } from "vitest";
import { makeMatrix } from "../../src/core/matrix.js";
import { minres } from "../../src/linalg/minres.js";
import { asFunction, minus, norm, sequence, times, withSpectrum } from "../support/plain.js";

const EPS = Number.EPSILON;

function matrixOf(values: ArrayLike<number>, seed = 1) {
  const n = values.length;
  return makeMatrix(n, n, withSpectrum(values, [sequence(n, seed), sequence(n, seed + 1)]));
}

/** Eigenvalues of both signs, none nearer to zero than 1/condition of the largest. */
const indefinite = (n: number, condition: number) =>
  Float64Array.from({ length: n }, (_, i) => (i % 2 ? -1 : 1) * condition ** (-i / (n - 1)));

describe("systems that have a solution", () => {
  test("indefinite, at several conditions: the residual reported is the true one and at most tolerance |b|", () => {
    const n = 60;
    for (const condition of [1, 1e2, 1e4]) {
      const A = matrixOf(indefinite(n, condition));
      const b = sequence(n, 3);
      const { status, x, residualNorm } = minres(A, b);
      const residual = norm(minus(b, times(A.data, x)));
      expect(status).toBe("converged");
      expect(residual).toBeLessThanOrEqual(1.0001e-10 * norm(b));
      expect(Math.abs(residual - residualNorm)).toBeLessThanOrEqual(n * EPS * (norm(x) + norm(b)));
    }
  });

  test("as many steps as there are different eigenvalues", () => {
    const A = matrixOf(Float64Array.from({ length: 40 }, (_, i) => [-2, 1, 3, 7][i % 4]!));
    expect(minres(A, sequence(40, 5))).toMatchObject({ status: "converged", iterations: 4 });
  });

  test("with a preconditioner, fewer; from a near start, fewer still", () => {
    const n = 50;
    const diagonal = Float64Array.from({ length: n }, (_, i) => (i % 3 ? 1 : -1) * 10 ** (i / 12));
    const apply = (x: Float64Array, out: Float64Array) => {
      for (let i = 0; i < n; i++) out[i] = diagonal[i]! * x[i]! + 0.1 * ((x[i - 1] ?? 0) + (x[i + 1] ?? 0));
    };
    const A = { rows: n, cols: n, apply };
    const b = sequence(n, 7);
    const plain = minres(A, b);
    const preconditioner = (r: Float64Array, z: Float64Array) => void z.set(r.map((v, i) => v / Math.abs(diagonal[i]!)));
    const better = minres(A, b, { preconditioner });
    expect(plain.status).toBe("converged");
    expect(better.status).toBe("converged");
    expect(better.iterations).toBeLessThan(plain.iterations / 2);
    expect(norm(minus(better.x, plain.x))).toBeLessThanOrEqual(1e-8 * norm(plain.x));
    const near = plain.x.map((v) => v * (1 + 1e-6));
    expect(minres(A, b, { x0: near, preconditioner }).iterations).toBeLessThan(better.iterations);
    expect(minres(A, b, { x0: plain.x, tolerance: 1e-9 }).iterations).toBe(0);
  });

  test("from a start so far away that rounding hides the solution: the method begins anew", () => {
    const A = matrixOf(indefinite(40, 100));
    const b = sequence(40, 3);
    const { status, x } = minres(A, b, { x0: sequence(40, 2).map((v) => 1e8 * v), tolerance: 1e-12 });
    expect(status).toBe("converged");
    expect(norm(minus(b, times(A.data, x)))).toBeLessThanOrEqual(1.001e-12 * norm(b));
  });

  test("singular, with b in the range: the shortest solution", () => {
    const values = indefinite(40, 100).map((v, i) => (i < 10 ? 0 : v));
    const A = matrixOf(values);
    const shortest = times(A.data, sequence(40, 8));
    const { status, x } = minres(A, times(A.data, shortest));
    expect(status).toBe("converged");
    expect(norm(minus(x, shortest))).toBeLessThanOrEqual(1e-7 * norm(shortest));
  });

  test("matrices with entries of 1e200 and 1e-160, as matrices and as functions", () => {
    for (const size of [1e200, 1e-160, 1e-300]) {
      const A = matrixOf(indefinite(30, 100).map((v) => v * size));
      const b = sequence(30, 9);
      for (const operator of [A, asFunction(A.data, 30)]) {
        const { status, x, residualNorm } = minres(operator, b);
        expect(status).toBe("converged");
        expect(residualNorm).toBeLessThanOrEqual(1e-10 * norm(b));
        expect(norm(minus(b, times(A.data, x)))).toBeLessThanOrEqual(1.0001e-10 * norm(b));
      }
    }
  });

  test("b = 0, n = 0 and right sides of 1e-200 or 1e200", () => {
    expect(minres([[2]], [0], { x0: [5] })).toEqual({ status: "converged", x: new Float64Array(1), iterations: 0, residualNorm: 0 });
    expect(minres(makeMatrix(0, 0), []).status).toBe("converged");
    for (const power of [2 ** -660, 2 ** 660]) {
      const { status, x } = minres(
        [
          [0, 1],
          [1, 0],
        ],
        [2 * power, 3 * power],
      );
      expect(status).toBe("converged");
      expect(norm(minus([x[0]! / power, x[1]! / power], [3, 2]))).toBeLessThanOrEqual(16 * EPS);
    }
  });
});

describe("systems that have none end with a name", () => {
  test("singular, with b outside the range: a least-squares solution", () => {
    const values = indefinite(40, 100).map((v, i) => (i < 5 ? 0 : v));
    const A = matrixOf(values);
    const b = sequence(40, 9);
    const { status, x, residualNorm, iterations } = minres(A, b);
    const r = minus(b, times(A.data, x));
    expect(status).toBe("stagnated");
    expect(iterations).toBeLessThanOrEqual(100);
    expect(residualNorm).toBeGreaterThan(0.01);
    expect(norm(times(A.data, r))).toBeLessThanOrEqual(3e-8 * norm(r));
  });

  test("the zero matrix", () => {
    expect(minres(makeMatrix(3, 3), [1, 2, 2])).toMatchObject({ status: "stagnated", x: new Float64Array(3), residualNorm: 3 });
  });

  test("a tolerance below what the condition allows", () => {
    const n = 40;
    const A = matrixOf(indefinite(n, 1e5));
    const { status, x, residualNorm } = minres(A, sequence(n, 6), { tolerance: 0, maxIterations: 20000 });
    expect(status).toBe("stagnated");
    expect(residualNorm).toBeLessThanOrEqual(4 * n * EPS * norm(x));
  });
});

describe("every other end has its name", () => {
  const n = 40;
  const A = matrixOf(indefinite(n, 1e4));
  const b = sequence(n, 2);

  test("steps, operations and the caller's signal", () => {
    expect(minres(A, b, { maxIterations: 7 })).toMatchObject({ status: "max_iterations", iterations: 7 });
    const operations = 5 * (2 * n * n + 21 * n);
    expect(minres(A, b, { operations })).toMatchObject({ status: "budget", iterations: 5 });
    expect(minres(A, b, { operations, x0: b })).toMatchObject({ status: "budget", iterations: 4 }); // b - A x0 is paid for too
    const controller = new AbortController();
    const operator = asFunction(A.data, n);
    const apply = (x: Float64Array, out: Float64Array) => {
      operator.apply(x, out);
      if (operator.counter.products === 3) controller.abort();
    };
    expect(minres({ rows: n, cols: n, apply }, b, { signal: controller.signal })).toMatchObject({ status: "aborted", iterations: 3 });
  });

  test("a preconditioner that is not positive definite", () => {
    expect(minres(A, b, { preconditioner: (r, z) => void z.set(r.map((v) => -v)) }).status).toBe("breakdown");
    expect(minres(A, b, { preconditioner: () => {} }).status).toBe("breakdown");
    expect(minres(A, b, { preconditioner: (r, z) => void z.set(r.map((v, i) => (i % 2 ? v : -0.7 * v))) }).status).toBe("breakdown");
  });

  test("a NaN, with the last finite iterate", () => {
    for (const fatal of [1, 4]) {
      const operator = asFunction(A.data, n);
      const apply = (x: Float64Array, out: Float64Array) => {
        operator.apply(x, out);
        if (operator.counter.products === fatal) out[5] = Number.NaN;
      };
      const { status, x, residualNorm } = minres({ rows: n, cols: n, apply }, b);
      expect(status).toBe("nonfinite");
      expect(x).toEqual(minres(asFunction(A.data, n), b, { maxIterations: fatal - 1 }).x);
      expect(residualNorm).toBeGreaterThan(0);
    }
  });

  test("an operator that throws: its own error, and the library goes on; one that calls the library is not noticed", () => {
    const throws = () => {
      throw new SyntaxError("mine");
    };
    expect(() => minres({ rows: n, cols: n, apply: throws }, b)).toThrow(SyntaxError);
    const operator = asFunction(A.data, n);
    const apply = (x: Float64Array, out: Float64Array) => {
      minres([[2]], [1]);
      operator.apply(x, out);
    };
    expect(minres({ rows: n, cols: n, apply }, b)).toEqual(minres(operator, b));
  });

  test("mistakes carry this function's name", () => {
    expect(() => minres(A, [1])).toThrow(`minres: "b" expected length ${n} (rows of A), got 1`);
  });
});
