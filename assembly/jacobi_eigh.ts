// jacobi_eigh.ts - eigenvalues and eigenvectors of a batch of small symmetric matrices by cyclic Jacobi.   A_b = V_b diag(e_b) V_b'
//
// Shapes   a: f64[count][q][q] row-major, the lower triangle is read; overwritten by V, eigenvectors as columns: V[i][j] = a[b q q + i q + j]
//          e: f64[count][q], e[j] belongs to column j. NOT sorted: the order is the one Jacobi ends in, about that of the diagonal
//          scratch: f64[4 q q]
// Method   two blocks at a time, one a lane; a lane that has converged is turned by the identity, so a block's result never depends on its
//          neighbour. Rotations row-cyclic (0,1) (0,2) .. (q-2,q-1), skipped where |a_pq| <= 2^-53 min(|a_pp|,|a_qq|) (stricter than Demmel &
//          Veselic 1992, so small eigenvalues of a definite matrix keep the relative accuracy of its scaled condition number).
//          Ends with the first sweep without a rotation, at the latest after 30; 4 to 6 are usual
// Exact    zero and diagonal blocks: e = diagonal, V = I, bit for bit
// Range    no entry is squared: magnitudes up to 1e307, and down to where products with rotations underflow, are safe
// Effects  no allocation, no globals. Non-finite blocks end too, with non-finite or meaningless numbers in them and in no other
// Checked  by the caller (lengths, finite)

/** Sweeps after which a block is left as it is; never reached by finite input in practice. */
const MAX_SWEEPS: i32 = 30;
/** Beyond this |cot 2 phi| its square is all there is of 1 + square: t = 1/(2 |cot 2 phi|), and nothing overflows. */
const FAR: f64 = 134217728;
const ROUNDING: f64 = 1.1102230246251565e-16;

/** Lanes in which a_pq still has to be annihilated. */
// @ts-ignore: decorator
@inline
function needsTurn(app: v128, aqq: v128, apq: v128): v128 {
  const smaller = f64x2.pmin(f64x2.abs(app), f64x2.abs(aqq));
  return f64x2.gt(f64x2.abs(apq), f64x2.mul(f64x2.splat(ROUNDING), smaller));
}

/** tan phi of the smaller rotation that annihilates a_pq; 0 in lanes outside `turn`. */
// @ts-ignore: decorator
@inline
function tangent(app: v128, aqq: v128, apq: v128, turn: v128): v128 {
  const one = f64x2.splat(1);
  const cot = f64x2.div(f64x2.sub(aqq, app), f64x2.add(apq, apq));
  const m = f64x2.abs(cot);
  const root = f64x2.sqrt(f64x2.add(one, f64x2.mul(m, m)));
  const denominator = f64x2.add(m, v128.bitselect(m, root, f64x2.gt(m, f64x2.splat(FAR))));
  const sign = v128.and(f64x2.lt(cot, f64x2.splat(0)), f64x2.splat(-0.0));
  return v128.and(v128.xor(f64x2.div(one, denominator), sign), turn);
}

/** 1 / sqrt(1 + t t) as 1 - t t / (r (r + 1)), r the root: the quotient is biased upwards for small t, half an eps a rotation. */
// @ts-ignore: decorator
@inline
function cosine(t: v128): v128 {
  const one = f64x2.splat(1);
  const square = f64x2.mul(t, t);
  const root = f64x2.sqrt(f64x2.add(one, square));
  return f64x2.sub(one, f64x2.div(square, f64x2.add(f64x2.mul(root, root), root)));
}

/** c x - s y */
// @ts-ignore: decorator
@inline
function left(c: v128, s: v128, x: v128, y: v128): v128 {
  return f64x2.sub(f64x2.mul(c, x), f64x2.mul(s, y));
}

/** s x + c y */
// @ts-ignore: decorator
@inline
function right(c: v128, s: v128, x: v128, y: v128): v128 {
  return f64x2.add(f64x2.mul(s, x), f64x2.mul(c, y));
}

