import { gemm_f64, gemm_scratch_bytes, syrk_f64 } from "../gemm_block";
import { potrf_f64 } from "../potrf";
import { trsm_lower_f64 } from "../trsm";

// A 4 x 4 tile and 8 unrolled steps: sizes on both sides of each.
const SIZES: usize[] = [0, 1, 3, 4, 5, 8, 9, 19];
const CANARY: f64 = 12345.678;

function fill(p: usize, n: usize, seed: f64): void {
  store<f64>(p - 8, CANARY);
  for (let i: usize = 0; i < n; i++) store<f64>(p + (i << 3), Math.sqrt(<f64>i + seed) - 2.5);
  store<f64>(p + (n << 3), CANARY);
}

function at(p: usize, i: usize): f64 {
  return load<f64>(p + (i << 3));
}

describe("matrix products and factors", () => {
  test("gemm_f64 is the ordered sum, bit for bit, and writes C only", () => {
    const memory = heap.alloc(gemm_scratch_bytes() + 65536);
    const scratch = (memory + 15) & ~15;
    const a = scratch + gemm_scratch_bytes() + 16;
    const b = a + 8192;
    const c = b + 8192;
    for (let x = 0; x < SIZES.length; x++) {
      for (let y = 0; y < SIZES.length; y++) {
        for (let z = 0; z < SIZES.length; z++) {
          const m = SIZES[x];
          const n = SIZES[y];
          const k = SIZES[z];
          fill(a, m * k, 1.3);
          fill(b, k * n, 2.1);
          fill(c, m * n, 7.7);
          gemm_f64(m, n, k, 1, a, k, 1, b, n, 1, 0, c, n, scratch);
          let same = true;
          for (let i: usize = 0; i < m; i++) {
            for (let j: usize = 0; j < n; j++) {
              let s = 0.0;
              for (let p: usize = 0; p < k; p++) s += at(a, i * k + p) * at(b, p * n + j);
              same = same && s == at(c, i * n + j);
            }
          }
          expect(same).toBe(true);
          expect(load<f64>(c - 8)).toBe(CANARY);
          expect(at(c, m * n)).toBe(CANARY);
        }
      }
    }
    heap.free(memory);
  });

  test("the Cholesky factor of A A' + n I gives it back to n eps, and solves with it", () => {
    const memory = heap.alloc(gemm_scratch_bytes() + 65536);
    const scratch = (memory + 15) & ~15;
    const g = scratch + gemm_scratch_bytes() + 16;
    const a = g + 8192;
    const l = a + 8192;
    const x = l + 8192;
    for (let z = 0; z < SIZES.length; z++) {
      const n = SIZES[z];
      fill(g, n * n, 3.1);
      fill(a, n * n, 1);
      syrk_f64(n, n, 1, g, n, 1, 0, a, n, scratch);
      for (let i: usize = 0; i < n; i++) store<f64>(a + ((i * n + i) << 3), at(a, i * n + i) + <f64>n);
      fill(l, n * n, 1);
      memory_copy(l, a, (n * n) << 3);
      expect(potrf_f64(n, l, n, scratch)).toBe(n);
      for (let i: usize = 0; i < n; i++) {
        for (let j: usize = 0; j <= i; j++) {
          let s = 0.0;
          for (let p: usize = 0; p <= j; p++) s += at(l, i * n + p) * at(l, j * n + p);
          expect(Math.abs(s - at(a, i * n + j))).toBeLessThanOrEqual(<f64>n * f64.EPSILON * at(a, n * n - 1));
        }
      }
      fill(x, n, 5.5);
      trsm_lower_f64(n, 1, l, n, x, 1, scratch);
      for (let i: usize = 0; i < n; i++) {
        let s = 0.0;
        for (let p: usize = 0; p <= i; p++) s += at(l, i * n + p) * at(x, p);
        expect(Math.abs(s - (Math.sqrt(<f64>i + 5.5) - 2.5))).toBeLessThanOrEqual(8 * <f64>n * f64.EPSILON);
      }
    }
    heap.free(memory);
  });
});

function memory_copy(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}
