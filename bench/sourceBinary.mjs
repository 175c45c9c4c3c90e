// Suites that time internals import sources. Those call the binary's routines by their own names, while the package's has short ones: "#wasm" in
// src/ is the binary as it was assembled. Loaded before the benchmark (node --import).
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";
import { binaryModule } from "../scripts/binaryText.mjs";

const SOURCES = new URL("../src/", import.meta.url).href;

if (isMainThread) register(import.meta.url);

export function resolve(specifier, context, next) {
  const ofSources = specifier === "#wasm" && context.parentURL?.startsWith(SOURCES);
  return next(ofSources ? `${SOURCES}engine/wasm/inline.ts` : specifier, context);
}

export function load(url, context, next) {
  if (!url.endsWith(".wasm")) return next(url, context);
  return { format: "module", source: binaryModule(readFileSync(new URL(url))), shortCircuit: true };
}
