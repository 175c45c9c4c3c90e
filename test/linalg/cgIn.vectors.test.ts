import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { makeMatrix } from "../../src/core/matrix.js";
import { withEngine } from "../../src/engine/pool.js";
import { cgIn } from "../../src/linalg/cgIn.js";
import { bindOperator, shifted } from "../../src/linalg/operator.js";
import { minus, norm } from "../support/plain.js";

interface Recorded {
  seed: number;
  W: number[][];
  b: number[];
  c: number[][];
  x: number[];
  y: number[];
  grad: number[];
  cg: {
    op: "H" | "G";
    damping: number;
    max_iter: number;
    tol: number;
    precond: "diag" | null;
    iters: number;
    status: string;
    x: number[] | null;
  }[];
}

const recorded: Recorded[] = JSON.parse(readFileSync(new URL("../vectors/truncatedCg.json", import.meta.url), "utf8"));
const STATUS: Record<string, string> = { converged: "converged", max_iter: "max_iterations", negative_curvature: "negative_curvature" };

/** Dense Hessian and Gauss-Newton matrix of a tanh network with one input and one output (beta = 0.52), from their definitions. */
function denseMatrices(net: Recorded) {
  const [W, b, c, x, y] = [net.W.flat(), net.b, net.c.flat(), net.x.flat(), net.y.flat()];
  const [N, M] = [b.length, x.length];
  const P = 3 * N;
  const s = N ** -0.52;
  const J = new Float64Array(M * P);
  const G = new Float64Array(P * P);
  const blocks = new Float64Array(P * P);
  for (let m = 0; m < M; m++) {
    const a = W.map((w, i) => Math.tanh(w * x[m]! + b[i]!));
    const r = s * a.reduce((sum, v, i) => sum + v * c[i]!, 0) - y[m]!;
    for (let i = 0; i < N; i++) {
      const first = 1 - a[i]! * a[i]!;
      const second = -2 * a[i]! * first;
      const tilde = [x[m]!, 1];
      for (let k = 0; k < 2; k++) {
        J[m * P + k * N + i] = s * c[i]! * first * tilde[k]!;
        for (let l = 0; l < 2; l++) blocks[(k * N + i) * P + l * N + i]! += (s / M) * r * c[i]! * second * tilde[k]! * tilde[l]!;
        const mixed = (s / M) * r * first * tilde[k]!;
        blocks[(k * N + i) * P + 2 * N + i]! += mixed;
        blocks[(2 * N + i) * P + k * N + i]! += mixed;
      }
      J[m * P + 2 * N + i] = s * a[i]!;
    }
  }
  for (let m = 0; m < M; m++) for (let i = 0; i < P; i++) for (let j = 0; j < P; j++) G[i * P + j]! += (J[m * P + i]! * J[m * P + j]!) / M;
  return { P, G, H: G.map((v, k) => v + blocks[k]!) };
}

// Two solvers that round differently part by eps times the condition of the system, |A| / damping with |A| near 1; seen: 512 eps/damping.
const tolerance = (damping: number) => Math.min(1e-8, (2048 * Number.EPSILON) / damping);

test.each(recorded)("the truncated solves of the published code, network $seed: status, count and step", (net) => {
  const { P, H, G } = denseMatrices(net);
  for (const solve of net.cg) {
    const A = solve.op === "H" ? H : G;
    withEngine((engine) => {
      const x = engine.arena.f64(P);
      const diagonal = Float64Array.from({ length: P }, (_, i) => A[i * P + i]! + solve.damping);
      const preconditioner = (r: number, z: number) => {
        const values = engine.take(r, P);
        engine.view(z, P).set(values.map((v, i) => v / diagonal[i]!));
      };
      const outcome = cgIn(
        engine,
        {
          n: P,
          apply: shifted(engine, P, bindOperator(engine, "test", makeMatrix(P, P, A)), solve.damping),
          b: engine.put(net.grad),
          x,
          fromZero: true,
          preconditioner: solve.precond ? preconditioner : undefined,
          productOperations: 0,
        },
        { tolerance: solve.tol, maxIterations: solve.max_iter, operations: Infinity, signal: undefined, verify: false },
      );
      expect(outcome.status).toBe(STATUS[solve.status]);
      expect(outcome.iterations).toBe(solve.iters);
      if (solve.x) expect(norm(minus(engine.take(x, P), solve.x))).toBeLessThanOrEqual(tolerance(solve.damping) * norm(solve.x));
    });
  }
});
