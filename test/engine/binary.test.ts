import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { binaryText } from "../../scripts/binaryText.mjs";
import { decodeText } from "../../src/engine/wasm/decodeText.js";
import { engineOf, TARGETS } from "../support/engine.js";

const binary = readFileSync(new URL("../../src/engine/wasm/nntk.wasm", import.meta.url));

describe("the binary", () => {
  test("imports nothing, so that it runs wherever WebAssembly does", () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(binary))).toEqual([]);
  });

  test("its text is decoded to the same bytes, and holds nothing that a bundler, a string literal or a page would read otherwise", () => {
    const every = Uint8Array.from({ length: 1000 }, (_, i) => ((i * i) % 256) ^ (i >> 2));
    const cases = [binary, every, every.slice().reverse(), every.subarray(0, 1), every.subarray(0, 0), new Uint8Array(300).fill(255)];
    for (const bytes of cases) {
      const text = binaryText(bytes);
      expect(text).toMatch(/^[ !#%&()-;=-[\]-_a-~]*$/);
      expect(Buffer.compare(decodeText(text), bytes)).toBe(0);
    }
  });

  test.each(TARGETS)("the %s build keeps its static data below the arena", (target) => {
    const engine = engineOf(target);
    expect(engine.arena.mark()).toBeGreaterThanOrEqual(1024);
    expect(engine.arena.f64(1)).toBeGreaterThanOrEqual(engine.routines.heap_base());
  });
});