/** The same element of two blocks. */
// @ts-ignore: decorator
@inline
function loadPair(x: usize, y: usize): v128 {
  return v128.load64_lane(y, v128.load64_zero(x), 1);
}

// @ts-ignore: decorator
@inline
function storePair(x: usize, y: usize, v: v128): void {
  v128.store64_lane(x, v, 0);
  v128.store64_lane(y, v, 1);
}

export function jacobi_eigh_f64(count: usize, q: usize, a: usize, e: usize, scratch: usize): void {
  if (q == 0) return;
  const block = (q * q) << 3;
  const values = q << 3;
  for (let b: usize = 0; b < count; b += 2) {
    const next: usize = b + 1 < count ? 1 : 0; // an odd last block sits in both lanes
    const x = a + b * block;
    const f = e + b * values;
    if (q == 3) pairOf3(x, x + next * block, f, f + next * values);
    else pairOfAny(q, x, x + next * block, f, f + next * values, scratch);
  }
}

/** Two 3 x 3 blocks: everything in locals. */
function pairOf3(x: usize, y: usize, e: usize, f: usize): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  let a00 = loadPair(x, y);
  let a10 = loadPair(x + 24, y + 24);
  let a11 = loadPair(x + 32, y + 32);
  let a20 = loadPair(x + 48, y + 48);
  let a21 = loadPair(x + 56, y + 56);
  let a22 = loadPair(x + 64, y + 64);
  let v00 = one, v01 = zero, v02 = zero;
  let v10 = zero, v11 = one, v12 = zero;
  let v20 = zero, v21 = zero, v22 = one;
  let u: v128;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let turned = false;
    let turn = needsTurn(a00, a11, a10);
    if (v128.any_true(turn)) {
      turned = true;
      const t = tangent(a00, a11, a10, turn), c = cosine(t), s = f64x2.mul(t, c);
      const shift = v128.and(f64x2.mul(t, a10), turn);
      a00 = f64x2.sub(a00, shift);
      a11 = f64x2.add(a11, shift);
      a10 = v128.andnot(a10, turn);
      u = a20; a20 = left(c, s, u, a21); a21 = right(c, s, u, a21);
      u = v00; v00 = left(c, s, u, v01); v01 = right(c, s, u, v01);
      u = v10; v10 = left(c, s, u, v11); v11 = right(c, s, u, v11);
      u = v20; v20 = left(c, s, u, v21); v21 = right(c, s, u, v21);
    }
    turn = needsTurn(a00, a22, a20);
    if (v128.any_true(turn)) {
      turned = true;
      const t = tangent(a00, a22, a20, turn), c = cosine(t), s = f64x2.mul(t, c);
      const shift = v128.and(f64x2.mul(t, a20), turn);
      a00 = f64x2.sub(a00, shift);
      a22 = f64x2.add(a22, shift);
      a20 = v128.andnot(a20, turn);
      u = a10; a10 = left(c, s, u, a21); a21 = right(c, s, u, a21);
      u = v00; v00 = left(c, s, u, v02); v02 = right(c, s, u, v02);
      u = v10; v10 = left(c, s, u, v12); v12 = right(c, s, u, v12);
      u = v20; v20 = left(c, s, u, v22); v22 = right(c, s, u, v22);
    }
    turn = needsTurn(a11, a22, a21);
    if (v128.any_true(turn)) {
      turned = true;
      const t = tangent(a11, a22, a21, turn), c = cosine(t), s = f64x2.mul(t, c);
      const shift = v128.and(f64x2.mul(t, a21), turn);
      a11 = f64x2.sub(a11, shift);
      a22 = f64x2.add(a22, shift);
      a21 = v128.andnot(a21, turn);
      u = a10; a10 = left(c, s, u, a20); a20 = right(c, s, u, a20);
      u = v01; v01 = left(c, s, u, v02); v02 = right(c, s, u, v02);
      u = v11; v11 = left(c, s, u, v12); v12 = right(c, s, u, v12);
      u = v21; v21 = left(c, s, u, v22); v22 = right(c, s, u, v22);
    }
    if (!turned) break;
  }
  storePair(e, f, f64x2.add(a00, zero));
  storePair(e + 8, f + 8, f64x2.add(a11, zero));
  storePair(e + 16, f + 16, f64x2.add(a22, zero));
  storePair(x, y, f64x2.add(v00, zero));
  storePair(x + 8, y + 8, f64x2.add(v01, zero));
  storePair(x + 16, y + 16, f64x2.add(v02, zero));
  storePair(x + 24, y + 24, f64x2.add(v10, zero));
  storePair(x + 32, y + 32, f64x2.add(v11, zero));
  storePair(x + 40, y + 40, f64x2.add(v12, zero));
  storePair(x + 48, y + 48, f64x2.add(v20, zero));
  storePair(x + 56, y + 56, f64x2.add(v21, zero));
  storePair(x + 64, y + 64, f64x2.add(v22, zero));
}

