import { type Matrix, makeMatrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import type { BoundModel } from "./boundModel.js";
import { eachRows } from "./eachRows.js";
import type { Network } from "./network.js";
import { onModel } from "./onModel.js";

/** Units whose rows are in memory at a time; a multiple of the model's blocks, a constant of the numeric contract. */
const TILE = 256;

/** The kernel over checked inputs as a matrix of its own, unweighted. */
export function meanKernel(network: Network, x: Matrix): Matrix {
  return onModel(network, { x }, 1, (model, engine) => {
    model.linearise();
    const kernel = meanKernelIn(engine, model);
    engine.routines.copy_lower_to_upper_f64(x.rows, kernel, x.rows);
    return makeMatrix(x.rows, x.rows, engine.take(kernel, x.rows * x.rows));
  });
}

/**
 * The tangent kernel over the samples of a linearised model, the same for each output:
 *
 *   k(x, x') = s^2 [ (x~ . x~') sum_i (|c_i|^2 / K) a'_i(x) a'_i(x') + sum_i a_i(x) a_i(x') ]
 *
 * With one output this is J J'. With K outputs it is the mean of the K diagonal blocks of J J': the blocks between different outputs are sums
 * of products of independent output weights and vanish against it as the width grows, so one M x M problem takes the place of one of
 * order MK. Rows carry the factors of the samples' weights.
 *
 * Shapes   returns the address of an M x M matrix whose lower triangle is filled
 * Source   RSS arXiv:2605.08352 for the limit
 * Cost     M^2 N multiply-adds; memory O(M^2 + TILE M)
 */
export function meanKernelIn(engine: Engine, model: BoundModel): number {
  const { routines, arena } = engine;
  const { width: N, inputs: d, outputs: K, space, scale } = model;
  const { samples: M, stride } = space;
  const sums = arena.f64(2 * M * M);
  engine.view(sums, 2 * M * M).fill(0);
  const slopes = sums + 8 * M * M;
  engine.scope(() => {
    const scratch = arena.bytes(routines.gemm_scratch_bytes());
    const factors = arena.f64(N);
    const C = engine.view(model.theta + 8 * N * (d + 1), K * N);
    engine.view(factors, N).forEach((_, i, lengths) => {
      let square = 0;
      for (let k = 0; k < K; k++) square += (C[k * N + i] as number) * (C[k * N + i] as number);
      lengths[i] = Math.sqrt(square / K);
    });
    eachRows(model, TILE, (unit, units, a, slope) => {
      routines.shallow_scale_f64(units, stride, factors + 8 * unit, slope, slope, stride);
      routines.syrk_f64(M, units, 1, a, 1, stride, 1, sums, M, scratch);
      routines.syrk_f64(M, units, 1, slope, 1, stride, 1, slopes, M, scratch);
    });
  });
  const values = engine.view(sums, M * M);
  const slopeSums = engine.view(slopes, M * M);
  const x = engine.view(space.x, (d + 1) * stride);
  const weight = engine.view(space.weight, M);
  for (let m = 0; m < M; m++) {
    for (let n = 0; n <= m; n++) {
      let inner = 0;
      for (let j = 0; j <= d; j++) inner += (x[j * stride + m] as number) * (x[j * stride + n] as number);
      const factor = (weight[m] as number) * (weight[n] as number);
      values[m * M + n] = factor * scale * scale * (inner * (slopeSums[m * M + n] as number) + (values[m * M + n] as number));
    }
  }
  return sums;
}
