import { axpy_f64, dot_f64, first_nonfinite_f64 } from "../level1";

const SIZES: usize[] = [0, 1, 2, 3, 4, 7, 8, 9, 16, 17, 19];

/** Irrational-looking data at p[0..n), a canary before and behind. */
function fill(p: usize, n: usize, seed: f64): void {
  store<f64>(p - 8, 12345.678);
  for (let i: usize = 0; i < n; i++) store<f64>(p + (i << 3), Math.sqrt(<f64>i + seed) - 2.5);
  store<f64>(p + (n << 3), 12345.678);
}

function canariesStand(p: usize, n: usize): bool {
  return load<f64>(p - 8) == 12345.678 && load<f64>(p + (n << 3)) == 12345.678;
}

describe("level 1 routines", () => {
  test("dot_f64 agrees with the plain sum to n eps |x||y| at every size of the ladder", () => {
    const memory = heap.alloc(4096);
    const x = memory + 64;
    const y = memory + 1024;
    for (let k = 0; k < SIZES.length; k++) {
      const n = SIZES[k];
      fill(x, n, 1.1);
      fill(y, n, 2.7);
      let plain = 0.0;
      let size = 0.0;
      for (let i: usize = 0; i < n; i++) {
        const term = load<f64>(x + (i << 3)) * load<f64>(y + (i << 3));
        plain += term;
        size += Math.abs(term);
      }
      expect(Math.abs(dot_f64(n, x, y) - plain)).toBeLessThanOrEqual(<f64>n * f64.EPSILON * size);
    }
    heap.free(memory);
  });

  test("axpy_f64 writes exactly n elements, each the rounded y + alpha x", () => {
    const memory = heap.alloc(4096);
    const x = memory + 64;
    const y = memory + 1024;
    for (let k = 0; k < SIZES.length; k++) {
      const n = SIZES[k];
      fill(x, n, 1.1);
      fill(y, n, 2.7);
      axpy_f64(n, -0.3, x, y);
      for (let i: usize = 0; i < n; i++) {
        const before = Math.sqrt(<f64>i + 2.7) - 2.5;
        expect(load<f64>(y + (i << 3))).toBe(before + -0.3 * load<f64>(x + (i << 3)));
      }
      expect(canariesStand(y, n)).toBe(true);
    }
    heap.free(memory);
  });

  test("first_nonfinite_f64 finds the first NaN or infinity wherever it stands", () => {
    const memory = heap.alloc(4096);
    const x = memory + 64;
    for (let k = 0; k < SIZES.length; k++) {
      const n = SIZES[k];
      fill(x, n, 1.1);
      expect(first_nonfinite_f64(n, x)).toBe(n);
      for (let i: usize = 0; i < n; i++) {
        fill(x, n, 1.1);
        store<f64>(x + (i << 3), i & 1 ? Infinity : NaN);
        expect(first_nonfinite_f64(n, x)).toBe(i);
      }
    }
    heap.free(memory);
  });
});
