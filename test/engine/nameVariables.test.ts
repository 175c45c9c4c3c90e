import { describe, expect, test } from "vitest";
import { nameVariables } from "../../scripts/nameVariables.mjs";

/** What a module with this text exports. */
const exportsOf = (text: string) => import(`data:text/javascript,${encodeURIComponent(text)}`) as Promise<Record<string, unknown>>;

/** One line a way of declaring, hiding or taking out a name. */
const MODULE = `
const outer = 1, { alpha, beta: [first, ...others], gamma = alpha + 1 } = { alpha: 2, beta: [3, 4, 5] };
function shadow(outer, other = outer + first) { { const outer = 10; other += outer; } return outer + other; }
const arrow = (first) => { for (let outer = 0; outer < 3; outer++) first += outer; return first + outer; };
class Named { static made = 0; value = outer; constructor(value) { this.value = value; Named.made++; } take({ value, ...rest } = this) { return [value, rest]; } }
const hidden = class Inner { self() { return Inner.name.length > 0 && outer; } };
function caught() { try { throw { outer: 7 }; } catch ({ outer: found }) { return found + outer; } }
function hoisted() { if (true) { var late = later(); } return late; function later() { return typeof outer + outer; } }
function choose(kind) { switch (kind) { case 1: { let outer = "one"; return outer; } default: return outer; } }
const closures = [1, 2].map((outer) => () => outer * first), record = { outer, first: others, [first]: alpha, gamma() { return gamma; } };
label: for (const [outer, first] of [[1, 2]]) { if (outer < first) break label; }
export const results = [shadow(5), arrow(4), new Named(8).take(), Named.made, new hidden().self(), caught(), hoisted(), choose(1), choose(2),
  closures.map((closure) => closure()), { ...record, gamma: record.gamma() }, Math.max(outer, first)];
export { outer, first as renamed };
`
  .replace("export const results", "const results")
  .replace("export {", "export { results,");

describe("the bundle's variables are named for gzip", () => {
  test("a module computes and exports what it did, whatever its names hide", async () => {
    const named = nameVariables(MODULE, 3);
    expect(named.length).toBeLessThan(MODULE.length);
    expect(named).not.toMatch(/\bothers\b|\bshadow\b|\bclosures\b/);
    expect(await exportsOf(named)).toEqual(await exportsOf(MODULE));
  });

  test("the same word has the same name in functions that know nothing of each other", () => {
    const named = nameVariables(
      "const f = (where, count) => where[count], g = (count, size, where) => [where, size, count]; export { f, g };",
    );
    const [, where, count] = /\((\w),(\w)\)=>\1\[\2\]/.exec(named.replaceAll(" ", "")) ?? [];
    expect(named.replaceAll(" ", "")).toMatch(new RegExp(`\\(${count},\\w,${where}\\)=>\\[${where},`));
  });

  test("names of the host, of properties and of what is imported stay", async () => {
    const named = nameVariables(
      'import { join as put } from "node:path"; const length = put("a", "b").length, o = { length }; export { o };',
    );
    expect((await exportsOf(named)).o).toEqual({ length: 3 });
  });
});
