// philox.ts - counter-based random bits: Philox4x32 with ten rounds.
//
//   (x0, x1, x2, x3) -> (hi(M1 x2) ^ x1 ^ k0, lo(M1 x2), hi(M0 x0) ^ x3 ^ k1, lo(M0 x0)),   then k += (W0, W1);   ten times
//
// Source   Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 4.3; known answers: Random123
// Stream   u32[6]: key k0 k1, first counter c0 c1 c2 c3. Block j has the counter (c0 + 2^32 c1 + j mod 2^64, c2, c3)
// Shapes   out: u32[16 groups], four words a block in the order of the paper; pointers in bytes, 4-byte aligned at least
// Effects  writes 64 groups bytes; no allocation, no globals; stream is read once, before out is written
// Checked  by the caller in src/random

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9; // golden ratio
const W1: u32 = 0xbb67ae85; // sqrt(3) - 1

/** High halves of the eight products, in lane order. */
// @ts-ignore: decorator
@inline
function high(low_pair: v128, high_pair: v128): v128 {
  return i8x16.shuffle(low_pair, high_pair, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
}

// @ts-ignore: decorator
@inline
function low(low_pair: v128, high_pair: v128): v128 {
  return i8x16.shuffle(low_pair, high_pair, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
}

/** Writes 4 groups consecutive blocks of the stream. Four blocks go through the rounds side by side, one in each 32-bit lane. */
export function philox4x32_u32(groups: usize, stream: usize, out: usize): void {
  const k0 = i32x4.splat(load<u32>(stream));
  const k1 = i32x4.splat(load<u32>(stream, 4));
  const c2 = i32x4.splat(load<u32>(stream, 16));
  const c3 = i32x4.splat(load<u32>(stream, 20));
  let block = load<u64>(stream, 8);
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  const w0 = i32x4.splat(W0);
  const w1 = i32x4.splat(W1);
  const end = out + (groups << 6);
  while (out < end) {
    // the 64-bit counters of the four blocks, low words and high words apart
    const first = i64x2.add(i64x2.splat(block), i64x2(0, 1));
    const second = i64x2.add(i64x2.splat(block), i64x2(2, 3));
    let x0 = low(first, second);
    let x1 = high(first, second);
    let x2 = c2;
    let x3 = c3;
    let r0 = k0;
    let r1 = k1;
    for (let round = 0; round < 10; round++) {
      const p = i64x2.extmul_low_i32x4_u(m0, x0);
      const q = i64x2.extmul_high_i32x4_u(m0, x0);
      const s = i64x2.extmul_low_i32x4_u(m1, x2);
      const t = i64x2.extmul_high_i32x4_u(m1, x2);
      x0 = v128.xor(v128.xor(high(s, t), x1), r0);
      x2 = v128.xor(v128.xor(high(p, q), x3), r1);
      x1 = low(s, t);
      x3 = low(p, q);
      r0 = i32x4.add(r0, w0);
      r1 = i32x4.add(r1, w1);
    }
    // four lanes of four words -> four blocks of four words
    const a = i8x16.shuffle(x0, x1, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const b = i8x16.shuffle(x2, x3, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const c = i8x16.shuffle(x0, x1, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    const d = i8x16.shuffle(x2, x3, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    v128.store(out, i8x16.shuffle(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
    v128.store(out, i8x16.shuffle(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31), 16);
    v128.store(out, i8x16.shuffle(c, d, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23), 32);
    v128.store(out, i8x16.shuffle(c, d, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31), 48);
    block += 4;
    out += 64;
  }
}
