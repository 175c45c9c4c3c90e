import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { ready, withEngine } from "../../src/engine/pool.js";

describe("borrowing an instance", () => {
  test("a nested call has an instance of its own, and both come back", () => {
    const seen: Engine[] = [];
    withEngine((outer) => {
      seen.push(outer);
      withEngine((inner) => seen.push(inner));
      withEngine((inner) => seen.push(inner));
    });
    expect(seen[0]).not.toBe(seen[1]);
    expect(seen[1]).toBe(seen[2]);
    withEngine((again) => expect(seen).toContain(again));
  });

  test("an instance whose user threw is given back empty", () => {
    let used: Engine | undefined;
    const start = withEngine((engine) => engine.arena.mark());
    const boom = new Error("the caller's own");
    expect(() =>
      withEngine((engine) => {
        used = engine;
        engine.arena.f64(1000);
        throw boom;
      }),
    ).toThrow(boom);
    withEngine((engine) => {
      expect(engine).toBe(used);
      expect(engine.arena.mark()).toBe(start);
    });
  });

  test("data survive growth in mid-run: addresses stay, views are taken anew", () => {
    withEngine((engine) => {
      const p = engine.put([1, 2, 3]);
      const before = engine.view(p, 3);
      engine.arena.bytes(2 * engine.arena.reserved);
      expect(before.length).toBe(0); // detached
      expect([...engine.take(p, 3)]).toEqual([1, 2, 3]);
    });
  });

  test("an instance that grew beyond what the pool keeps is let go", () => {
    let large: Engine | undefined;
    withEngine((engine) => {
      large = engine;
      engine.arena.bytes(300e6);
    });
    withEngine((engine) => expect(engine).not.toBe(large));
  });

  test("memory that cannot be had is a RangeError, and the library works afterwards", () => {
    expect(() => withEngine((engine) => engine.arena.bytes(5 * 2 ** 30))).toThrow(/^out of WebAssembly memory/);
    const sum = withEngine((engine) => engine.routines.dot_f64(3, engine.put([1, 2, 3]), engine.put([4, 5, 6])));
    expect(sum).toBe(32);
  });

  test("ten thousand calls leave the memory as it was", () => {
    const call = () =>
      withEngine((engine) => {
        engine.arena.f64(1000);
        return engine.arena.reserved;
      });
    const reserved = call();
    for (let i = 0; i < 10_000; i++) expect(call()).toBe(reserved);
  });

  test("ready() is optional and may be called any number of times", async () => {
    await Promise.all([ready(), ready()]);
    expect(withEngine((engine) => engine.routines.dot_f64(0, 0, 0))).toBe(0);
  });
});
