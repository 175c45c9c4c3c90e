import { wasmModule, wasmModuleAsync } from "#wasm";
import { Engine } from "./engine.js";
import type { Routines } from "./wasm/routines.js";

/** Idle instances kept for the next call, and the memory they may hold together; what exceeds either is left to the collector. */
const MAX_IDLE = 4;
const MAX_IDLE_BYTES = 256e6;

let compiled: WebAssembly.Module | undefined;
let scalar: Routines | undefined;
const idle: Engine[] = [];

/**
 * Lends an instance of the binary to `use` and takes it back when `use` returns or throws. The binary is compiled at the first call,
 * synchronously. Calls may nest (a user's callback may call the library): each level has an instance of its own.
 */
export function withEngine<T>(use: (engine: Engine) => T): T {
  const engine = idle.pop() ?? freshEngine();
  try {
    return use(engine);
  } finally {
    giveBack(engine);
  }
}

/**
 * Compiles the binary without blocking, for pages that prefer to do so before the first call. Optional: every function of the library
 * works without it.
 *
 * @returns a promise fulfilled once the first call will find the binary compiled
 */
export async function ready(): Promise<void> {
  compiled ??= await wasmModuleAsync();
}

/**
 * The routines of one instance that is never lent, for routines of numbers only: they leave its memory as it is, at its first size.
 */
export function scalarRoutines(): Routines {
  scalar ??= freshEngine().routines;
  return scalar;
}

function freshEngine(): Engine {
  compiled ??= wasmModule();
  return new Engine(compiled);
}

function giveBack(engine: Engine): void {
  engine.arena.reset();
  let held = engine.arena.reserved;
  for (const { arena } of idle) held += arena.reserved;
  if (idle.length < MAX_IDLE && held <= MAX_IDLE_BYTES) idle.push(engine);
}
