import { describe, expect, test } from "vitest";
import { makeMatrix } from "../../src/core/matrix.js";
import { cg } from "../../src/linalg/cg.js";
import { asFunction, minus, norm, sequence, times, withSpectrum } from "../support/plain.js";

const EPS = Number.EPSILON;

/** The second-difference matrix, positive definite. */
function poisson(n: number) {
  const apply = (x: Float64Array, out: Float64Array) => {
    for (let i = 0; i < n; i++) out[i] = 2 * x[i]! - (i > 0 ? x[i - 1]! : 0) - (i < n - 1 ? x[i + 1]! : 0);
  };
  return { rows: n, cols: n, apply };
}

describe("known systems", () => {
  test("SciPy's documented case", () => {
    const A = [
      [4, 0, 1, 0],
      [0, 5, 0, 0],
      [1, 0, 3, 2],
      [0, 0, 2, 4],
    ];
    const { status, x, iterations } = cg(A, [-1, -0.5, -1, 2]);
    expect(status).toBe("converged");
    expect(iterations).toBeLessThanOrEqual(4);
    const expected = [0, -0.1, -1, 1];
    for (const [i, value] of expected.entries()) expect(Math.abs(x[i]! - value)).toBeLessThanOrEqual(1e-9);
  });

  test("the 1-D Poisson problem with n = 40 and b = 0..39 in at most 40 steps", () => {
    const { status, x, iterations } = cg(
      poisson(40),
      Array.from({ length: 40 }, (_, i) => i),
    );
    expect(status).toBe("converged");
    expect(iterations).toBeLessThanOrEqual(40);
    for (const [i, value] of [
      [0, 260],
      [19, 4060],
      [39, 520],
    ] as const) {
      expect(Math.abs(x[i]! - value)).toBeLessThanOrEqual(1e-9 * value);
    }
  });

  test("the residual reported is the true one, and at most tolerance |b|, preconditioned or not, long enough to drift", () => {
    const n = 60;
    const values = Float64Array.from({ length: n }, (_, i) => 10 ** (-6 * (i / (n - 1))));
    const A = withSpectrum(values, [sequence(n, 1), sequence(n, 2)]);
    const b = sequence(n, 3);
    const diagonal = (r: Float64Array, z: Float64Array) => void z.set(r.map((v, i) => v / A[i * n + i]!));
    for (const preconditioner of [undefined, diagonal]) {
      const { status, x, iterations, residualNorm } = cg(makeMatrix(n, n, A), b, {
        tolerance: 1e-8,
        ...(preconditioner && { preconditioner }),
      });
      const residual = norm(minus(b, times(A, x)));
      expect(status).toBe("converged");
      expect(iterations).toBeGreaterThan(100);
      expect(residual).toBeLessThanOrEqual(1.0001e-8 * norm(b));
      expect(Math.abs(residual - residualNorm)).toBeLessThanOrEqual(8 * n * EPS * (norm(x) + norm(b)));
    }
  });

  test("the residual is taken from its definition every 50 steps and at the end: one product each beside those of the steps", () => {
    const n = 300;
    const values = sequence(n, 4).map((v, i) => 10 ** (-6 * (i / (n - 1))) * (1 + 0.1 * Math.abs(v)));
    for (const [steps, more] of [
      [49, 1],
      [99, 2],
      [120, 3],
    ] as const) {
      // biome-ignore format: a list
      let products = 0;
      const apply = (x: Float64Array, out: Float64Array) => {
        products++;
        out.set(x.map((v, i) => v * (values[i] as number)));
      };
      const { status, iterations } = cg({ rows: n, cols: n, apply }, sequence(n, 3), { tolerance: 1e-14, maxIterations: steps });
      expect({ status, iterations }).toEqual({ status: "max_iterations", iterations: steps });
      expect(products).toBe(steps + more);
    }
    const diagonal = {
      rows: n,
      cols: n,
      apply: (x: Float64Array, out: Float64Array) => out.set(x.map((v, i) => v * (values[i] as number))),
    };
    const operations = 60 * (2 * n * n + 10 * n); // of 60 steps, or of 59 and the residual taken at the 50th
    expect(cg(diagonal, sequence(n, 3), { tolerance: 1e-14, operations })).toMatchObject({ status: "budget", iterations: 59 });
  });

  test("a recurrence that fell below the tolerance is not believed", () => {
    const n = 40;
    const A = withSpectrum(
      Float64Array.from({ length: n }, (_, i) => (i % 2 ? 1 : 1e-9)),
      [sequence(n, 4), sequence(n, 5)],
    );
    const b = sequence(n, 6);
    for (const tolerance of [1e-9, 1e-12]) {
      const { status, x, iterations, residualNorm } = cg(makeMatrix(n, n, A), b, { tolerance });
      expect(status).toBe("stagnated");
      expect(iterations).toBeLessThan(50); // sooner than the residual is taken anew
      expect(residualNorm).toBeGreaterThan(tolerance * norm(b));
      expect(Math.abs(norm(minus(b, times(A, x))) - residualNorm)).toBeLessThanOrEqual(8 * n * EPS * norm(x));
    }
  });

  test("a start so far away that rounding hides the solution is left behind: the method begins anew", () => {
    const far = sequence(40, 2).map((v) => 1e8 * v);
    const b = sequence(40);
    const { status, x } = cg(poisson(40), b, { x0: far, tolerance: 1e-12 });
    const image = new Float64Array(40);
    poisson(40).apply(x, image);
    expect(status).toBe("converged");
    expect(norm(minus(b, image))).toBeLessThanOrEqual(1.0001e-12 * norm(b));
  });

  test("a better start needs fewer steps, an exact one none", () => {
    const exact = cg(poisson(40), sequence(40), { tolerance: 1e-14 }).x;
    expect(cg(poisson(40), sequence(40), { x0: exact }).iterations).toBe(0);
    const near = exact.map((v, i) => v + (i === 3 ? 1e-9 : 0));
    expect(cg(poisson(40), sequence(40), { x0: near, tolerance: 1e-9 }).iterations).toBeLessThan(40);
  });

  test("b = 0 gives x = 0 and n = 0 an empty vector, whatever x0 says", () => {
    expect(cg([[2]], [0], { x0: [5] })).toEqual({ status: "converged", x: new Float64Array(1), iterations: 0, residualNorm: 0 });
    expect(cg(makeMatrix(0, 0), [])).toEqual({ status: "converged", x: new Float64Array(0), iterations: 0, residualNorm: 0 });
  });

  test("a right side of 1e-200 or 1e200 is solved like one of size 1", () => {
    const plain = cg(poisson(9), sequence(9));
    for (const power of [2 ** -660, 2 ** 660]) {
      const { status, x } = cg(
        poisson(9),
        sequence(9).map((v) => v * power),
      );
      expect(status).toBe("converged");
      for (let i = 0; i < 9; i++) expect(Math.abs(x[i]! - plain.x[i]! * power)).toBeLessThanOrEqual(1e-9 * power * norm(plain.x));
    }
  });

  test("a tolerance below what the condition allows ends as stagnated, at the attainable residual", () => {
    const n = 40;
    const values = Float64Array.from({ length: n }, (_, i) => 10 ** (-10 * (i / (n - 1))));
    const A = withSpectrum(values, [sequence(n, 4), sequence(n, 5)]);
    const b = sequence(n, 6);
    const { status, x, residualNorm } = cg(makeMatrix(n, n, A), b, { tolerance: 1e-16, maxIterations: 20000 });
    expect(status).toBe("stagnated");
    expect(residualNorm).toBeLessThanOrEqual(8 * n * EPS * norm(x));
  });
});

