import fc from "fast-check";
import { expect, test } from "vitest";
import { type Matrix, makeMatrix } from "../../src/core/matrix.js";
import { withEngine } from "../../src/engine/pool.js";
import { createTrainer, flatten, inertia, predict } from "../../src/index.js";
import { eigh, matmul } from "../../src/linalg/index.js";
import { BoundModel } from "../../src/model/boundModel.js";
import { checkData } from "../../src/model/data.js";
import { openSystem } from "../../src/model/structured/openSystem.js";
import { plainHessian } from "../../test/model/structured/plainHessian.js";
import { type Problem, type ProblemSizes, randomProblem } from "../../test/model/structured/twin.js";
import { minus, norm, times } from "../../test/support/plain.js";
import { sizes } from "./problem.js";

const EPS = 2 ** -52;
/** Every bound below is this many roundings of its terms; 4 are reached in 20,000 cases. */
const ROUNDINGS = 12;
/** A bound beyond this share of the step says nothing, nor does the first order it is of; and how many cases it may say nothing of. */
const VAGUE = 0.1;
const VAGUE_CASES = 0.05;

/** Sizes, and the share of a random residual that is left: with 0 the outputs are right to the bit. */
interface Case extends ProblemSizes {
  residual: number;
}

/** gamma: a fraction of |H|, or what leaves this fraction of the least eigenvalue of H, or of the residual blocks (where those are negative). */
interface Damping {
  of: "norm" | "least" | "block";
  fraction: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  ...sizes(9, 20),
  residual: fc.constantFrom(1, 1, 1, 1e-6, 0),
});

const dampings: fc.Arbitrary<Damping> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ of: fc.constant("norm" as const), fraction: fc.constantFrom(1, 0.1, 0.01, 0.001) }) },
  { weight: 4, arbitrary: fc.record({ of: fc.constant("least" as const), fraction: fc.constantFrom(0.5, -0.5, 1e-4, -1e-7, 1e-9) }) },
  { weight: 2, arbitrary: fc.record({ of: fc.constant("block" as const), fraction: fc.constantFrom(1e-4, -1e-7, 1e-9) }) },
);

/** Singular blocks of every kind: flat ones of relu, more outputs than their other parameters, one sample, no residual; and one line's sweeps. */
const FIXED: [Case, Damping][] = [
  { width: 7, inputs: 2, outputs: 1, samples: 9, activation: "relu" as const, residual: 1 },
  { width: 4, inputs: 1, outputs: 4, samples: 1, activation: "relu" as const, residual: 1 },
  { width: 3, inputs: 1, outputs: 4, samples: 6, activation: "tanh" as const, residual: 1 },
  { width: 8, inputs: 3, outputs: 2, samples: 1, activation: "gelu" as const, residual: 1 },
  { width: 5, inputs: 2, outputs: 2, samples: 11, activation: "sin" as const, residual: 0, weights: true },
  { width: 9, inputs: 1, outputs: 1, samples: 14, activation: "tanh" as const, residual: 1, weights: true },
].flatMap((sizes) => [0.5, -0.5].map((fraction): [Case, Damping] => [sizes, { of: "least", fraction }]));

function problemOf({ residual, ...sizes }: Case): Problem {
  const { network, data } = randomProblem(sizes);
  const f = predict(network, data.x).data;
  const y = residual === 1 ? data.y.data : data.y.data.map((value, i) => f[i]! - residual * (f[i]! - value));
  return { network, data: { ...data, y: makeMatrix(data.y.rows, data.y.cols, y) } };
}

type Twin = ReturnType<typeof denseTwin>;

