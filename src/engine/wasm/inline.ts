// "#wasm" by default: the binary as text, decoded and compiled at first use. Nothing runs at import.

import { decodeText } from "./decodeText.js";
import text from "./nntk.wasm";

/** Decodes and compiles; the pool calls it once. */
export function wasmModule(): WebAssembly.Module {
  return new WebAssembly.Module(decodeText(text));
}

/** The same off the critical path. */
export function wasmModuleAsync(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(decodeText(text));
}
