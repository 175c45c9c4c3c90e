// What the linear algebra adds, gzip: the binary against one compiled without its families, and its own JavaScript, minified, with the
// folders it stands on left out. Goal: 14 kB.  node scripts/linalgSize.mjs
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { optimise } from "./optimise.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
mkdirSync("build", { recursive: true });
const FAMILIES = [
  "eigh",
  "gemm_block",
  "gemv",
  "jacobi_eigh",
  "krylov",
  "lanczos",
  "ldlt",
  "potrf",
  "triangle",
  "qr",
  "qr_thin",
  "svd",
  "transpose",
  "tridiagonal_pairs",
  "trsm",
];
const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The release binary of an index with these lines. */
function compiled(lines) {
  const index = "assembly/without_linalg.ts"; // beside the files that it names
  writeFileSync(index, lines.join("\n"));
  const out = ["--outFile", "build/size.wasm", "--bindings", "raw"];
  const args = ["node_modules/assemblyscript/bin/asc.js", index, "--config", "asconfig.json", "--target", "release", ...out];
  try {
    execFileSync(process.execPath, args, { stdio: "inherit" });
  } finally {
    rmSync(index);
  }
  optimise("build/size.wasm");
  return readFileSync("build/size.wasm");
}

const lines = readFileSync("assembly/index.ts", "utf8").split("\n");
const rest = lines.filter((line) => !FAMILIES.some((family) => line.endsWith(`from "./${family}";`)));
if (rest.length !== lines.length - FAMILIES.length) throw new Error("assembly/index.ts no longer has a line for each family");
const [all, without] = [compiled(lines), compiled(rest)];
const { outputFiles } = await build({
  entryPoints: ["src/linalg/index.ts"],
  bundle: true,
  minify: true,
  format: "esm",
  write: false,
  external: ["../core/*", "../engine/*", "../random/*", "../elementary/*"],
});
const [binary, script] = [gzip(all) - gzip(without), gzip(outputFiles[0].contents)];
console.log(`binary ${gzip(all)} bytes, ${binary} of them linear algebra; its JavaScript ${script}; together ${binary + script}, gzip`);
