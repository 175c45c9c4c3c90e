// How the binary and its loader are imported. Not published. No tsconfig `paths` for "#wasm": Bun would obey them at run time.
declare module "#wasm" {
  export function wasmModule(): WebAssembly.Module;
  export function wasmModuleAsync(): Promise<WebAssembly.Module>;
}
declare module "*.wasm?module" {
  const compiled: WebAssembly.Module;
  export default compiled;
}
declare module "*.wasm" {
  const text: string; // by scripts/binaryText.mjs
  export default text;
}
