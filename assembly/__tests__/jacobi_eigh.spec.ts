import { jacobi_eigh_f64 } from "../jacobi_eigh";

/** A symmetric q x q block of irrational-looking entries. */
function fill(p: usize, q: usize, seed: f64): void {
  for (let i: usize = 0; i < q; i++) {
    for (let j: usize = 0; j <= i; j++) {
      const v = Math.sqrt(<f64>(3 * i + 7 * j) + seed) - 3;
      store<f64>(p + ((i * q + j) << 3), v);
      store<f64>(p + ((j * q + i) << 3), v);
    }
  }
}

describe("jacobi_eigh_f64", () => {
  test("A V = V diag(e) to 4 q eps of the largest entry, for 1 to 9 rows and odd and even counts", () => {
    const memory = heap.alloc(65536);
    const a = memory + 64;
    const copy = memory + 16384;
    const e = memory + 32768;
    const scratch = memory + 40960;
    for (let q: usize = 1; q <= 9; q++) {
      for (let count: usize = 1; count <= 3; count++) {
        const block = (q * q) << 3;
        for (let b: usize = 0; b < count; b++) {
          fill(a + b * block, q, <f64>b + 1.3);
          fill(copy + b * block, q, <f64>b + 1.3);
        }
        store<f64>(e + ((count * q) << 3), 12345.678);
        store<f64>(a + count * block, 12345.678);
        jacobi_eigh_f64(count, q, a, e, scratch);
        expect(load<f64>(e + ((count * q) << 3))).toBe(12345.678);
        expect(load<f64>(a + count * block)).toBe(12345.678);
        let worst = 0.0;
        for (let b: usize = 0; b < count; b++) {
          for (let i: usize = 0; i < q; i++) {
            for (let j: usize = 0; j < q; j++) {
              let image = 0.0;
              for (let k: usize = 0; k < q; k++) {
                image += load<f64>(copy + b * block + ((i * q + k) << 3)) * load<f64>(a + b * block + ((k * q + j) << 3));
              }
              const value = load<f64>(e + ((b * q + j) << 3));
              worst = Math.max(worst, Math.abs(image - value * load<f64>(a + b * block + ((i * q + j) << 3))));
            }
          }
        }
        expect(worst).toBeLessThanOrEqual(4 * <f64>q * f64.EPSILON * 8);
      }
    }
    heap.free(memory);
  });
});
