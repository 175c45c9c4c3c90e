// gemm_pack.ts - operands of matrix multiplication laid out in the order in which the micro-routine reads them.
//
// Shapes   A and B by byte steps between rows and between columns (any sign): a transpose is a swap of the two
// Effects  writes the packed block, all of it; rows or columns beyond the edge repeat the first one: their products are never stored
// Checked  by gemm_block.ts

/** pa[p][r] = A[r, p], stored twice: k steps of 4 rows, of which `rows` (1 to 4) exist. */
export function pack_rows_f64(rows: usize, k: usize, a: usize, row: usize, column: usize, pa: usize): void {
  let a1 = rows > 1 ? a + row : a;
  let a2 = rows > 2 ? a1 + row : a;
  let a3 = rows > 3 ? a2 + row : a;
  for (const end = pa + (k << 6); pa < end; pa += 64) {
    v128.store(pa, v128.load64_splat(a));
    v128.store(pa, v128.load64_splat(a1), 16);
    v128.store(pa, v128.load64_splat(a2), 32);
    v128.store(pa, v128.load64_splat(a3), 48);
    a += column;
    a1 += column;
    a2 += column;
    a3 += column;
  }
}

/** pb[t][p][s] = B[p, 4t + s]: panels of 4 columns, the last one filled up. */
export function pack_columns_f64(k: usize, n: usize, b: usize, row: usize, column: usize, pb: usize): void {
  if (column == 8) {
    for (; n >= 8; n -= 8) {
      pack_line(k, b, row, pb, k << 5);
      b += 64;
      pb += k << 6;
    }
  }
  for (; n >= 4; n -= 4) {
    if (column == 8) pack_adjacent(k, b, row, pb);
    else if (row == 8) pack_turned(k, b, column, pb);
    else pack_strided(4, k, b, row, column, pb);
    b += column << 2;
    pb += k << 5;
  }
  if (n) pack_strided(n, k, b, row, column, pb);
}

function pack_adjacent(k: usize, b: usize, row: usize, pb: usize): void {
  for (const end = pb + (k << 5); pb < end; pb += 32) {
    v128.store(pb, v128.load(b));
    v128.store(pb, v128.load(b, 16), 16);
    b += row;
  }
}

/** Columns that are contiguous: two steps of each at once, by squares of two. */
function pack_turned(k: usize, b: usize, column: usize, pb: usize): void {
  let b1 = b + column;
  let b2 = b1 + column;
  let b3 = b2 + column;
  for (const end = pb + ((k & ~1) << 5); pb < end; pb += 64) {
    const u0 = v128.load(b);
    const u1 = v128.load(b1);
    const u2 = v128.load(b2);
    const u3 = v128.load(b3);
    v128.store(pb, v128.shuffle<f64>(u0, u1, 0, 2));
    v128.store(pb, v128.shuffle<f64>(u2, u3, 0, 2), 16);
    v128.store(pb, v128.shuffle<f64>(u0, u1, 1, 3), 32);
    v128.store(pb, v128.shuffle<f64>(u2, u3, 1, 3), 48);
    b += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
  }
  if (k & 1) pack_strided(4, 1, b, 8, column, pb);
}

function pack_strided(columns: usize, k: usize, b: usize, row: usize, column: usize, pb: usize): void {
  let b1 = columns > 1 ? b + column : b;
  let b2 = columns > 2 ? b1 + column : b;
  let b3 = columns > 3 ? b2 + column : b;
  for (const end = pb + (k << 5); pb < end; pb += 32) {
    store<f64>(pb, load<f64>(b));
    store<f64>(pb, load<f64>(b1), 8);
    store<f64>(pb, load<f64>(b2), 16);
    store<f64>(pb, load<f64>(b3), 24);
    b += row;
    b1 += row;
    b2 += row;
    b3 += row;
  }
}

/** Two panels at once: a cache line of each row. */
function pack_line(k: usize, b: usize, row: usize, pb: usize, length: usize): void {
  for (const end = pb + length; pb < end; pb += 32) {
    const next = pb + length;
    v128.store(pb, v128.load(b));
    v128.store(pb, v128.load(b, 16), 16);
    v128.store(next, v128.load(b, 32));
    v128.store(next, v128.load(b, 48), 16);
    b += row;
  }
}

/** The way back for at most 4 columns: B[p, s] = pb[p][s]. */
export function unpack_columns_f64(k: usize, n: usize, pb: usize, b: usize, row: usize, column: usize): void {
  if (n == 4) {
    if (row == 8) unpack_turned(k, pb, b, column);
    else unpack4(k, pb, b, row, column);
    return;
  }
  for (const end = pb + (k << 5); pb < end; pb += 32) {
    let p = b;
    for (let s = pb; s < pb + (n << 3); s += 8) {
      store<f64>(p, load<f64>(s));
      p += column;
    }
    b += row;
  }
}

function unpack_turned(k: usize, pb: usize, b: usize, column: usize): void {
  let b1 = b + column;
  let b2 = b1 + column;
  let b3 = b2 + column;
  for (const end = pb + ((k & ~1) << 5); pb < end; pb += 64) {
    const u0 = v128.load(pb);
    const u1 = v128.load(pb, 32);
    const u2 = v128.load(pb, 16);
    const u3 = v128.load(pb, 48);
    v128.store(b, v128.shuffle<f64>(u0, u1, 0, 2));
    v128.store(b1, v128.shuffle<f64>(u0, u1, 1, 3));
    v128.store(b2, v128.shuffle<f64>(u2, u3, 0, 2));
    v128.store(b3, v128.shuffle<f64>(u2, u3, 1, 3));
    b += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
  }
  if (k & 1) unpack4(1, pb, b, 8, column);
}

function unpack4(k: usize, pb: usize, b: usize, row: usize, column: usize): void {
  let b1 = b + column;
  let b2 = b1 + column;
  let b3 = b2 + column;
  for (const end = pb + (k << 5); pb < end; pb += 32) {
    store<f64>(b, load<f64>(pb));
    store<f64>(b1, load<f64>(pb, 8));
    store<f64>(b2, load<f64>(pb, 16));
    store<f64>(b3, load<f64>(pb, 24));
    b += row;
    b1 += row;
    b2 += row;
    b3 += row;
  }
}