/** The dense Hessian of plain loops, its eigenvalues and those of its residual part, and the norms that bounds are made of. */
function denseTwin(problem: Problem) {
  const { J, r, S, M, P } = plainHessian(problem);
  const rows = makeMatrix(J.length / P, P, J);
  const G = matmul(rows, rows, { transposeA: true }).data;
  const { values, vectors } = eigh(
    makeMatrix(
      P,
      P,
      S.map((value, at) => value + G[at]! / M),
    ),
  );
  const blocks = eigh(makeMatrix(P, P, S), { vectors: false }).values;
  const [sizeJ, sizeR] = [norm(J) / Math.sqrt(M), norm(r) / Math.sqrt(M)];
  const size = sizeJ ** 2 + sizeJ * sizeR + Math.max(...blocks.map(Math.abs));
  return { J, r, M, P, values, V: (vectors as Matrix).data, blocks, sizeJ, sizeR, size };
}

/** Units that are all dead have no size. */
function gammaOf({ of, fraction }: Damping, { values, blocks, size }: Twin): number {
  const least = (of === "least" ? values : blocks)[0]!;
  if (of === "norm") return fraction * (size || 1);
  return least < -1e-3 * size ? -least * (1 + fraction) : 0.01 * (size || 1);
}

/** (H + gamma I)^-1 J'r/M by the eigenvectors of H. */
function denseStep({ J, r, M, values, V, P }: Twin, gamma: number): Float64Array {
  const step = new Float64Array(P);
  const g = step.map((_, p) => r.reduce((sum, value, row) => sum + (J[row * P + p]! * value) / M, 0));
  for (let l = 0; l < P; l++) {
    let along = 0;
    for (let i = 0; i < P; i++) along += V[i * P + l]! * g[i]!;
    for (let i = 0; i < P; i++) step[i]! += (V[i * P + l]! * along) / (values[l]! + gamma);
  }
  return step;
}

/**
 * What rounding can do to the step p to first order, with E = H + gamma I, D = E - J'J/M, z = r - J p; |J|, |r| and |z| over sqrt(M):
 *
 *   primal   |E^-1| (T |p| + |J| |r|)             T = |J|^2 + |J| |r| + |S| + gamma, the terms that E and its parts are summed from
 *   dual     the same, with errors of the capacitance I + J D^-1 J'/M, whose inverse is I - J E^-1 J'/M, and of D^-1 where it is applied:
 *            |E^-1| |J| (1 + |J|^2 |D^-1|) |z| + |D^-1| (|J| |z| + T |p|)
 *
 * `signs` is the relative change of the capacitance's least eigenvalue: (1 + |J|^2 |E^-1|) (1 + |J|^2 |D^-1|).
 */
function bounds({ J, r, M, values, blocks, sizeJ, sizeR, size }: Twin, gamma: number, p: Float64Array) {
  const inverse = (eigenvalues: Float64Array) => 1 / Math.min(...eigenvalues.map((value) => Math.abs(value + gamma)));
  const [inverseE, inverseD] = [inverse(values), inverse(blocks)];
  const T = size + gamma;
  const z = norm(minus(r, times(J, p))) / Math.sqrt(M);
  const primal = inverseE * (T * norm(p) + sizeJ * sizeR);
  const dual = primal + inverseE * sizeJ * (1 + sizeJ ** 2 * inverseD) * z + inverseD * (sizeJ * z + T * norm(p));
  const signs = (1 + sizeJ ** 2 * inverseE) * (1 + sizeJ ** 2 * inverseD);
  return { primal: ROUNDINGS * EPS * primal, dual: ROUNDINGS * EPS * dual, signs: ROUNDINGS * EPS * signs };
}

/** E^-1 grad in one form, and the eigenvalues below zero that its factor found. */
function structuredStep({ network, data }: Problem, form: "dual" | "primal", gamma: number) {
  return withEngine((engine) => {
    const model = new BoundModel(engine, network, checkData("law", network, data), 1);
    const system = openSystem(engine, model, { curvature: "full", form });
    const y = engine.arena.f64(model.space.length);
    const p = engine.arena.f64(model.parameters);
    model.linearise();
    system.update(0);
    expect(system.factor(gamma)).toBe(true);
    system.reduce(model.residual, y);
    system.step(y, p);
    return { step: engine.take(p, model.parameters), negative: system.negative };
  });
}

