// heap.ts - where the static data ends: everything from here up belongs to the arena of src/engine.

/** First free byte of linear memory. */
export function heap_base(): usize {
  return __heap_base;
}
