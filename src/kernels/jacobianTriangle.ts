import type { Engine } from "../engine/engine.js";
import { StreamingQr } from "../linalg/tsqr.js";
import type { BoundModel } from "../model/boundModel.js";
import { unitTiles } from "./unitTiles.js";

/** What one sweep over the units gives: addresses in the engine's arena. */
export interface JacobianTriangle {
  /** R, model.space.length squared, row-major: R'R = J J' (one column an output, zeros behind each column's samples) */
  r: number;
  /** the outputs, a vector of sample space */
  f: number;
}

/**
 * The triangle of the QR factorization of J', the units streamed in tiles, by structure: with S the slopes scaled by the output weights
 * (row i: c_i1 a'_i, ..., c_iK a'_i) and A the activations, J' consists of S X_l for each input l, of S for the biases and of A for each
 * output, X_l = diag(x_ml). So S = Q R_S and A = Q' R_A give all of it:
 *
 *   J J' = s^2 [ sum_l X_l R_S' R_S X_l + R_S' R_S + blockdiag_k(R_A' R_A) ]
 *
 * and R is the triangle of R_S X_1, ..., R_S X_d, R_S and the copies of R_A stacked. Column scalings commute with the factorization, so the
 * error is that of a Householder QR of J', column by column, at 2 width instead of (d + 1 + K) width rows.
 *
 * Cost  2 width (K M)^2 + 2 width M^2 operations, one activation a unit and sample; memory of one tile
 */
export function jacobianTriangle(engine: Engine, model: BoundModel): JacobianTriangle {
  const { width: N, inputs: d, outputs: K, space, scale, theta } = model;
  const { length, stride } = space;
  const { arena, routines } = engine;
  const f = arena.f64(length);
  const r = arena.f64(length * length);
  engine.view(f, length).fill(0);
  engine.scope(() => {
    const slopes = new StreamingQr(engine, length);
    const activations = new StreamingQr(engine, stride);
    const C = theta + 8 * N * (d + 1);
    unitTiles(engine, model, (tile) => {
      slopes.push(tile.units, tile.slopes);
      activations.push(tile.units, tile.a);
      routines.shallow_combine_f64(tile.units, stride, K, C + 8 * tile.unit, N, tile.a, f, stride);
    });
    stack(engine, model, slopes, activations, r);
  });
  space.weigh(f, scale, f);
  return { r, f };
}

function stack(
  engine: Engine,
  { inputs: d, outputs: K, space, scale }: BoundModel,
  slopes: StreamingQr,
  activations: StreamingQr,
  r: number,
): void {
  const { length, stride } = space;
  const { arena } = engine;
  const slopeTriangle = arena.f64(length * length);
  const triangle = arena.f64(stride * stride);
  const rows = arena.f64(length * length);
  slopes.finish(slopeTriangle);
  activations.finish(triangle);
  const whole = new StreamingQr(engine, length);
  const x = engine.view(space.x, (d + 1) * stride);
  const out = engine.view(rows, length * length);
  const from = engine.view(slopeTriangle, length * length);
  for (let l = 0; l <= d; l++) {
    for (let at = 0; at < out.length; at++) out[at] = scale * from[at]! * x[l * stride + (at % stride)]!;
    whole.push(length, rows);
  }
  const block = engine.view(triangle, stride * stride);
  for (let k = 0; k < K; k++) {
    out.fill(0);
    for (let i = 0; i < stride; i++) {
      for (let m = 0; m < stride; m++) out[i * length + k * stride + m] = scale * block[i * stride + m]! * x[d * stride + m]!;
    }
    whole.push(stride, rows);
  }
  whole.finish(r);
}
