// Bundles of programs that use the installed package, and the runtimes that only take bundles: workerd, wrangler's output in workerd, and
// Vercel's edge runtime with the compilation of bytes forbidden.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { here } from "./pack.mjs";
import { missing } from "./table.mjs";

const require = createRequire(import.meta.url);

/** Imports from this folder's node_modules, where the runtimes are. */
export async function tool(name) {
  try {
    return await import(name);
  } catch {
    throw missing(`${name} is not installed: cd test/runtimes && npm ci`);
  }
}

const version = (name) => JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8")).version;
export const COMPATIBILITY = "2026-03-01";

/** Bundles an entry of the folder with the conditions of a platform; what `binary` says stands for the import of the .wasm file. */
export async function bundle(folder, entry, { conditions = [], binary, ...options } = {}) {
  const { build } = await tool("esbuild");
  const plugin = {
    name: "binary",
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /\.wasm(\?module)?$/ }, () => binary.resolve);
      if (binary.contents) onLoad({ filter: /.*/, namespace: "binary" }, () => ({ contents: binary.contents, loader: "js" }));
    },
  };
  const source =
    entry.includes("\n") || entry.includes(" ")
      ? { stdin: { contents: entry, resolveDir: folder } }
      : { entryPoints: [join(folder, entry)] };
  const { outputFiles } = await build({
    ...source,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    conditions,
    plugins: binary ? [plugin] : [],
    logLevel: "error",
    ...options,
  });
  return outputFiles[0].text;
}

const binaryOf = (folder) => readFileSync(join(folder, "node_modules", "nntk", "dist", "nntk.wasm"));

/** A program as workerd takes it: its bundle, and the .wasm file as a module beside it. */
export async function workerdModules(folder, entry) {
  const code = await bundle(folder, entry, { conditions: ["workerd"], binary: { resolve: { path: "./nntk.wasm", external: true } } });
  return [
    { type: "ESModule", path: "worker.mjs", contents: code },
    { type: "CompiledWasm", path: "nntk.wasm", contents: binaryOf(folder) },
  ];
}

export async function runWorkerd(folder) {
  return inWorkerd(await workerdModules(folder, "worker.mjs"));
}

/** What `wrangler deploy` would upload. */
export async function runWrangler(folder) {
  await tool("miniflare");
  const out = join(folder, "wrangler");
  const args = ["deploy", "worker.mjs", "--dry-run", "--outdir", out, "--name", "digest", "--compatibility-date", COMPATIBILITY];
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_LOG: "error", NO_UPDATE_NOTIFIER: "1" };
  execFileSync(process.execPath, [require.resolve("wrangler/bin/wrangler.js"), ...args], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const modules = readdirSync(out)
    .filter((name) => /\.(js|wasm)$/.test(name))
    .sort((a, b) => a.endsWith(".wasm") - b.endsWith(".wasm"))
    .map((name) => ({ type: name.endsWith(".js") ? "ESModule" : "CompiledWasm", path: name, contents: readFileSync(join(out, name)) }));
  if (modules.filter(({ type }) => type === "CompiledWasm").length !== 1) throw new Error("expected one .wasm module in wrangler's output");
  return { ...(await inWorkerd(modules)), version: version("wrangler") };
}

async function inWorkerd(modules) {
  const { Miniflare } = await tool("miniflare");
  const start = performance.now();
  const worker = new Miniflare({ modules, compatibilityDate: COMPATIBILITY });
  try {
    const { fit } = await (await worker.dispatchFetch("http://worker/first")).json();
    const first = performance.now() - start;
    const { sections } = await (await worker.dispatchFetch("http://worker/digest")).json();
    return { version: version("miniflare"), times: [first, undefined, fit], sections };
  } finally {
    await worker.dispose();
  }
}

/** The edge runtime: the bundler's "?module" is a WebAssembly.Module that the host compiled, for the sandbox compiles nothing. */
export async function edgeRuntime(folder, entry) {
  const contents = "export default globalThis.NNTK_BINARY;";
  const binary = { resolve: { path: "nntk.wasm", namespace: "binary" }, contents };
  const code = await bundle(folder, entry, { conditions: ["edge-light"], binary, format: "iife" });
  const { EdgeRuntime } = await tool("edge-runtime");
  const runtime = new EdgeRuntime({
    codeGeneration: { strings: false, wasm: false },
    extend: (context) => Object.assign(context, { NNTK_BINARY: new WebAssembly.Module(binaryOf(folder)) }),
  });
  runtime.evaluate(code);
  return runtime;
}

export async function runEdge(folder) {
  const start = performance.now();
  const runtime = await edgeRuntime(folder, "edge.mjs");
  const { fit } = await (await runtime.dispatchFetch("http://edge/first")).json();
  const first = performance.now() - start;
  const { sections } = await (await runtime.dispatchFetch("http://edge/digest")).json();
  return { version: version("edge-runtime"), times: [first, undefined, fit], sections };
}
