import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { arrangeBinary } from "../../scripts/arrangeBinary.mjs";
import { arrangeModules } from "../../scripts/arrangeModules.mjs";
import { Engine } from "../../src/engine/engine.js";
import { eighIn } from "../../src/linalg/eigh.js";

const gzipped = (bytes: Uint8Array | string) => gzipSync(bytes, { level: 9 }).length;

function eigenvalues(engine: Engine): Float64Array {
  const n = 40;
  const a = engine.put(Float64Array.from({ length: n * n }, (_, i) => 1 / (1 + Math.floor(i / n) + (i % n))));
  const values = engine.arena.f64(n);
  eighIn(engine, n, a, values, true);
  return engine.take(values, n);
}

describe("the package is arranged for gzip", () => {
  test("the binary is smaller, exports the same names and computes the same", () => {
    const binary = new Uint8Array(readFileSync(new URL("../../src/engine/wasm/nntk.wasm", import.meta.url)));
    const arranged = arrangeBinary(binary, { near: 0 });
    expect(gzipped(arranged)).toBeLessThan(0.99 * gzipped(binary));
    const [before, after] = [binary, arranged].map((bytes) => new WebAssembly.Module(bytes)) as [WebAssembly.Module, WebAssembly.Module];
    const names = (module: WebAssembly.Module) => WebAssembly.Module.exports(module).map(({ name, kind }) => `${kind} ${name}`);
    expect(names(after).sort()).toEqual(names(before).sort());
    expect(eigenvalues(new Engine(after))).toEqual(eigenvalues(new Engine(before)));
  });

  test("what a module's statements read where they stand is still before them, whatever lies between", async () => {
    const texts = [
      'var last=["c"],first=["a"],second=first.concat(other("b"));function other(t){return t+last}export{second};',
      "var Base=class{one(){return 1}},Other=class extends Base{two(){return this.one()+table.get(1)}},table=new Map([[1,41]]);export{Other};",
      `function later(){return text.length}var text="${"x".repeat(40_000)}",short="y";export{later,short};`,
    ];
    const chain = Array.from({ length: 9 }, (_, i) => `v${i + 1}={share,before:v${i}}`).join();
    texts.push(`function reader(share){return{share,before:v0}}var share=0.2,v0={share},${chain};export{v9};`);
    const arranged = arrangeModules(texts);
    const [a, b, c, d] = (await Promise.all(arranged.map((text) => import(`data:text/javascript,${encodeURIComponent(text)}`)))) as [
      { second: string[] },
      { Other: new () => { two(): number } },
      { later(): number; short: string },
      { v9: object },
    ];
    expect(a.second).toEqual(["a", "bc"]);
    expect(new b.Other().two()).toBe(42);
    expect(c.later()).toBe(40_000);
    expect(JSON.stringify(d.v9).match(/"share":0.2/g)).toHaveLength(10);
    expect(arranged[2]?.indexOf("short")).toBeLessThan(arranged[2]?.indexOf("text=") as number);
  });

  test("a statement at the top that is no declaration is refused: it might not be moved past", () => {
    expect(() => arrangeModules(["console.log(1)"])).toThrow("expected declarations at the top");
  });
});
