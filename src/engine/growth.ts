/** What the arena needs of a WebAssembly memory; tests put a mock in its place to reach 2^31 and 4 GiB. */
export interface GrowableMemory {
  readonly buffer: { readonly byteLength: number };
  /** Adds pages; throws a RangeError when it cannot. */
  grow(pages: number): number;
}

export const PAGE_BYTES = 65536;
const MAX_PAGES = 65536; // 4 GiB: the end of 32-bit addresses

/**
 * Makes the memory at least `bytes` long. Grows by half its size or more at a time (a page costs about 20 us), and when that much is
 * not to be had, by just what is needed.
 *
 * @throws {RangeError} beyond 4 GiB, or the runtime has no more memory to give. Nothing has changed then.
 */
export function ensureBytes(memory: GrowableMemory, bytes: number): void {
  const have = memory.buffer.byteLength / PAGE_BYTES;
  const need = Math.ceil(bytes / PAGE_BYTES);
  if (need <= have) return;
  const roomy = Math.max(need, Math.ceil(1.5 * have));
  if (tryGrow(memory, roomy - have) || tryGrow(memory, need - have)) return;
  throw new RangeError(`out of WebAssembly memory: need ${megabytes(need)} MB, limit ${megabytes(MAX_PAGES)} MB`);
}

function tryGrow(memory: GrowableMemory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

function megabytes(pages: number): number {
  return Math.round((pages * PAGE_BYTES) / 1e6);
}
