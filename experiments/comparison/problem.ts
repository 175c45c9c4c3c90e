import { readFileSync } from "node:fs";
import { createNetwork, type Network } from "nntk";
import { sin } from "nntk/elementary";
import { cholesky, gram, type Matrix, matmul, solveCholesky } from "nntk/linalg";
import { UsageError } from "./flags.js";

/** The parts of the target y = 4x + sin(2 pi x) + 0.8 [sin(8 pi x) + sin(10 pi x) + sin(16 pi x)]. */
export const COMPONENTS = [
  { name: "x", frequency: 0, coefficient: 4 },
  { name: "sin 2πx", frequency: 2, coefficient: 1 },
  { name: "sin 8πx", frequency: 8, coefficient: 0.8 },
  { name: "sin 10πx", frequency: 10, coefficient: 0.8 },
  { name: "sin 16πx", frequency: 16, coefficient: 0.8 },
] as const;

export interface Problem {
  x: Float64Array;
  y: Float64Array;
}

/** n points equispaced on [0, 1], both ends included. */
export function grid(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => i / (n - 1));
}

/** The target at the points x. Our own sine: the same bits on every machine. */
export function target(x: Float64Array): Float64Array {
  const basis = components(x);
  return x.map((_, m) => COMPONENTS.reduce((sum, { coefficient }, j) => sum + coefficient * (basis.data[m * 5 + j] as number), 0));
}

export function problem(points: number): Problem {
  const x = grid(points);
  return { x, y: target(x) };
}

/** The five components as columns. */
function components(x: Float64Array): Matrix {
  const data = new Float64Array(x.length * COMPONENTS.length);
  for (const [j, { frequency }] of COMPONENTS.entries()) {
    const column = frequency === 0 ? x : sin(x.map((value) => frequency * Math.PI * value));
    column.forEach((value, m) => {
      data[m * COMPONENTS.length + j] = value;
    });
  }
  return { rows: x.length, cols: COMPONENTS.length, data };
}

/** Coefficients of the least-squares fit of f, given at x, on the five components; undefined where x has too few points to tell them apart. */
export function coefficientsOf(x: Float64Array): (f: Float64Array) => number[] | undefined {
  const basis = components(x);
  const factor = cholesky(gram(basis, { transpose: true }));
  return (f) => {
    if (factor.status !== "ok") return undefined;
    const right = matmul(basis, f, { transposeA: true });
    return [...solveCholesky(factor.L as Matrix, right).data];
  };
}

/** The initial network of a seed: w, b ~ N(0, 1), c ~ U(-1, 1), beta = 0.52, tanh. */
export function initialNetwork(width: number, seed: number): Network {
  return createNetwork({ inputs: 1, width, seed });
}

/** The initial network of a file with W1, b1, W2. @throws {UsageError} */
export function initialFromFile(file: string): Network {
  const { W1, b1, W2, beta = 0.52 } = read(file) as Record<string, unknown>;
  const b = numbers(file, "b1", b1);
  const network = { ...createNetwork({ inputs: 1, width: b.length }), W: numbers(file, "W1", W1), b, C: numbers(file, "W2", W2) };
  if (network.W.length !== b.length || network.C.length !== b.length)
    throw new UsageError(`${file}: W1, b1 and W2 are of different lengths`);
  if (typeof beta !== "number" || !(beta > 0.5 && beta < 1)) throw new UsageError(`${file}: beta has to lie between 1/2 and 1`);
  return { ...network, beta };
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
}

function numbers(file: string, name: string, value: unknown): Float64Array {
  const list = Array.isArray(value) ? value.flat() : [];
  if (list.length === 0 || !list.every((entry) => Number.isFinite(entry)))
    throw new UsageError(`${file}: ${name} has to be a list of numbers`);
  return Float64Array.from(list as number[]);
}