test("a step with the full curvature solves the dense system in either form and in the trainer, and counts its negative eigenvalues", () => {
  const seen = { cases: 0, indefinite: 0, vague: 0 };
  fc.assert(
    fc.property(cases, dampings, (sizes, damping) => {
      const problem = problemOf(sizes);
      const { network, data } = problem;
      const twin = denseTwin(problem);
      const gamma = gammaOf(damping, twin);
      const exact = denseStep(twin, gamma);
      const bound = bounds(twin, gamma, exact);
      const indefinite = twin.values.filter((value) => value + gamma < 0).length;
      const length = norm(exact);
      const share = (error: number) => (length === 0 ? 0 : error / length);

      seen.cases++;
      if (indefinite > 0) seen.indefinite++;
      if (share(bound.dual) > VAGUE || share(bound.primal) > VAGUE || bound.signs > VAGUE) seen.vague++;

      for (const form of ["dual", "primal"] as const) {
        const { step, negative } = structuredStep(problem, form, gamma);
        if (share(bound[form]) > VAGUE) continue;
        expect(norm(minus(step, exact)), `${form} at ${gamma}`).toBeLessThanOrEqual(bound[form]);
        if (form === "primal" || bound.signs < VAGUE) expect(negative, `${form} at ${gamma}`).toBe(indefinite);
      }

      if (share(bound.dual) > VAGUE || bound.signs > VAGUE) return;
      const trainer = createTrainer(network, data, { solver: "structured", curvature: "full", regularization: gamma });
      const { accepted, negativeEigenvalues } = trainer.step();
      const moved = minus(flatten(network), flatten(trainer.network()));
      // refined once at least
      const limit = bound.primal + share(bound.dual) * bound.dual + EPS * norm(flatten(network));
      expect(norm(minus(moved, exact)), `trainer at ${gamma}`).toBeLessThanOrEqual(limit);
      if (accepted) expect(negativeEigenvalues).toBe(indefinite);
    }),
    { numRuns: 300, examples: FIXED },
  );
  expect(seen.vague / seen.cases, "cases that rounding leaves open").toBeLessThanOrEqual(VAGUE_CASES);
  expect(seen.indefinite / seen.cases, "indefinite cases").toBeGreaterThan(0.05);
});

test("inertia counts the dense Hessian's eigenvalues on either side of a shift, but those within rounding of it", () => {
  const seen = { cases: 0, open: 0 };
  fc.assert(
    fc.property(cases, dampings, (sizes, damping) => {
      const problem = problemOf(sizes);
      const twin = denseTwin(problem);
      const gamma = gammaOf(damping, twin);
      for (const [i, shift] of [-gamma, gamma / 30, 0, twin.values[twin.P >> 1]!].entries()) {
        const { negative, zero, positive, tolerance } = inertia(problem.network, problem.data, shift);
        const slack = 2 * tolerance + ROUNDINGS * EPS * (twin.size + Math.abs(shift));
        const below = (limit: number) => twin.values.filter((value) => value < limit).length;
        const [surely, perhaps] = [below(shift - slack), below(shift + slack)];
        expect(negative + zero + positive).toBe(twin.P);
        expect(negative, `at ${shift}`).toBeGreaterThanOrEqual(surely);
        expect(negative + zero, `at ${shift}`).toBeLessThanOrEqual(perhaps);
        // 0 is an eigenvalue of many a Hessian, the last shift of every one
        if (i < 2) {
          seen.cases++;
          if (surely !== perhaps) seen.open++;
        }
      }
    }),
    { numRuns: 300, examples: FIXED },
  );
  expect(seen.open / seen.cases, "shifts next to an eigenvalue").toBeLessThanOrEqual(VAGUE_CASES);
});
