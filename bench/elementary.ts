import { CODE } from "../src/elementary/codes.js";
import { check, freshEngine, measure, numbers, peak, type Row, type Suite } from "./support.js";

/** Arguments in the first-level cache, and an odd number that leaves a tail. */
const SIZES = [1024, 1023] as const;

/** Elements a thousand flops of the peak loop: 180 and 350 million a second where the peak is 23.5 GF/s. */
const GOALS: Partial<Record<(typeof NAMES)[number], number>> = { tanh: 180e6 / 23.5e6, exp: 350e6 / 23.5e6 };
const NAMES = [
  "tanh",
  "exp",
  "expm1",
  "log",
  "log1p",
  "erf",
  "sin",
  "cos",
  "sinh",
  "cosh",
  "sigmoid",
  "softplus",
  "gelu",
  "pow",
  "atan2",
] as const;

/** Elementary routines on operands already in memory: x in (-3, 3), for log, log1p and pow in (0, 6). */
export const elementary: Suite = {
  name: "elementary",
  rows: () => {
    const engine = freshEngine();
    const { routines } = engine;
    const rows: Row[] = [];
    for (const name of NAMES) {
      for (const n of SIZES) {
        const positive = name === "log" || name === "log1p" || name === "pow";
        const x = engine.put(numbers(n).map((v) => 3 * v + (positive ? 3.001 : 0)));
        const [y, z] = [engine.put(numbers(n, 2)), engine.arena.f64(n)];
        const call =
          name === "pow" || name === "atan2"
            ? () => routines[`${name}_f64`](n, x, y, z)
            : () => routines.elementary_f64(CODE[name], n, x, z);
        call();
        const [at, other, got] = [engine.view(x, 1)[0]!, engine.view(y, 1)[0]!, engine.view(z, 1)[0]!];
        const host = Math as unknown as Record<string, ((a: number, b: number) => number) | undefined>;
        const expected = host[name]?.(at, other);
        if (expected !== undefined) check(name, Math.abs(got / expected - 1), 1e-15);
        const before = peak();
        const time = measure(call);
        const rate = n / time.best;
        const ratio = (1e3 * rate) / Math.max(before, peak());
        const goal = n === SIZES[0] ? GOALS[name] : undefined;
        rows.push({
          operation: `${name}_f64`,
          size: String(n),
          time,
          figure: `${(rate / 1e6).toFixed(0)} M/s`,
          ratio,
          against: "per kflop",
          goal,
        });
      }
    }
    return rows;
  },
};
