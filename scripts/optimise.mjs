import { execFileSync } from "node:child_process";

const FEATURES = ["simd", "bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals"].map((name) => `--enable-${name}`);
const INLINING = "--always-inline-max-function-size 12 --flexible-inline-max-function-size 30 --one-caller-inline-max-function-size 200";

/**
 * asc only translates; wasm-opt (of the Binaryen that asc itself brings) optimises, without asc's taste for inlining loops, and without the
 * elimination of common subexpressions, which the runtime's compiler does anyhow: 2 kB gzip less than asc -O3, and expm1 6 to 9 %
 * slower, gelu, erf and sigmoid 2 to 3 %. Where something has to be inlined, the source says @inline.
 */
export function optimise(path) {
  const passes = [...INLINING.split(" "), "--low-memory-unused", "-O3", "--skip-pass=local-cse", "--converge"];
  execFileSync(process.execPath, ["node_modules/binaryen/bin/wasm-opt", path, ...FEATURES, ...passes, "-o", path], { stdio: "inherit" });
}
