import { execFileSync } from "node:child_process";

const FEATURES = ["simd", "bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals"].map((name) => `--enable-${name}`);
const INLINING = "--always-inline-max-function-size 12 --flexible-inline-max-function-size 70 --one-caller-inline-max-function-size 200";

/**
 * asc only translates; wasm-opt (of the Binaryen that asc itself brings) optimises, with asc's own limits of inlining but not its taste for
 * inlining loops: 1.5 kB gzip less than asc -O3, and no routine slower. Where a loop has to be inlined, the source says @inline.
 */
export function optimise(path) {
  const passes = [...INLINING.split(" "), "--low-memory-unused", "-O3"];
  execFileSync(process.execPath, ["node_modules/binaryen/bin/wasm-opt", path, ...FEATURES, ...passes, "-o", path], { stdio: "inherit" });
}
