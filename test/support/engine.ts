import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Engine } from "../../src/engine/engine.js";

const path = (target: string) => fileURLToPath(new URL(target, new URL("../../", import.meta.url)));
const BINARIES = { release: path("src/engine/wasm/nntk.wasm"), debug: path("build/debug.wasm") };

/** The two builds of the routines: tests of routines run on both. */
export const TARGETS = ["release", "debug"] as const;

/** A fresh engine on one of the two binaries. */
export function engineOf(target: (typeof TARGETS)[number]): Engine {
  return new Engine(new WebAssembly.Module(readFileSync(BINARIES[target])));
}

/** The house's size ladder for a routine with `lanes` elements a vector and `unroll` elements a loop body. */
export function ladder(lanes: number, unroll: number): number[] {
  return [...new Set([0, 1, lanes - 1, lanes, lanes + 1, unroll, unroll + 1, 2 * unroll + 3])];
}

const CANARY = 12345.678;

/** Allocates n doubles `offset` elements past a cache line with a canary on both sides; `check` throws when one was overwritten. */
export function guarded(engine: Engine, n: number, offset = 0): { pointer: number; check: () => void } {
  const start = engine.arena.f64(n + offset + 2);
  const pointer = start + 8 * (offset + 1);
  engine.view(pointer - 8, 1)[0] = CANARY;
  engine.view(pointer + 8 * n, 1)[0] = CANARY;
  const check = () => {
    if (engine.view(pointer - 8, 1)[0] !== CANARY) throw new Error("wrote before the beginning");
    if (engine.view(pointer + 8 * n, 1)[0] !== CANARY) throw new Error("wrote past the end");
  };
  return { pointer, check };
}

/** The same for n 32-bit integers. */
export function guardedI32(engine: Engine, n: number): { pointer: number; check: () => void } {
  const pointer = engine.arena.i32(n + 2) + 4;
  const canaries = () => engine.viewI32(pointer - 4, n + 2);
  canaries()[0] = canaries()[n + 1] = CANARY;
  const check = () => {
    if (canaries()[0] !== Math.trunc(CANARY)) throw new Error("wrote before the beginning");
    if (canaries()[n + 1] !== Math.trunc(CANARY)) throw new Error("wrote past the end");
  };
  return { pointer, check };
}
