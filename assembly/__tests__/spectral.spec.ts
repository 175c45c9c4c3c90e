import { norm_f64, reflector_f64, rotate_f64 } from "../householder";
import { secular_root } from "../secular";
import { steqr_f64 } from "../steqr";
import { transpose_f64 } from "../transpose";

const CANARY = 12345.678;

function at(p: usize, i: usize): f64 {
  return load<f64>(p + (i << 3));
}

function set(p: usize, i: usize, value: f64): void {
  store<f64>(p + (i << 3), value);
}

describe("the parts of the spectral routines", () => {
  test("norm_f64 neither overflows nor vanishes, from subnormals to the largest doubles", () => {
    const memory = heap.alloc(256);
    const sizes: f64[] = [1, 1e-310, 1e-200, 1e200, 8e307];
    for (let k = 0; k < sizes.length; k++) {
      set(memory, 0, 0.6 * sizes[k]);
      set(memory, 1, -0.8 * sizes[k]);
      expect(Math.abs(norm_f64(2, memory) / sizes[k] - 1)).toBeLessThanOrEqual(1e-13);
    }
    expect(norm_f64(0, memory)).toBe(0);
    heap.free(memory);
  });

  test("reflector_f64 makes H orthogonal with H x = beta e, whatever the size of x", () => {
    const memory = heap.alloc(256);
    const sizes: f64[] = [1, 1e-305, 1e-160, 1e160, 1e307];
    for (let k = 0; k < sizes.length; k++) {
      const size = sizes[k];
      set(memory, 0, 0.3 * size);
      for (let i: usize = 1; i < 4; i++) set(memory, i, Math.sqrt(<f64>i) * 0.2 * size);
      const before = Math.sqrt(0.09 + 0.04 * 6);
      const tau = reflector_f64(3, memory, memory + 8);
      // |beta| is the norm of x, and tau = 2 / v'v
      expect(Math.abs(Math.abs(at(memory, 0) / size) - before)).toBeLessThanOrEqual(1e-15);
      let vv = 1.0;
      for (let i: usize = 1; i < 4; i++) vv += at(memory, i) * at(memory, i);
      expect(Math.abs(tau * vv - 2)).toBeLessThanOrEqual(4e-15);
    }
    heap.free(memory);
  });

  test("rotate_f64 keeps to its n elements and preserves the sum of squares", () => {
    const memory = heap.alloc(512);
    const sizes: usize[] = [0, 1, 2, 3, 4, 5, 7];
    for (let k = 0; k < sizes.length; k++) {
      const n = sizes[k];
      const x = memory + 8;
      const y = memory + 128;
      let squares = 0.0;
      for (let i: usize = 0; i < n; i++) {
        set(x, i, Math.sqrt(<f64>i + 1.3));
        set(y, i, 0.7 - <f64>i * 0.31);
        squares += at(x, i) * at(x, i) + at(y, i) * at(y, i);
      }
      set(x, n, CANARY);
      set(y, n, CANARY);
      rotate_f64(n, x, y, 0.6, 0.8);
      for (let i: usize = 0; i < n; i++) squares -= at(x, i) * at(x, i) + at(y, i) * at(y, i);
      expect(Math.abs(squares)).toBeLessThanOrEqual(1e-14);
      expect(at(x, n)).toBe(CANARY);
      expect(at(y, n)).toBe(CANARY);
    }
    heap.free(memory);
  });

  test("secular_root lies between its poles and solves the equation, weights down to 1e-20 included", () => {
    const memory = heap.alloc(1024);
    const d = memory;
    const zz = memory + 128;
    const delta = memory + 256;
    const sums = memory + 512;
    const k: usize = 6;
    for (let i: usize = 0; i < k; i++) set(d, i, <f64>i * (i == 3 ? 1 - 1e-9 : 1));
    const weights: f64[] = [0.3, 1e-20, 0.2, 0.25, 1e-8, 0.25];
    for (let i: usize = 0; i < k; i++) set(zz, i, weights[<i32>i]);
    for (let i: usize = 0; i < k; i++) {
      const root = secular_root(k, i, d, zz, 0.7, delta, sums);
      expect(root).toBeGreaterThanOrEqual(at(d, i));
      expect(root).toBeLessThanOrEqual(i + 1 < k ? at(d, i + 1) : at(d, i) + 0.7 * (1 + 1e-6));
      let f = 1 / 0.7;
      let size = 1 / 0.7;
      for (let j: usize = 0; j < k; j++) {
        const term = at(zz, j) / at(delta, j);
        f += term;
        size += Math.abs(term);
      }
      expect(Math.abs(f)).toBeLessThanOrEqual(1e-14 * size);
    }
    heap.free(memory);
  });

  test("steqr_f64 finds 2 - 2 cos(k pi / (n + 1)) for the second difference", () => {
    const memory = heap.alloc(1024);
    for (let n: usize = 1; n < 12; n++) {
      const d = memory;
      const e = memory + 128;
      for (let i: usize = 0; i < n; i++) {
        set(d, i, 2);
        set(e, i, -1);
      }
      expect(steqr_f64(n, d, e, 0, 0, 0, 0)).toBe(n);
      for (let i: usize = 0; i < n; i++) {
        expect(Math.abs(at(d, i) - (2 - 2 * Math.cos((<f64>(i + 1) * Math.PI) / <f64>(n + 1))))).toBeLessThanOrEqual(2e-14);
      }
    }
    heap.free(memory);
  });

  test("transpose_f64 moves every entry once, at odd sizes and strides, by rows in a given order too", () => {
    const memory = heap.alloc(8192);
    const a = memory;
    const b = memory + 4096;
    const order = memory + 8000;
    const m: usize = 11;
    const n: usize = 17;
    for (let i: usize = 0; i < m * (n + 2); i++) set(a, i, <f64>i);
    for (let i: usize = 0; i < m; i++) store<u32>(order + (i << 2), <u32>(m - 1 - i));
    for (let turned = 0; turned < 2; turned++) {
      transpose_f64(m, n, a, n + 2, turned ? order : 0, b, m + 1);
      for (let i: usize = 0; i < m; i++) {
        for (let j: usize = 0; j < n; j++) expect(at(b, j * (m + 1) + i)).toBe(at(a, (turned ? m - 1 - i : i) * (n + 2) + j));
      }
    }
    heap.free(memory);
  });
});
