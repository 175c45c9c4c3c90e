import { createNetwork, type Network } from "nntk";
import { infiniteNtkDecomposition, type KernelDecomposition, nntk, ntkDecomposition, solveRegularized, unitMoves } from "nntk/kernels";
import type { Matrix } from "nntk/linalg";
import { scaledRegularization } from "nntk/theory";
import { BETA, GAMMAS, POINTS, PROXY_WIDTH, relativeLoss, target, X } from "./setting.js";
import { type Summary, summary } from "./summary.js";

export interface SweepOptions {
  widths: readonly number[];
  networks: number;
  /** Whether the true network's loss after the step is computed too: ten forward sweeps a network, most of the time. */
  trueNetwork: boolean;
  onWidth?: (width: number, seconds: number) => void;
}

/** What one network gives for one regularizer. */
interface Cell {
  /** Figure 1b: relative loss after one step, of the linearised model and of the network itself */
  linearLoss: number;
  networkLoss?: number;
  /** Figure 2a: largest move of a unit */
  largestMove: number;
  /** Figure 2b: |NNTK^N - NNTK*| / |NNTK*|, Frobenius, against the exact limit and against the published proxy */
  kernelError: number;
  proxyError: number;
}

/** One width and one regularizer, summed up over the networks. */
export type Row = { width: number; gamma: number } & { [Quantity in keyof Required<Cell>]?: Summary };

export interface Sweep {
  widths: readonly number[];
  gammas: readonly number[];
  networks: number;
  rows: Row[];
  /** Figure 1: relative loss after the step of the limit itself, from outputs 0, one a gamma */
  limitLoss: number[];
  limit: KernelDecomposition;
  /** Eigenvalues of the network of width 1e6 that stands for the limit in the published figures, rescaled by N^(2 beta - 1) */
  proxyEigenvalues: number[];
}

/** Seeds: networks of different widths share no stream. */
const seedOf = (width: number, k: number) => width * 1000 + k;
const PROXY_SEED = 999_999_999_999;

export function sweep({ widths, networks, trueNetwork, onWidth }: SweepOptions): Sweep {
  const first = target(5);
  const limit = infiniteNtkDecomposition(X);
  const limits = GAMMAS.map((gamma) => nntk(limit, gamma));
  const proxyWidth = Math.min(PROXY_WIDTH, 10 * Math.max(...widths));
  const proxy = ntkDecomposition(createNetwork({ inputs: 1, width: proxyWidth, beta: BETA, seed: PROXY_SEED }), X);
  const proxies = GAMMAS.map((gamma) => nntk(proxy, scaledRegularization(gamma, proxyWidth, BETA)));
  const rows: Row[] = [];
  for (const width of widths) {
    const start = performance.now();
    const cells = Array.from({ length: networks }, (_, k) => {
      const network = createNetwork({ inputs: 1, width, beta: BETA, seed: seedOf(width, k) });
      return measure(network, limits, proxies, trueNetwork);
    });
    for (const [g, gamma] of GAMMAS.entries()) rows.push({ width, gamma, ...summarize(cells.map((cell) => cell[g] as Cell)) });
    onWidth?.(width, (performance.now() - start) / 1000);
  }
  const factor = proxyWidth ** (2 * BETA - 1);
  const limitLoss = GAMMAS.map((gamma) => relativeLoss(scale(solveRegularized(limit, first, gamma).data, gamma), first));
  return {
    widths,
    gammas: GAMMAS,
    networks,
    rows,
    limitLoss,
    limit,
    proxyEigenvalues: [...proxy.values].map((lambda) => factor * lambda),
  };
}

/** One sweep over the units for the kernel, a second one for what ten steps on each of two targets do to them. */
function measure(network: Network, limits: readonly Matrix[], proxies: readonly Matrix[], trueNetwork: boolean): Cell[] {
  const kernel = ntkDecomposition(network, X);
  const f = kernel.outputs.data;
  const [first, second] = [target(5), target(20)];
  const gammas = GAMMAS.map((gamma) => scaledRegularization(gamma, network.width, network.beta));
  // z = (B + gamma I)^-1 (y - f) / M: the step is J' z, the residual it leaves in the linearised model M gamma z
  const dual = (y: Float64Array) => {
    const r = y.map((value, m) => (value - (f[m] as number)) / POINTS);
    return gammas.map((gamma) => solveRegularized(kernel, r, gamma).data);
  };
  const duals = dual(first);
  const steps = trueNetwork ? [...duals, ...dual(second)] : dual(second);
  const columns = steps.length;
  const Z: Matrix = { rows: POINTS, cols: columns, data: new Float64Array(POINTS * columns) };
  for (const [j, z] of steps.entries()) for (const [m, value] of z.entries()) Z.data[m * columns + j] = value;
  const followed = trueNetwork ? gammas.length : 0;
  const { largest, outputs } = unitMoves(network, X, Z, { outputs: followed });
  return gammas.map((gamma, g) => {
    const K = nntk(kernel, gamma);
    const cell: Cell = {
      linearLoss: relativeLoss(scale(duals[g] as Float64Array, POINTS * gamma), first),
      largestMove: largest[followed + g] as number,
      kernelError: relativeDistance(K, limits[g] as Matrix),
      proxyError: relativeDistance(K, proxies[g] as Matrix),
    };
    if (outputs !== undefined) {
      const after = first.map((y, m) => (outputs.data[m * followed + g] as number) - y);
      cell.networkLoss = relativeLoss(after, first);
    }
    return cell;
  });
}

function summarize(cells: readonly Cell[]): { [Quantity in keyof Cell]?: Summary } {
  const quantities = Object.keys(cells[0] as Cell) as (keyof Cell)[];
  return Object.fromEntries(quantities.map((quantity) => [quantity, summary(cells.map((cell) => cell[quantity] as number))]));
}

function scale(v: Float64Array, factor: number): Float64Array {
  return v.map((value) => factor * value);
}

function relativeDistance(A: Matrix, B: Matrix): number {
  let difference = 0;
  let size = 0;
  for (const [i, b] of B.data.entries()) {
    difference += ((A.data[i] as number) - b) ** 2;
    size += b * b;
  }
  return Math.sqrt(difference / size);
}
