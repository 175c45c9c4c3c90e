import { Arena } from "./arena.js";
import type { Routines } from "./wasm/routines.js";

/**
 * One instance of the binary with its memory: the routines, an arena for their operands, and the ways in and out for data.
 * Borrowed through `withEngine`; never kept. Pointers are bytes, counts and strides are elements.
 */
export class Engine {
  readonly routines: Routines;
  readonly arena: Arena;
  /** The memory whole, taken anew once the arena has grown it: a view or a copy made from it costs half. */
  private heap = new Float64Array(0);
  private buffer: ArrayBuffer = this.heap.buffer;
  private size = 0;

  constructor(module: WebAssembly.Module) {
    this.routines = new WebAssembly.Instance(module, {}).exports as unknown as Routines;
    this.arena = new Arena(this.routines.memory, this.routines.heap_base() >>> 0);
  }

  /** A view of n doubles. Valid until the next allocation (growth detaches it): never store it. */
  view(pointer: number, n: number): Float64Array {
    this.refresh();
    return new Float64Array(this.buffer, pointer, n);
  }

  /** A view of n 32-bit integers, under the same rule. */
  viewI32(pointer: number, n: number): Int32Array {
    this.refresh();
    return new Int32Array(this.buffer, pointer, n);
  }

  /** Copies doubles into fresh arena memory; returns their address. */
  put(values: ArrayLike<number>): number {
    const pointer = this.arena.f64(values.length);
    this.refresh();
    this.heap.set(values, pointer / 8);
    return pointer;
  }

  /** Copies n doubles out into an array of the caller's own. */
  take(pointer: number, n: number): Float64Array {
    this.refresh();
    const at = pointer / 8;
    if (n > 8) return this.heap.slice(at, at + n);
    const values = new Float64Array(n); // such arrays V8 keeps in its own heap, where the way through slice is half of their cost
    for (let i = 0; i < n; i++) values[i] = this.heap[at + i]!;
    return values;
  }

  /** Copies n doubles within the memory. */
  copy(n: number, from: number, to: number): void {
    this.refresh();
    this.heap.copyWithin(to / 8, from / 8, from / 8 + n);
  }

  private refresh(): void {
    if (this.arena.reserved === this.size) return;
    this.size = this.arena.reserved;
    this.buffer = this.routines.memory.buffer;
    this.heap = new Float64Array(this.buffer);
  }

  /** Runs `use` and frees whatever it allocated, however it ends. */
  scope<T>(use: () => T): T {
    const mark = this.arena.mark();
    try {
      return use();
    } finally {
      this.arena.reset(mark);
    }
  }
}
