import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeBase64, decodeBase64Portable } from "../../src/engine/wasm/decodeBase64.js";
import { engineOf, TARGETS } from "../support/engine.js";

const binary = readFileSync(new URL("../../src/engine/wasm/nntk.wasm", import.meta.url));

describe("the binary", () => {
  test("imports nothing, so that it runs wherever WebAssembly does", () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(binary))).toEqual([]);
  });

  test("base64 is decoded to the same bytes with and without the runtime's decoder, padded or not", () => {
    for (let n = 0; n < 70; n++) {
      const bytes = binary.subarray(n, 2 * n);
      for (const text of [bytes.toString("base64"), bytes.toString("base64").replace(/=+$/, "")]) {
        expect(Buffer.from(decodeBase64Portable(text))).toEqual(Buffer.from(bytes));
      }
    }
    expect(Buffer.compare(decodeBase64Portable(binary.toString("base64")), binary)).toBe(0);
    expect(Buffer.compare(decodeBase64(binary.toString("base64")), binary)).toBe(0);
  });

  test.each(TARGETS)("the %s build keeps its static data below the arena", (target) => {
    const engine = engineOf(target);
    expect(engine.arena.mark()).toBeGreaterThanOrEqual(1024);
    expect(engine.arena.f64(1)).toBeGreaterThanOrEqual(engine.routines.heap_base());
  });
});