describe("every other end has its name", () => {
  const indefinite = [
    [1, 0],
    [0, -1],
  ];

  test("negative curvature, with the iterate before it", () => {
    expect(cg(indefinite, [1, 2])).toMatchObject({
      status: "negative_curvature",
      x: Float64Array.of(0, 0),
      iterations: 1,
      residualNorm: Math.sqrt(5),
    });
    expect(cg(makeMatrix(2, 2), [1, 2])).toMatchObject({ status: "negative_curvature", x: new Float64Array(2), iterations: 1 });
    const later = cg(indefinite, [2, 1]);
    expect(later.status).toBe("negative_curvature");
    expect(later.iterations).toBe(2);
    expect(norm(minus([2, 1], [later.x[0]!, -later.x[1]!]))).toBeCloseTo(later.residualNorm, 14);
  });

  test("steps, operations and the caller's signal", () => {
    const b = sequence(40);
    expect(cg(poisson(40), b, { maxIterations: 7 })).toMatchObject({ status: "max_iterations", iterations: 7 });
    const stepCost = 2 * 40 * 40 + 10 * 40;
    expect(cg(poisson(40), b, { operations: 5 * stepCost })).toMatchObject({ status: "budget", iterations: 5 });
    expect(cg({ ...poisson(40), operations: 160 }, b, { operations: 5 * (160 + 400) })).toMatchObject({ status: "budget", iterations: 5 });
    const M = makeMatrix(
      40,
      40,
      Float64Array.from({ length: 1600 }, (_, k) => (k % 41 === 0 ? 0.5 : 0)),
    );
    const preconditioned = 2 * 40 * 40 + 2 * 40 * 40 + 12 * 40;
    expect(cg(poisson(40), b, { preconditioner: M, operations: 5 * preconditioned })).toMatchObject({ status: "budget", iterations: 5 });
    const controller = new AbortController();
    let products = 0;
    const apply = (x: Float64Array, out: Float64Array) => {
      if (++products === 3) controller.abort();
      poisson(40).apply(x, out);
    };
    expect(cg({ rows: 40, cols: 40, apply }, b, { signal: controller.signal })).toMatchObject({ status: "aborted", iterations: 3 });
  });

  test("a preconditioner that is not positive definite", () => {
    const b = sequence(5);
    expect(cg(poisson(5), b, { preconditioner: (r, z) => void z.set(r.map((v) => -v)) })).toMatchObject({
      status: "breakdown",
      iterations: 0,
    });
    expect(cg(poisson(5), b, { preconditioner: () => {} }).status).toBe("breakdown");
  });

  test("a NaN or an overflow, with the last finite iterate", () => {
    for (const poison of [Number.NaN, Number.POSITIVE_INFINITY]) {
      let products = 0;
      const apply = (x: Float64Array, out: Float64Array) => {
        poisson(20).apply(x, out);
        if (++products === 4) out[7] = poison;
      };
      const { status, x, iterations, residualNorm } = cg({ rows: 20, cols: 20, apply }, sequence(20));
      expect(status).toBe("nonfinite");
      expect(iterations).toBe(4);
      expect(x).toEqual(cg(poisson(20), sequence(20), { maxIterations: 3 }).x);
      expect(residualNorm).toBeGreaterThan(0);
    }
    // the step is finite, the residual after it is not
    const coupled = makeMatrix(2, 2, Float64Array.of(1, 1e200, 1e200, 1));
    expect(cg(coupled, [1, 0])).toEqual({ status: "nonfinite", x: new Float64Array(2), iterations: 1, residualNorm: 1 });
    expect(cg([[1e-300]], [1e300]).status).toBe("nonfinite");
    expect(cg(poisson(3), [1, 2, 3], { preconditioner: (_, z) => void z.fill(Number.NaN) }).status).toBe("nonfinite");
  });
});

