import { checkNumber, wrongValue } from "../core/checks.js";
import { type Matrix, makeMatrix } from "../core/matrix.js";
import { ldlt } from "../linalg/ldlt.js";
import { solveLdlt } from "../linalg/solveLdlt.js";
import { checkData, type Data } from "../model/data.js";
import { checkNetwork, type Network } from "../model/network.js";
import { onModel } from "../model/onModel.js";
import { addTiles } from "../model/structured/tiles.js";
import { UnitBlocks } from "../model/structured/unitBlocks.js";
import { checkRange } from "./checkRange.js";

/**
 * The Newton tangent kernel of the full Newton step at a finite width, the residual blocks included:
 *
 *   NNTK = K_D (M I + K_D)^-1,   K_D = J D^-1 J',   D = blockdiag(S_i) + gamma I
 *
 * so that to first order a step theta - (H + gamma I)^-1 grad L changes the outputs by NNTK (y - f). With S_i = 0 it is `nntk(ntk(...), gamma)`;
 * the difference vanishes with the width. Symmetric; its eigenvalues leave [0, 1] where H + gamma I is indefinite.
 *
 * Shapes   M K x M K, row (m, k) at m K + k; with sample weights rows and columns are scaled as the residual's are
 * Source   derived (Woodbury's identity with the structure of H: RSS arXiv:2605.08352, Hager 1989)
 * Cost     (M K)^2 P / 2 + (M K)^3 multiply-adds, P = width (d + 1 + K)
 *
 * @param gamma the regularizer as it is added to H (`scaledRegularization` scales one with the width), > 0
 * @throws {TypeError} not a network, data of another kind
 * @throws {RangeError} gamma <= 0, data that do not fit, H + gamma I singular to rounding, residuals or derivatives that overflow
 *
 * @example
 * ```ts
 * import { createNetwork } from "nntk";
 * import { exactNntk } from "nntk/kernels";
 * const data = { x: [0, 0.5, 1], y: [0, 1, 0] };
 * const kernel = exactNntk(createNetwork({ inputs: 1, width: 1000 }), data, 0.1);
 * kernel.rows; // => 3
 * ```
 */
export function exactNntk(network: Network, data: Data, gamma: number): Matrix {
  const where = "exactNntk";
  checkNetwork(where, network);
  checkNumber(where, "gamma", gamma, { low: 0, exclusive: true });
  const samples = checkData(where, network, data);
  const n = samples.x.rows * network.outputs;
  const kernel = onModel(network, samples, 2, (model, engine) => {
    const { length, stride } = model.space;
    const { outputs: K } = model;
    const target = engine.arena.f64(length * length);
    const blocks = new UnitBlocks(engine, model, "full");
    engine.view(target, length * length).fill(0);
    model.linearise();
    blocks.update();
    checkRange(where, "data", "residuals and derivatives", engine.view(blocks.eigenvalues, model.parameters));
    blocks.regularize(gamma);
    addTiles(engine, model, blocks, target);
    engine.routines.copy_lower_to_upper_f64(length, target, length);
    const whole = engine.view(target, length * length);
    const at = (row: number) => (row % K) * stride + Math.floor(row / K);
    const result = makeMatrix(n, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) result.data[i * n + j] = whole[at(i) * length + at(j)]!;
    }
    return result;
  });
  const bad = kernel.data.findIndex((entry) => !Number.isFinite(entry));
  if (bad >= 0) wrongValue(where, "gamma", "a value for which blockdiag(S_i) + gamma I is invertible", gamma);
  const capacitance = kernel.data.map((entry, at) => (at % (n + 1) === 0 ? entry + samples.x.rows : entry));
  const result = solveLdlt(ldlt(makeMatrix(n, n, capacitance)), kernel);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = 0.5 * (result.data[i * n + j]! + result.data[j * n + i]!);
      result.data[i * n + j] = mean;
      result.data[j * n + i] = mean;
    }
  }
  return result;
}
