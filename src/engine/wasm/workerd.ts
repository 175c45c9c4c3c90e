// "#wasm" on Cloudflare Workers: compiling bytes is forbidden there, the bundler turns this import into a WebAssembly.Module.
import compiled from "./nntk.wasm";

export function wasmModule(): WebAssembly.Module {
  return compiled as unknown as WebAssembly.Module;
}

export async function wasmModuleAsync(): Promise<WebAssembly.Module> {
  return wasmModule();
}
