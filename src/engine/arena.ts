import { ensureBytes, type GrowableMemory } from "./growth.js";

/** Every allocation starts on a cache line. */
const ALIGNMENT = 64;

/**
 * Stack allocator over linear memory: allocate, mark, reset. Addresses are bytes, as JavaScript numbers (exact beyond 2^31).
 *
 * Allocation may grow the memory, which detaches every existing view: take views after the last allocation, or take them anew.
 * Contents are not cleared: a routine fully writes what it returns.
 */
export class Arena {
  private top: number;
  /** Bytes of the memory. Nobody else grows it, and asking the memory itself costs more than all the rest of an allocation. */
  private size: number;

  constructor(
    private readonly memory: GrowableMemory,
    private readonly base: number,
  ) {
    this.top = base;
    this.size = memory.buffer.byteLength;
  }

  /** Address of `bytes` fresh bytes. @throws {RangeError} the memory cannot grow to hold them; the arena is unchanged. */
  bytes(bytes: number): number {
    const start = Math.ceil(this.top / ALIGNMENT) * ALIGNMENT;
    const end = start + bytes;
    if (!(end <= this.size)) this.grow(end);
    this.top = end;
    return start;
  }

  private grow(bytes: number): void {
    ensureBytes(this.memory, bytes);
    this.size = this.memory.buffer.byteLength;
  }

  /** Address of `n` fresh doubles. */
  f64(n: number): number {
    return this.bytes(8 * n);
  }

  /** Address of `n` fresh 32-bit integers. */
  i32(n: number): number {
    return this.bytes(4 * n);
  }

  /** The present top, to be given back to `reset`. */
  mark(): number {
    return this.top;
  }

  /** Frees everything allocated since `mark` (since the beginning when it is omitted). */
  reset(mark: number = this.base): void {
    this.top = mark;
  }

  /** Bytes of linear memory behind the arena, used or not. */
  get reserved(): number {
    return this.size;
  }
}
