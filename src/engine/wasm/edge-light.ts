// "#wasm" on Vercel's edge runtime: compiling bytes is forbidden there, "?module" asks its bundler for a WebAssembly.Module.
import compiled from "./nntk.wasm?module";

export function wasmModule(): WebAssembly.Module {
  return compiled;
}

export async function wasmModuleAsync(): Promise<WebAssembly.Module> {
  return wasmModule();
}