/** Two q x q blocks, interleaved in scratch: w full and symmetric (q x q pairs), then V transposed (q x q pairs). */
function pairOfAny(q: usize, x: usize, y: usize, e: usize, f: usize, scratch: usize): void {
  const row = q << 4;
  const w = scratch;
  const v = scratch + q * row;
  for (let i: usize = 0; i < q; i++) {
    for (let j: usize = 0; j < q; j++) {
      const lower = (i > j ? i * q + j : j * q + i) << 3;
      v128.store(w + i * row + (j << 4), loadPair(x + lower, y + lower));
      v128.store(v + i * row + (j << 4), f64x2.splat(i == j ? 1 : 0));
    }
  }
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let turned = false;
    for (let i: usize = 0; i + 1 < q; i++) {
      for (let j: usize = i + 1; j < q; j++) {
        const ii = w + i * row + (i << 4);
        const jj = w + j * row + (j << 4);
        const ij = w + i * row + (j << 4);
        const app = v128.load(ii);
        const aqq = v128.load(jj);
        const apq = v128.load(ij);
        const turn = needsTurn(app, aqq, apq);
        if (!v128.any_true(turn)) continue;
        turned = true;
        const t = tangent(app, aqq, apq, turn);
        const c = cosine(t);
        const s = f64x2.mul(t, c);
        const shift = v128.and(f64x2.mul(t, apq), turn);
        rotateRows(w + i * row, w + j * row, row, c, s);
        rotateRows(v + i * row, v + j * row, row, c, s);
        v128.store(ii, f64x2.sub(app, shift));
        v128.store(jj, f64x2.add(aqq, shift));
        v128.store(ij, v128.andnot(apq, turn));
        copyRowToColumn(w, i, q);
        copyRowToColumn(w, j, q);
      }
    }
    if (!turned) break;
  }
  const zero = f64x2.splat(0);
  for (let i: usize = 0; i < q; i++) {
    storePair(e + (i << 3), f + (i << 3), f64x2.add(v128.load(w + i * row + (i << 4)), zero));
    for (let j: usize = 0; j < q; j++) {
      const at = (j * q + i) << 3;
      storePair(x + at, y + at, f64x2.add(v128.load(v + i * row + (j << 4)), zero));
    }
  }
}

/** Rows x and y of pairs: x = c x - s y, y = s x + c y. */
// @ts-ignore: decorator
@inline
function rotateRows(x: usize, y: usize, bytes: usize, c: v128, s: v128): void {
  const end = x + bytes;
  while (x < end) {
    const u = v128.load(x);
    const z = v128.load(y);
    v128.store(x, left(c, s, u, z));
    v128.store(y, right(c, s, u, z));
    x += 16;
    y += 16;
  }
}

/** Column i of the symmetric w from its row i. */
// @ts-ignore: decorator
@inline
function copyRowToColumn(w: usize, i: usize, q: usize): void {
  const row = q << 4;
  let from = w + i * row;
  let to = w + (i << 4);
  const end = from + row;
  while (from < end) {
    v128.store(to, v128.load(from));
    from += 16;
    to += row;
  }
}
