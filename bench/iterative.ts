import { cg, eigsh, minres } from "nntk/linalg";
import { countedOperator } from "../src/linalg/countedOperator.js";
import { endsOf } from "../src/linalg/lanczosEnds.js";
import { searchEnds } from "../src/linalg/searchEnds.js";
import { createRandom } from "../src/random/createRandom.js";
import { check, freshEngine, measure, numbers, type Row, type Suite, type Time } from "./support.js";

// Batched Jacobi against its twin in JavaScript; the iterative methods against the products they cannot do without, at the measured rate.

export const iterative: Suite = {
  name: "iterative",
  rows: () => [...jacobi(), ...solvers(), ...lanczos()],
};

const engine = freshEngine();
const { routines, arena } = engine;

/** (blocks, order): the residual blocks of a network of width 1000 with 1, 2 and 6 inputs and one output. */
const BATCHES = [
  [1000, 3],
  [1000, 4],
  [1000, 8],
] as const;

function jacobi(): Row[] {
  return BATCHES.map(([count, q]) =>
    engine.scope(() => {
      const blocks = symmetricBlocks(count, q);
      const [a, e, scratch] = [engine.put(blocks), arena.f64(count * q), arena.f64(4 * q * q)];
      const ours = () => {
        engine.view(a, blocks.length).set(blocks);
        routines.jacobi_eigh_f64(count, q, a, e, scratch);
      };
      ours();
      const [A, values] = [blocks.slice(), new Float64Array(count * q)];
      const twin = () => {
        A.set(blocks);
        for (let b = 0; b < count; b++) plainJacobi(q, A.subarray(b * q * q, (b + 1) * q * q), values.subarray(b * q, (b + 1) * q));
      };
      twin();
      for (let b = 0; b < count; b++) {
        const sorted = (list: Float64Array) => list.slice(b * q, (b + 1) * q).sort();
        const [x, y] = [sorted(engine.view(e, count * q)), sorted(values)];
        for (let i = 0; i < q; i++) check("jacobi_eigh", Math.abs((x[i] as number) - (y[i] as number)), 1e-13 * q);
      }
      const time = measure(ours);
      const ratio = measure(twin).best / time.best;
      const figure = `${(count / time.best / 1e6).toFixed(2)} M/s`;
      return { operation: "jacobi_eigh", size: `${count} of ${q}x${q}`, time, figure, ratio, against: "plain JS" };
    }),
  );
}

/** Seconds of so many products with a dense n x n matrix: as long a call as the one it is compared with, so both are disturbed alike. */
function productsTime(n: number, products: number): Time {
  return engine.scope(() => {
    const [a, x, y] = [engine.put(numbers(n * n)), engine.put(numbers(n)), arena.f64(n)];
    return measure(() => {
      for (let i = 0; i < products; i++) routines.gemv_f64(n, n, a, n, x, y);
    });
  });
}

function solvers(): Row[] {
  const n = 512;
  const A = spread(n, 1e3);
  const b = numbers(n, 3);
  return [
    { name: "cg", solve: cg },
    { name: "minres", solve: minres },
  ].map(({ name, solve }) => {
    const result = solve(A, b);
    check(name, result.residualNorm, 1e-9 * n);
    const time = measure(() => solve(A, b));
    const figure = `${result.iterations} steps`;
    return {
      operation: name,
      size: `dense ${n}`,
      time,
      figure,
      ratio: productsTime(n, result.iterations).best / time.best,
      against: "products",
    };
  });
}

/** Share of the products and the reorthogonalisation in the time of a whole search, by a clock around the routines; the median of 41. */
function lanczos(): Row[] {
  return [
    { n: 1000, k: 10 },
    { n: 300, k: 4 },
  ].map(({ n, k }) => {
    const A = spread(n, 10);
    const { residuals, products } = eigsh(A, k);
    check("eigsh", Math.max(...residuals), 1e-9);
    const time = measure(() => eigsh(A, k));
    const shares = Array.from({ length: 41 }, () => searchShare(A, k)).sort((a, b) => a - b);
    return {
      operation: "eigsh LA",
      size: `dense ${n}, k ${k}`,
      time,
      figure: `${products} products`,
      ratio: shares[20] as number,
      against: "its time",
      goal: 0.9,
    };
  });
}

const clocked = freshEngine();
const plainRoutines = clocked.routines;

/** What is asked for: products of the matrix, and all that makes a vector orthogonal to the basis. */
const WANTED = /^(gemv_f64|lanczos_step_f64|orthogonalize_f64)$/;