describe("a user's operator", () => {
  test("may throw: its own error comes out and the library goes on", () => {
    class Mine extends Error {}
    const apply = () => {
      throw new Mine("stop");
    };
    expect(() => cg({ rows: 2, cols: 2, apply }, [1, 2])).toThrow(Mine);
    expect(() => cg(poisson(2), [1, 2], { preconditioner: apply })).toThrow(Mine);
    expect(cg(poisson(2), [1, 2]).status).toBe("converged");
  });

  test("may call the library, and the outer computation does not notice", () => {
    const b = sequence(12);
    const plain = cg(poisson(12), b);
    const apply = (x: Float64Array, out: Float64Array) => {
      poisson(12).apply(x, out);
      cg(poisson(30), sequence(30, 9));
    };
    expect(cg({ rows: 12, cols: 12, apply }, b)).toEqual(plain);
  });

  test("gives what the matrix gives", () => {
    const n = 17;
    const A = withSpectrum(
      Float64Array.from({ length: n }, (_, i) => 1 + i),
      [sequence(n)],
    );
    const b = sequence(n, 2);
    const byMatrix = cg(makeMatrix(n, n, A), b);
    const byFunction = cg(asFunction(A, n), b);
    expect(byFunction.status).toBe("converged");
    expect(norm(minus(byMatrix.x, byFunction.x))).toBeLessThanOrEqual(1e-9 * norm(byMatrix.x));
  });
});

test("mistakes are named with what was expected and what came", () => {
  const eye = makeMatrix(2, 2, Float64Array.of(1, 0, 0, 1));
  expect(() => cg(eye, [1, 2, 3])).toThrow('cg: "b" expected length 2 (rows of A), got 3');
  expect(() => cg(eye, [1, Number.NaN])).toThrow('cg: "b[1]" expected a finite number, got NaN');
  expect(() => cg(eye, [1, 2], { tol: 1 } as object)).toThrow('the unknown key "tol"');
  expect(() => cg(eye, [1, 2], { tolerance: -1 })).toThrow(RangeError);
  expect(() => cg(eye, [1, 2], { signal: {} as AbortSignal })).toThrow('cg: "signal" expected an AbortSignal');
  expect(() => cg(eye, [1, 2], { preconditioner: [[1]] })).toThrow('cg: "preconditioner" expected 2 x 2 (as A), got 1 x 1');
  expect(() => cg(eye, [1, 2], { x0: [1] })).toThrow('cg: "x0" expected length 2 (rows of A), got 1');
});
