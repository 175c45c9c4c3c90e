import type { Engine } from "../engine/engine.js";
import type { BoundModel } from "../model/boundModel.js";
import { unitTiles } from "./unitTiles.js";

/** Which samples of the bound set are rows of a Gram matrix, which are columns. */
export interface Range {
  start: number;
  count: number;
}

/**
 * J(rows) J(cols)' of a model, by structure, the units streamed in tiles:
 *
 *   [(m,k), (m',l)] = s^2 [ (x~_m . x~_m') sum_i (c_ik a'_mi)(c_il a'_m'i) + [k = l] sum_i a_mi a_m'i ]
 *
 * Shapes  returns rows.count K x cols.count K, row (m, k) at m K + k, a copy
 * Cost    multiply-adds: rows cols N (1 + K (K + 1) / 2), half of it where rows and cols are the same range; memory O(rows cols K^2) and a tile of units
 */
export function tangentGram(engine: Engine, model: BoundModel, rows: Range, cols: Range): Float64Array {
  const { routines, arena } = engine;
  const { outputs: K, space } = model;
  const { stride, length } = space;
  const symmetric = rows === cols;
  const r = rows.count;
  const c = cols.count;
  const pairs = pairsOf(K, symmetric);
  const sums = arena.f64((pairs.length + 1) * r * c);
  engine.view(sums, (pairs.length + 1) * r * c).fill(0);
  const scratch = arena.bytes(routines.gemm_scratch_bytes());

  const add = (units: number, ld: number, left: number, right: number, out: number): void => {
    const from = left + 8 * rows.start;
    if (symmetric && left === right) routines.syrk_f64(r, units, 1, from, 1, ld, 1, out, c, scratch);
    else routines.gemm_f64(r, c, units, 1, from, 1, ld, right + 8 * cols.start, ld, 1, 1, out, c, scratch);
  };
  unitTiles(engine, model, ({ units, a, slopes }) => {
    add(units, stride, a, a, sums);
    for (const [p, [k, l]] of pairs.entries())
      add(units, length, slopes + 8 * k * stride, slopes + 8 * l * stride, sums + 8 * (p + 1) * r * c);
  });
  return assemble(engine, model, rows, cols, pairs, sums);
}

/** (k, l) whose sums are formed: all of them, or k >= l where the Gram matrix is symmetric. */
function pairsOf(outputs: number, symmetric: boolean): [number, number][] {
  const all = Array.from({ length: outputs * outputs }, (_, p): [number, number] => [Math.floor(p / outputs), p % outputs]);
  return symmetric ? all.filter(([k, l]) => k >= l) : all;
}

function assemble(engine: Engine, model: BoundModel, rows: Range, cols: Range, pairs: [number, number][], sums: number): Float64Array {
  const { outputs: K, scale, space, inputs } = model;
  const symmetric = rows === cols;
  const r = rows.count;
  const c = cols.count;
  const x = engine.view(space.x, (inputs + 1) * space.stride);
  const values = engine.view(sums, (pairs.length + 1) * r * c);
  const result = new Float64Array(r * c * K * K);
  const square = scale * scale;
  const put = (m: number, k: number, n: number, l: number, value: number) => {
    result[(m * K + k) * c * K + n * K + l] = value;
    if (symmetric) result[(n * K + l) * c * K + m * K + k] = value;
  };
  for (let m = 0; m < r; m++) {
    for (let n = 0; n < c; n++) {
      if (symmetric && n > m) continue;
      let inner = 0;
      for (let j = 0; j <= inputs; j++) inner += x[j * space.stride + rows.start + m]! * x[j * space.stride + cols.start + n]!;
      const aa = values[m * c + n]!;
      pairs.forEach(([k, l], p) => {
        const at = (p + 1) * r * c;
        put(m, k, n, l, square * (inner * values[at + m * c + n]! + (k === l ? aa : 0)));
        // the sum of (l, k) at (m, n) is that of (k, l) at (n, m)
        if (symmetric && k !== l) put(m, l, n, k, square * inner * values[at + n * c + m]!);
      });
    }
  }
  return result;
}