function searchShare(A: { rows: number; cols: number; data: Float64Array }, k: number): number {
  const spent = { wanted: 0, wantedCalls: 0, calls: 0 };
  type Routine = (...a: number[]) => number;
  const clock = (name: string, routine: Routine): Routine => {
    const wanted = WANTED.test(name);
    return (...a) => {
      const start = performance.now();
      const result = routine(...a);
      const time = performance.now() - start;
      spent.calls++;
      if (wanted) {
        spent.wanted += time;
        spent.wantedCalls++;
      }
      return result;
    };
  };
  // what the clock itself takes, within the time it shows and in all: half a microsecond a call, and a step is two calls of a few
  const idle = clock("gemv_f64", () => 0);
  const calls = 4000;
  for (let i = 0; i < calls; i++) idle(1, 2, 3, 4, 5, 6);
  spent.wanted = 0;
  const began = performance.now();
  for (let i = 0; i < calls; i++) idle(1, 2, 3, 4, 5, 6);
  const whole = (performance.now() - began) / calls;
  const inside = spent.wanted / calls;
  Object.assign(spent, { wanted: 0, wantedCalls: 0, calls: 0 });

  const entries = Object.entries(plainRoutines).map(([name, f]) => [name, typeof f === "function" ? clock(name, f as Routine) : f]);
  Object.assign(clocked, { routines: Object.fromEntries(entries) });
  return clocked.scope(() => {
    const limits = { tolerance: 1e-10, maxIterations: 1000, operations: Number.POSITIVE_INFINITY, signal: undefined };
    const product = countedOperator(clocked, "bench", A, limits);
    spent.calls = 0;
    const start = performance.now();
    searchEnds(clocked, product, endsOf("LA", k), limits, undefined, createRandom(0));
    const all = performance.now() - start;
    return (spent.wanted - spent.wantedCalls * inside) / (all - spent.calls * whole);
  });
}

/** Symmetric blocks with entries in (-1, 1). */
function symmetricBlocks(count: number, q: number): Float64Array {
  const data = numbers(count * q * q, 5);
  for (let b = 0; b < count; b++) {
    for (let i = 0; i < q; i++) for (let j = 0; j < i; j++) data[(b * q + j) * q + i] = data[(b * q + i) * q + j] as number;
  }
  return data;
}

/** A dense symmetric matrix with eigenvalues from 1 to `condition`, by one reflection of a diagonal. */
function spread(n: number, condition: number) {
  const values = Float64Array.from({ length: n }, (_, i) => condition ** (i / (n - 1)));
  const u = numbers(n, 7);
  const size = u.reduce((sum, v) => sum + v * v, 0);
  const k = (4 / size ** 2) * u.reduce((sum, v, i) => sum + v * v * (values[i] as number), 0);
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [ui, uj, di, dj] = [u[i], u[j], values[i], values[j]] as [number, number, number, number];
      data[i * n + j] = (i === j ? di : 0) - (2 / size) * ui * uj * (di + dj) + k * ui * uj;
    }
  }
  return { rows: n, cols: n, data };
}

/** Cyclic Jacobi as one would write it: A (q x q) becomes the eigenvectors. */
function plainJacobi(q: number, A: Float64Array, values: Float64Array): void {
  const V = new Float64Array(q * q);
  for (let i = 0; i < q; i++) V[i * q + i] = 1;
  const at = (M: Float64Array, i: number, j: number) => M[i * q + j] as number;
  for (let turned = true, sweep = 0; turned && sweep < 30; sweep++) {
    turned = false;
    for (let i = 0; i < q - 1; i++) {
      for (let j = i + 1; j < q; j++) {
        const [app, aqq, apq] = [at(A, i, i), at(A, j, j), at(A, i, j)];
        if (Math.abs(apq) <= 1.1e-16 * Math.min(Math.abs(app), Math.abs(aqq))) continue;
        turned = true;
        const cot = (aqq - app) / (2 * apq);
        const t = Math.sign(cot || 1) / (Math.abs(cot) + Math.sqrt(1 + cot * cot));
        const c = 1 / Math.sqrt(1 + t * t);
        const s = t * c;
        for (let r = 0; r < q; r++) {
          const [x, y] = [at(A, r, i), at(A, r, j)];
          A[r * q + i] = c * x - s * y;
          A[r * q + j] = s * x + c * y;
          const [v, w] = [at(V, r, i), at(V, r, j)];
          V[r * q + i] = c * v - s * w;
          V[r * q + j] = s * v + c * w;
        }
        for (let r = 0; r < q; r++) {
          A[i * q + r] = at(A, r, i);
          A[j * q + r] = at(A, r, j);
        }
        A[i * q + i] = app - t * apq;
        A[j * q + j] = aqq + t * apq;
        A[i * q + j] = 0;
        A[j * q + i] = 0;
      }
    }
  }
  for (let i = 0; i < q; i++) values[i] = at(A, i, i);
  A.set(V);
}
