import { checkBoolean, checkFinite, givenOptions, wrongKind, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import { isFloat64Array } from "../core/typedArrays.js";
import { withEngine } from "../engine/pool.js";
import { blame, checkResult } from "./finite.js";

export interface MatmulOptions {
  /** Use A' in place of A. */
  transposeA?: boolean;
  /** Use B' in place of B. */
  transposeB?: boolean;
  /** Where to write the product, instead of a new matrix: rows x cols as it will be. May share memory with A or B. */
  out?: Matrix;
}

/** Products of at most this many multiplications are done here: the way into the engine and back costs more. The bits are the same. */
const PLAIN = 400;

/** Where a small product is kept until it is known to be finite, its caller's matrix being untouched or an operand till then. */
const SMALL = /* @__PURE__ */ new Float64Array(PLAIN);

const KEYS = ["transposeA", "transposeB", "out"] as const;

/**
 * Matrix product, of transposes where asked.
 *
 *   C = op(A) op(B),  op(X) = X or X'
 *
 * Each entry is summed in one fixed order: over columns of A from the left in chains of 256, then the chains from the left. The order
 * depends on the shapes only, so neither machine nor history moves a bit.
 *
 * Source   blocking and packing: Goto & van de Geijn 2008, Van Zee & van de Geijn 2015
 * Shapes   op(A): m x k, op(B): k x n, C: m x n; any of them may be 0
 * Cost     2 m n k flops; 8 (mk + kn + mn) bytes and about 1 MB of scratch
 *
 * @example
 * ```ts
 * import { matmul } from "nntk/linalg";
 * matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).data; // => [19, 22, 43, 50]
 * matmul([1, 2, 3], [4, 5, 6], { transposeA: true }).data; // => [32]
 * ```
 * @returns C, or `out` holding it
 * @throws {TypeError} A or B is no matrix
 * @throws {RangeError} shapes that do not fit; a NaN or an infinity in A or B; a product beyond the range of float64. `out` is then untouched
 */
export function matmul(A: MatrixLike, B: MatrixLike, options?: MatmulOptions): Matrix {
  const a = checkMatrix("matmul", "A", A, false);
  const b = checkMatrix("matmul", "B", B, false);
  const { transposeA = false, transposeB = false, out } = givenOptions("matmul", options, KEYS);
  const m = checkBoolean("matmul", "transposeA", transposeA) ? a.cols : a.rows;
  const k = transposeA ? a.rows : a.cols;
  const inner = checkBoolean("matmul", "transposeB", transposeB) ? b.cols : b.rows;
  const n = transposeB ? b.rows : b.cols;
  if (inner !== k) wrongValue("matmul", "B", `${k} ${transposeB ? "columns" : "rows"} (${transposeA ? "rows" : "columns"} of A)`, inner);
  if (out !== undefined) checkOut(out, m, n);
  if (m * n * k === 0) {
    checkFinite("matmul", "A.data", a.data);
    checkFinite("matmul", "B.data", b.data);
  } else if (m * n * k > PLAIN) return compiled(a, b, transposeA, transposeB, m, n, k, out);
  if (out === undefined) {
    const result = makeMatrix(m, n);
    if (k > 0) plain(a, b, transposeA, transposeB, m, n, result.data);
    return result;
  }
  if (k === 0) out.data.fill(0);
  else {
    plain(a, b, transposeA, transposeB, m, n, SMALL);
    for (let i = 0; i < m * n; i++) out.data[i] = SMALL[i] as number;
  }
  return out;
}

function checkOut(out: Matrix, m: number, n: number): void {
  const { rows, cols } = checkMatrix("matmul", "out", out, false);
  if (rows !== m || cols !== n) wrongValue("matmul", "out", `${m} x ${n}`, `${rows} x ${cols}`);
  if (!isFloat64Array(out.data)) wrongKind("matmul", "out", "a matrix {rows, cols, data}", out);
}

/** Four columns at once, so that their sums do not wait for one another; each sum in the order of the routine. */
function plain(a: Matrix, b: Matrix, transposeA: boolean, transposeB: boolean, rows: number, cols: number, data: Float64Array): void {
  const k = transposeA ? a.rows : a.cols;
  const ars = transposeA ? 1 : a.cols;
  const acs = transposeA ? a.cols : 1;
  const brs = transposeB ? 1 : b.cols;
  const bcs = transposeB ? b.cols : 1;
  const x = a.data;
  const y = b.data;
  let bad = 0; // NaN once a sum is not finite
  let at = 0;
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j + 4 <= cols; j += 4) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let p = 0, q = i * ars, r = j * bcs; p < k; p++, q += acs, r += brs) {
        const v = x[q] as number;
        s0 += v * (y[r] as number);
        s1 += v * (y[r + bcs] as number);
        s2 += v * (y[r + 2 * bcs] as number);
        s3 += v * (y[r + 3 * bcs] as number);
      }
      data[at] = s0;
      data[at + 1] = s1;
      data[at + 2] = s2;
      data[at + 3] = s3;
      at += 4;
      bad += s0 - s0 + (s1 - s1) + (s2 - s2) + (s3 - s3);
    }
    for (; j < cols; j++) {
      let s = 0;
      for (let p = 0, q = i * ars, r = j * bcs; p < k; p++, q += acs, r += brs) s += (x[q] as number) * (y[r] as number);
      data[at++] = s;
      bad += s - s;
    }
  }
  if (bad !== 0) blame("matmul", "C", { "A.data": x, "B.data": y });
}

function compiled(a: Matrix, b: Matrix, transposeA: boolean, transposeB: boolean, m: number, n: number, k: number, out?: Matrix): Matrix {
  return withEngine((engine) => {
    const { routines, arena } = engine;
    const scratch = arena.bytes(routines.gemm_scratch_bytes());
    const pa = engine.put(a.data);
    const pb = a.data === b.data ? pa : engine.put(b.data);
    const pc = arena.f64(m * n);
    routines.gemm_f64(
      m,
      n,
      k,
      1,
      pa,
      transposeA ? 1 : k,
      transposeA ? m : 1,
      pb,
      transposeB ? 1 : n,
      transposeB ? k : 1,
      0,
      pc,
      n,
      scratch,
    );
    checkResult(engine, "matmul", "C", pc, m * n, { "A.data": a.data, "B.data": b.data });
    if (out === undefined) return makeMatrix(m, n, engine.take(pc, m * n));
    out.data.set(engine.view(pc, m * n));
    return out;
  });
}
