import type { Engine } from "../engine/engine.js";
import { eighIn } from "./eigh.js";

/** Eigenvalues ascending of a small symmetric matrix (p x p, finite, its lower triangle read) held outside the engine, and its eigenvectors as rows. */
export function symmetricEigh(engine: Engine, p: number, A: Float64Array): { values: Float64Array; vectors: Float64Array } {
  return engine.scope(() => {
    const a = engine.put(A);
    const e = engine.arena.f64(p);
    eighIn(engine, p, a, e, true);
    const columns = engine.view(a, p * p);
    const vectors = new Float64Array(p * p);
    for (let row = 0; row < p; row++) for (let i = 0; i < p; i++) vectors[row * p + i] = columns[i * p + row]!;
    return { values: engine.take(e, p), vectors };
  });
}
