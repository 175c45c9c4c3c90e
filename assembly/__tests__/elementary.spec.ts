import { atan2_scalar, Code, elementary_f64, elementary_scalar, pow_scalar } from "../elementary";

describe("elementary functions", () => {
  test("anchors that are exact, or known to the last place", () => {
    expect(elementary_scalar(7, 0)).toBe(1);
    expect(elementary_scalar(7, 1)).toBe(2.718281828459045);
    expect(elementary_scalar(9, 10)).toBe(2.302585092994046);
    expect(elementary_scalar(0, 0.5)).toBe(0.46211715726000973);
    expect(elementary_scalar(0, 25)).toBe(1);
    expect(elementary_scalar(2, 1e22)).toBe(-0.8522008497671888);
    expect(elementary_scalar(3, 0)).toBe(0.5);
    expect(pow_scalar(2, 0.5)).toBe(1.4142135623730951);
    expect(atan2_scalar(1, -1)).toBe(2.356194490192345);
  });

  test("tanh and exp give the same bits in the unrolled loop, in its tail and alone", () => {
    const memory = heap.alloc(1024);
    const x = memory + 64;
    for (let n: usize = 0; n < 20; n++) {
      for (let i: usize = 0; i < n; i++) store<f64>(x + (i << 3), Math.sqrt(<f64>i + 0.7) * (i & 1 ? -3.1 : 1.3));
      store<f64>(x + (n << 3), 12345.678);
      elementary_f64(Code.Tanh, n, x, x + 256);
      elementary_f64(Code.Exp, n, x, x + 512);
      for (let i: usize = 0; i < n; i++) {
        expect(load<f64>(x + 256 + (i << 3))).toBe(elementary_scalar(0, load<f64>(x + (i << 3))));
        expect(load<f64>(x + 512 + (i << 3))).toBe(elementary_scalar(7, load<f64>(x + (i << 3))));
      }
    }
    heap.free(memory);
  });
});
