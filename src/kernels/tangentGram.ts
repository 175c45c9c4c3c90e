import type { Engine } from "../engine/engine.js";
import type { BoundModel } from "../model/boundModel.js";
import { unitTiles } from "./unitTiles.js";

/**
 * J(rows) J(cols)' of a model, by structure, the units streamed in tiles: the rows are the first samples, the columns the others, or the
 * same where there are no others.
 *
 *   [(m,k), (m',l)] = s^2 [ (x~_m . x~_m') sum_i (c_ik a'_mi)(c_il a'_m'i) + [k = l] sum_i a_mi a_m'i ]
 *
 * Shapes  returns rows K x cols K, row (m, k) at m K + k, a copy
 * Cost    multiply-adds: rows cols N (1 + K (K + 1) / 2), half of it where rows and cols are the same samples; memory O(rows cols K^2) and a tile of units
 */
export function tangentGram(engine: Engine, model: BoundModel, rows: number): Float64Array {
  const { routines, arena } = engine;
  const { stride, length, samples } = model.space;
  const symmetric = rows === samples;
  const cols = symmetric ? rows : samples - rows;
  const pairs = pairsOf(model.outputs, symmetric);
  const size = (pairs.length + 1) * rows * cols;
  const sums = arena.f64(size);
  engine.view(sums, size).fill(0);
  const scratch = arena.bytes(routines.gemm_scratch_bytes());
  const add = (units: number, ld: number, left: number, right: number, out: number): void => {
    if (symmetric && left === right) routines.syrk_f64(rows, units, 1, left, 1, ld, 1, out, cols, scratch);
    else routines.gemm_f64(rows, cols, units, 1, left, 1, ld, right + 8 * (samples - cols), ld, 1, 1, out, cols, scratch);
  };
  unitTiles(engine, model, ({ units, a, slopes }) => {
    add(units, stride, a, a, sums);
    for (const [p, [k, l]] of pairs.entries())
      add(units, length, slopes + 8 * k * stride, slopes + 8 * l * stride, sums + 8 * (p + 1) * rows * cols);
  });
  return assemble(engine.view(sums, size), engine, model, rows, cols, pairs);
}

/** (k, l) whose sums are formed: all of them, or k >= l where the Gram matrix is symmetric. */
function pairsOf(outputs: number, symmetric: boolean): [number, number][] {
  const all = Array.from({ length: outputs * outputs }, (_, p): [number, number] => [Math.floor(p / outputs), p % outputs]);
  return symmetric ? all.filter(([k, l]) => k >= l) : all;
}

function assemble(sums: Float64Array, engine: Engine, model: BoundModel, r: number, c: number, pairs: [number, number][]): Float64Array {
  const { outputs: K, scale, space, inputs } = model;
  const symmetric = r === space.samples;
  const x = engine.view(space.x, (inputs + 1) * space.stride);
  const result = new Float64Array(r * c * K * K);
  const square = scale * scale;
  const put = (m: number, k: number, n: number, l: number, value: number) => {
    result[(m * K + k) * c * K + n * K + l] = value;
    if (symmetric) result[(n * K + l) * c * K + m * K + k] = value;
  };
  for (let m = 0; m < r; m++) {
    for (let n = 0; n < (symmetric ? m + 1 : c); n++) {
      let inner = 0;
      for (let j = 0; j <= inputs; j++) inner += x[j * space.stride + m]! * x[j * space.stride + space.samples - c + n]!;
      const aa = sums[m * c + n]!;
      for (const [p, [k, l]] of pairs.entries()) {
        const at = (p + 1) * r * c;
        put(m, k, n, l, square * (inner * sums[at + m * c + n]! + (k === l ? aa : 0)));
        // the sum of (l, k) at (m, n) is that of (k, l) at (n, m)
        if (symmetric && k !== l) put(m, l, n, k, square * inner * sums[at + n * c + m]!);
      }
    }
  }
  return result;
}
