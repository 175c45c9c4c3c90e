import { cholesky, gram, matmul } from "nntk/linalg";
import { byteRow, check, flopRow, freshEngine, numbers, type Row, type Suite } from "./support.js";

// Dense routines on operands already in WebAssembly memory, then the public calls, which also check, copy in and out and allocate.

export const dense: Suite = {
  name: "dense",
  rows: () => [...products(), ...grams(), ...factors(), ...vectors(), ...publicCalls()],
};

const engine = freshEngine();
const { routines, arena } = engine;

/** (m, n, k) and the goal as a ratio to peak. */
const PRODUCTS = [
  [16, 16, 16, undefined],
  [32, 32, 32, 0.78],
  [33, 33, 33, undefined],
  [64, 64, 64, 0.88],
  [128, 128, 128, 0.95],
  [256, 256, 256, 0.95],
  [512, 512, 512, 0.95],
  [1024, 1024, 1024, 0.95],
  [128, 1000, 128, 0.95],
  [257, 129, 131, 0.9],
] as const;

/** Runs `use` with operands in the arena, freed afterwards. */
function within<T>(use: (scratch: number) => T): T {
  return engine.scope(() => use(arena.bytes(routines.gemm_scratch_bytes())));
}

function products(): Row[] {
  return PRODUCTS.map(([m, n, k, goal]) =>
    within((scratch) => {
      const [a, b] = [numbers(m * k, 1), numbers(k * n, 2)];
      const [pa, pb, pc] = [engine.put(a), engine.put(b), arena.f64(m * n)];
      const call = () => routines.gemm_f64(m, n, k, 1, pa, k, 1, pb, n, 1, 0, pc, n, scratch);
      call();
      let sum = 0;
      for (let p = 0; p < k; p++) sum += (a[k + p] as number) * (b[p * n + 2] as number);
      check("gemm", Math.abs(sum - (engine.view(pc, m * n)[n + 2] as number)), k * k * Number.EPSILON);
      return flopRow("gemm", `${m}x${n}x${k}`, 2 * m * n * k, call, goal);
    }),
  );
}

function grams(): Row[] {
  const shapes = [
    [128, 128],
    [128, 1000],
    [512, 512],
    [1024, 256],
  ] as const;
  return shapes.flatMap(([n, k]) =>
    [false, true].map((transposed) =>
      within((scratch) => {
        const [pa, pc] = [engine.put(numbers(n * k)), engine.put(new Float64Array(n * n))];
        const call = () => routines.syrk_f64(n, k, 1, pa, transposed ? 1 : k, transposed ? n : 1, transposed ? 1 : 0, pc, n, scratch);
        return flopRow(transposed ? "syrk, C += A'A" : "syrk, C = A A'", `${n}x${k}`, n * n * k, call, 0.92);
      }),
    ),
  );
}

/** A positive definite matrix of order n. */
function definite(n: number): Float64Array {
  const a = numbers(n * n, 3);
  for (let i = 0; i < n; i++) a[i * (n + 1)] = n;
  return a;
}

const FACTORS = [
  [32, undefined],
  [128, 0.55],
  [512, 0.8],
  [1024, 0.85],
] as const;

function factors(): Row[] {
  return FACTORS.map(([n, goal]) =>
    within((scratch) => {
      const a = definite(n);
      const p = engine.put(a);
      const call = () => {
        engine.view(p, n * n).set(a);
        check("potrf", n - routines.potrf_f64(n, p, n, scratch), 0);
      };
      return flopRow("Cholesky (with a copy)", `${n}`, (n * n * n) / 3, call, goal);
    }),
  );
}

function vectors(): Row[] {
  return [128, 257, 1000].flatMap((n) =>
    within(() => {
      const [pa, px, py] = [engine.put(numbers(n * n)), engine.put(numbers(n)), arena.f64(n)];
      return [
        byteRow("gemv", `${n}`, 8 * n * n, () => routines.gemv_f64(n, n, pa, n, px, py), 0.95),
        byteRow("gemv transposed", `${n}`, 8 * n * n, () => routines.gemv_transposed_f64(n, n, pa, n, px, py), 0.95),
        byteRow("symv, half read", `${n}`, 4 * n * n, () => routines.symv_lower_f64(n, pa, n, px, py)),
      ];
    }),
  );
}

function publicCalls(): Row[] {
  const square = (n: number, seed: number) => ({ rows: n, cols: n, data: numbers(n * n, seed) });
  const goals = [undefined, undefined, 0.5, 0.85, 0.85, 0.85];
  return [
    ...[4, 8, 32, 128, 512, 1024].map((n, i) => {
      const [a, b] = [square(n, 1), square(n, 2)];
      return flopRow("matmul (public)", `${n}`, 2 * n * n * n, () => matmul(a, b), goals[i]);
    }),
    ...[128, 512].map((n) => {
      const a = square(n, 1);
      return flopRow("gram (public)", `${n}`, n * n * n, () => gram(a));
    }),
    ...[128, 512].map((n) => {
      const a = { rows: n, cols: n, data: definite(n) };
      return flopRow("cholesky (public)", `${n}`, (n * n * n) / 3, () => cholesky(a));
    }),
  ];
}
