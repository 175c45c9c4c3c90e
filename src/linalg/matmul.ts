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

/** Where a small product is kept until it is known to be finite: `out` is untouched, and perhaps an operand, till then. */
const SMALL = /* @__PURE__ */ new Float64Array(PLAIN);

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
  const { transposeA = false, transposeB = false, out } = givenOptions("matmul", options, ["transposeA", "transposeB", "out"]);
  const m = checkBoolean("matmul", "transposeA", transposeA) ? a.cols : a.rows;
  const k = transposeA ? a.rows : a.cols;
  const ars = transposeA ? 1 : k;
  const acs = transposeA ? m : 1;
  const inner = checkBoolean("matmul", "transposeB", transposeB) ? b.cols : b.rows;
  const n = transposeB ? b.rows : b.cols;
  const brs = transposeB ? 1 : n;
  const bcs = transposeB ? k : 1;
  if (inner !== k) wrongValue("matmul", "B", `${k} ${transposeB ? "columns" : "rows"} (${transposeA ? "rows" : "columns"} of A)`, inner);
  if (out !== undefined) checkOut(out, m, n);
  if (m * n * k > PLAIN) return compiled(m, n, k, a.data, ars, acs, b.data, brs, bcs, out);
  const C = out ?? makeMatrix(m, n);
  if (m * n * k === 0) {
    checkFinite("matmul", "A.data", a.data);
    checkFinite("matmul", "B.data", b.data);
    C.data.fill(0);
  } else if (out === undefined) plain(m, n, k, a.data, ars, acs, b.data, brs, bcs, C.data);
  else {
    plain(m, n, k, a.data, ars, acs, b.data, brs, bcs, SMALL);
    for (let i = 0; i < m * n; i++) C.data[i] = SMALL[i] as number;
  }
  return C;
}

function checkOut(out: Matrix, m: number, n: number): void {
  const { rows, cols } = checkMatrix("matmul", "out", out, false);
  if (rows !== m || cols !== n) wrongValue("matmul", "out", `${m} x ${n}`, `${rows} x ${cols}`);
  if (!isFloat64Array(out.data)) wrongKind("matmul", "out", "a matrix {rows, cols, data}", out);
}

/** Four columns at once, so that their sums do not wait for one another; each sum in the order of the routine. */
function plain(
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  ars: number,
  acs: number,
  b: Float64Array,
  brs: number,
  bcs: number,
  c: Float64Array,
): void {
  let bad = 0; // NaN once a sum is not finite
  let at = 0;
  for (let i = 0; i < m; i++) {
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let p = 0, q = i * ars, r = j * bcs; p < k; p++, q += acs, r += brs) {
        const v = a[q] as number;
        s0 += v * (b[r] as number);
        s1 += v * (b[r + bcs] as number);
        s2 += v * (b[r + 2 * bcs] as number);
        s3 += v * (b[r + 3 * bcs] as number);
      }
      c[at++] = s0;
      c[at++] = s1;
      c[at++] = s2;
      c[at++] = s3;
      bad += s0 - s0 + (s1 - s1) + (s2 - s2) + (s3 - s3);
    }
    for (; j < n; j++) {
      let s0 = 0;
      for (let p = 0, q = i * ars, r = j * bcs; p < k; p++, q += acs, r += brs) s0 += (a[q] as number) * (b[r] as number);
      c[at++] = s0;
      bad += s0 - s0;
    }
  }
  if (bad !== 0) blame("matmul", "C", { A: a, B: b });
}

function compiled(
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  ars: number,
  acs: number,
  b: Float64Array,
  brs: number,
  bcs: number,
  out?: Matrix,
): Matrix {
  return withEngine((engine) => {
    const { routines, arena } = engine;
    const scratch = arena.bytes(routines.gemm_scratch_bytes());
    const c = arena.f64(m * n);
    routines.gemm_f64(m, n, k, 1, engine.put(a), ars, acs, engine.put(b), brs, bcs, 0, c, n, scratch);
    checkResult(engine, "matmul", "C", c, m * n, { A: a, B: b });
    if (out === undefined) return makeMatrix(m, n, engine.take(c, m * n));
    out.data.set(engine.view(c, m * n));
    return out;
  });
}
