import type { Engine } from "../../engine/engine.js";
import type { BoundModel } from "../boundModel.js";
import { SymmetricFactor } from "./symmetricFactor.js";
import { weightedColumns } from "./tiles.js";

/** Samples a tile: a multiple of the model's own blocks, and a constant of the numeric contract. */
const SAMPLES = 256;

/**
 * J'J / M by structure (P x P), and the factor of what is made from it. Its part between two inputs is (C'C)_ij s^2/M times sum_m a'_mi a'_mj x_m x_m', so it takes one N x N product
 * for each entry of the symmetric x~ x~', one of a' x~ against a for each entry of x~, and one of a against a - whatever K is.
 *
 * Order    parameters coordinate-major: coordinate j of unit i at j N + i
 * Memory   two P x P and a tile of 256 samples       Cost   M N^2 (d^2 + 7d + 8) / 4 multiply-adds
 */
export class PrimalMatrix extends SymmetricFactor {
  /** Address of J'J / M, row-major, lower triangle. */
  readonly gram: number;

  constructor(
    engine: Engine,
    private readonly model: BoundModel,
    definite: boolean,
  ) {
    super(engine, model.parameters, definite);
    this.gram = engine.arena.f64(this.n * this.n);
  }

  /** Takes J'J / M anew at the point where the model is linearised. */
  form(): void {
    const { engine, model, gram, n: P } = this;
    const { width: N, inputs: d, outputs: K, theta, scale, space } = model;
    const { arena, routines } = engine;
    const { gemm_f64, gemm_lower_f64, syrk_f64, shallow_times_f64 } = routines;
    const block = (j: number, l: number) => gram + 8 * N * (j * P + l);
    engine.scope(() => {
      const most = Math.min(SAMPLES, space.stride);
      const a = arena.f64(N * most);
      const slope = arena.f64(N * most);
      const product = arena.f64(N * most);
      const pair = arena.f64(most);
      const x = weightedColumns(engine, model);
      const scratch = arena.bytes(routines.gemm_scratch_bytes());
      for (let sample = 0; sample < space.stride; sample += SAMPLES) {
        const length = Math.min(SAMPLES, space.stride - sample);
        const column = (j: number) => x + 8 * (j * space.stride + sample);
        const beta = sample === 0 ? 0 : 1;
        model.rows(0, N, a, slope, sample, length);
        // the last column is 1, or the rows' factors, and 0 behind the samples: it silences the padding
        shallow_times_f64(N, length, column(d), 0, a, a);
        for (let l = 0; l <= d; l++) {
          for (let j = l; j <= d; j++) {
            shallow_times_f64(1, length, column(j), 0, column(l), pair);
            shallow_times_f64(N, length, pair, 0, slope, product);
            gemm_lower_f64(N, length, 1, product, length, 1, slope, 1, length, beta, block(j, l), P, scratch);
          }
          shallow_times_f64(N, length, column(l), 0, slope, product);
          gemm_f64(N, N, length, 1, a, length, 1, product, 1, length, beta, block(d + 1, l), P, scratch);
        }
        syrk_f64(N, length, 1, a, length, 1, beta, block(d + 1, d + 1), P, scratch);
      }
    });
    routines.structured_finish_f64(N, d, K, (scale * scale) / space.samples, theta + 8 * N * (d + 1), gram);
  }

  /** Copies it to where it is factored; returns a view of that. */
  load(): Float64Array {
    const { engine, gram, n } = this;
    const values = engine.view(this.matrix, n * n);
    values.set(engine.view(gram, n * n));
    return values;
  }
}
