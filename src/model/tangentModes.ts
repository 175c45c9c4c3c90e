import { eighIn } from "../linalg/eigh.js";
import type { CheckedData } from "./data.js";
import { meanKernelIn } from "./meanKernel.js";
import type { Network } from "./network.js";
import { onModel } from "./onModel.js";

/** The residual of a network at hand in the eigenbasis of its tangent kernel. */
export interface TangentModes {
  samples: number;
  outputs: number;
  /** Eigenvalues of the kernel, ascending; negative ones are rounding. */
  values: Float64Array;
  /** For each eigenvector, the sum over the outputs of the squared projections of the residual on it. */
  squares: Float64Array;
  /** Whether the decomposition ended and everything is finite. */
  ok: boolean;
}

/**
 * Decomposes one linearised problem: eigenvalues of the mean tangent kernel over the samples (see meanKernelIn) and the residual r = f - y
 * in its eigenbasis. Rows carry the factors of the samples' weights.
 *
 * Cost     M^2 N multiply-adds for the kernel, about 4.7 M^3 operations for the decomposition; memory O(M^2)
 */
export function tangentModes(network: Network, data: CheckedData): TangentModes {
  return onModel(network, data, 1, (model, engine) => {
    const { samples: M } = model.space;
    const { outputs } = network;
    model.linearise();
    const kernel = meanKernelIn(engine, model);
    const values = engine.arena.f64(M);
    const finite = engine.routines.first_nonfinite_f64(M * M, kernel) >>> 0 === M * M;
    const ok = finite && eighIn(engine, M, kernel, values, true);
    const projection = engine.arena.f64(M);
    const squares = new Float64Array(M);
    for (let k = 0; k < outputs; k++) {
      engine.routines.gemv_transposed_f64(M, M, kernel, M, model.residual + 8 * k * model.space.stride, projection);
      const part = engine.view(projection, M);
      for (let j = 0; j < M; j++) squares[j] = (squares[j] as number) + (part[j] as number) * (part[j] as number);
    }
    return { samples: M, outputs, values: engine.take(values, M), squares, ok: ok && squares.every(Number.isFinite) };
  });
}
