// "#wasm" by default: the binary as base64 text, decoded and compiled at first use. Nothing runs at import.

import { decodeBase64 } from "./decodeBase64.js";
import base64 from "./nntk.wasm";

/** Decodes and compiles; the pool calls it once. */
export function wasmModule(): WebAssembly.Module {
  return new WebAssembly.Module(decodeBase64(base64));
}

/** The same off the critical path. */
export function wasmModuleAsync(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(decodeBase64(base64));
}
