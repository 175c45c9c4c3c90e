import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { shortExports, shortNames } from "../../scripts/shortNames.mjs";
import { createNetwork, createTrainer, fit } from "../../src/index.js";

const binary = readFileSync(new URL("../../src/engine/wasm/nntk.wasm", import.meta.url));
const exportsOf = (bytes: Uint8Array) => WebAssembly.Module.exports(new WebAssembly.Module(new Uint8Array(bytes)));

/** Every key of an object and of what it holds. */
function keysWithin(value: unknown): string[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  const inner = Object.values(value).flatMap(keysWithin);
  return Array.isArray(value) ? inner : [...Object.keys(value), ...inner];
}

describe("the package's short names", () => {
  let names: Record<string, string> = {};
  let short = new Set<string>();
  beforeAll(() => {
    names = shortNames(fileURLToPath(new URL("../../src/bundle.ts", import.meta.url)));
    short = new Set(Object.keys(names));
  });

  test("the shortened binary exports the same functions, each under a name of its own, and the memory as it was", () => {
    const shortened = shortExports(binary, names);
    const [long, now] = [exportsOf(binary), exportsOf(shortened)];
    expect(new Set(now.map(({ name }) => name)).size).toBe(long.length);
    expect(now.filter(({ kind }) => kind !== "function")).toEqual([{ name: "memory", kind: "memory" }]);
    const call = (bytes: Uint8Array, name: string | undefined, ...values: number[]) => {
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
      return (exports[name ?? ""] as (...values: number[]) => number)(...values);
    };
    expect(call(shortened, names.pow_scalar, 2, 0.5)).toBe(call(binary, "pow_scalar", 2, 0.5));
    expect(call(shortened, names.svd_scratch_bytes, 7, 5)).toBe(call(binary, "svd_scratch_bytes", 7, 5));
  });

  test("no key of a result or of a saved state is one, in any method", () => {
    const data = { x: [0, 0.25, 0.5, 0.75, 1], y: [0, 1, 0, -1, 0] };
    const network = createNetwork({ inputs: 1, width: 6, seed: 1 });
    const trainers = [
      createTrainer(network, data),
      createTrainer(network, data, { solver: "cg", regularization: 1e-3 }),
      createTrainer(network, data, { method: "gauss-newton", subset: { rows: 3, seed: 1 } }),
      createTrainer(network, data, { method: "adam" }),
      createTrainer(network, data, { method: "gradient-descent" }),
    ];
    const seen: unknown[] = trainers.flatMap((trainer) => [trainer.run({ maxSteps: 3 }), trainer.state()]);
    seen.push(fit(data, { width: 8, seed: 1, onStep: (_, state) => void seen.push(state()) }));
    const keys = [...new Set(seen.flatMap(keysWithin))];
    expect(keys).toContain("finalLoss");
    expect(keys.filter((key) => short.has(key))).toEqual([]);
  });

  test("no two have the same, and none has the name of something that keeps its own", () => {
    const given = Object.values(names);
    expect(new Set(given).size).toBe(given.length);
    expect(given.filter((name) => ["x", "y", "W", "b", "C", "L", "Q", "R", "U", "V"].includes(name))).toEqual([]);
  });

  test("nor is what the host's objects and the users' are asked for; members of the library's own classes are", () => {
    expect(["grow", "buffer", "aborted", "decode", "next", "apply", "rows", "length"].filter((name) => short.has(name))).toEqual([]);
    expect(["arena", "routines", "takeTheta"].filter((name) => !short.has(name))).toEqual([]);
  });
});
