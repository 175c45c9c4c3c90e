import { describe, expect, test } from "vitest";
import { Arena } from "../../src/engine/arena.js";
import { ensureBytes, type GrowableMemory, PAGE_BYTES } from "../../src/engine/growth.js";

const GIB = 2 ** 30;

/** A memory that has no bytes, only a length: reaches 4 GiB at no cost. `available` is what the runtime is willing to give. */
function mockMemory(bytes: number, available = 4 * GIB): GrowableMemory & { grows: number[] } {
  let pages = bytes / PAGE_BYTES;
  const grows: number[] = [];
  return {
    grows,
    get buffer() {
      return { byteLength: pages * PAGE_BYTES };
    },
    grow(delta) {
      if (!((pages + delta) * PAGE_BYTES <= available)) throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
      grows.push(delta);
      pages += delta;
      return pages - delta;
    },
  };
}

describe("memory growth", () => {
  test("what fits already grows nothing", () => {
    const memory = mockMemory(PAGE_BYTES);
    ensureBytes(memory, PAGE_BYTES);
    expect(memory.grows).toEqual([]);
  });

  test("growth is by half at least, so that many small allocations cost few calls", () => {
    const memory = mockMemory(PAGE_BYTES);
    for (let bytes = 0; bytes <= GIB; bytes += 2 ** 20) ensureBytes(memory, bytes);
    expect(memory.grows.length).toBeLessThan(30); // log_1.5(16384) = 24
  });

  test("where the runtime refuses the roomy size, just what is needed is asked for", () => {
    const memory = mockMemory(GIB, GIB + 10 * PAGE_BYTES);
    ensureBytes(memory, GIB + 10 * PAGE_BYTES);
    expect(memory.grows).toEqual([10]);
  });

  test("a refusal is a RangeError that says how much was needed, and leaves the memory as it was", () => {
    const memory = mockMemory(GIB, GIB);
    expect(() => ensureBytes(memory, 2 * GIB)).toThrow(/^out of WebAssembly memory: need 2147 MB, limit 4295 MB$/);
    expect(memory.buffer.byteLength).toBe(GIB);
  });

  test("4 GiB is reached to the last byte and never passed", () => {
    const memory = mockMemory(PAGE_BYTES);
    ensureBytes(memory, 4 * GIB);
    expect(memory.buffer.byteLength).toBe(4 * GIB);
    expect(() => ensureBytes(memory, 4 * GIB + 1)).toThrow(RangeError);
  });
});

describe("the arena", () => {
  test("addresses stay exact, aligned and apart across 2^31", () => {
    const arena = new Arena(mockMemory(PAGE_BYTES), 1040);
    let end = 1040;
    for (let i = 0; i < 31; i++) {
      const start = arena.f64(2 ** 24 + i);
      expect(start % 64).toBe(0);
      expect(start).toBeGreaterThanOrEqual(end);
      end = start + 8 * (2 ** 24 + i);
    }
    expect(end).toBeGreaterThan(2 ** 31);
    expect(end).toBeLessThan(2 ** 32);
  });

  test("an allocation that cannot be had changes nothing: a smaller one still succeeds", () => {
    const arena = new Arena(mockMemory(PAGE_BYTES), 1024);
    const before = arena.mark();
    expect(() => arena.bytes(5 * GIB)).toThrow(RangeError);
    expect(arena.mark()).toBe(before);
    expect(arena.f64(8)).toBe(1024);
  });

  test("the memory is asked for its size once and after each growth, not at every allocation", () => {
    const memory = mockMemory(PAGE_BYTES);
    let asked = 0;
    const counted: GrowableMemory = {
      get buffer() {
        asked++;
        return memory.buffer;
      },
      grow: (pages) => memory.grow(pages),
    };
    const arena = new Arena(counted, 1024);
    for (let i = 0; i < 100; i++) arena.f64(4);
    expect(asked).toBe(1);
    arena.bytes(3 * PAGE_BYTES);
    expect(arena.reserved).toBe(memory.buffer.byteLength);
    expect(arena.reserved).toBeGreaterThan(3 * PAGE_BYTES);
    expect(() => arena.bytes(Number.NaN)).toThrow(RangeError);
  });

  test("reset gives back what came after the mark, and only that", () => {
    const arena = new Arena(mockMemory(PAGE_BYTES), 1024);
    const kept = arena.f64(3);
    const mark = arena.mark();
    const scratch = arena.f64(100);
    arena.reset(mark);
    expect(arena.f64(1)).toBe(scratch);
    expect(scratch).toBeGreaterThanOrEqual(kept + 24);
  });
});
