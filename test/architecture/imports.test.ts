import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Who may import whom, folder by folder; a folder may always import itself. */
const ALLOWED: Record<string, readonly string[]> = {
  core: [],
  engine: ["core"],
  elementary: ["core", "engine"],
  random: ["core", "engine", "elementary"],
  io: ["core", "engine", "model", "train"],
  linalg: ["core", "engine", "elementary", "random"],
  model: ["core", "engine", "elementary", "linalg", "random"],
  kernels: ["core", "engine", "elementary", "linalg", "model", "random"],
  theory: ["core", "elementary", "linalg", "model", "kernels"],
  train: ["core", "engine", "elementary", "linalg", "model", "random"],
  fit: ["core", "elementary", "linalg", "model", "train", "random"],
};
/** Barrels and programs: they may import any folder of the library. */
const FREE = new Set(["index.ts", "bundle.ts", "cli"]);

const MATH = new Set("sqrt abs floor ceil trunc round fround imul clz32 min max sign PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2".split(" "));

interface Source {
  path: string;
  folder: string;
  ast: ts.SourceFile;
}

function sources(): Source[] {
  const src = join(root, "src");
  return readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .map((path) => ({
      path,
      folder: path.split(sep)[0] as string,
      ast: ts.createSourceFile(path, readFileSync(join(src, path), "utf8"), ts.ScriptTarget.ES2022, true),
    }));
}

function importsOf({ path, ast }: Source): string[] {
  const targets: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      targets.push((node.moduleSpecifier as ts.StringLiteral).text);
    }
    if (ts.isImportTypeNode(node)) targets.push(((node.argument as ts.LiteralTypeNode).literal as ts.StringLiteral).text);
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return targets.filter((t) => t.startsWith(".")).map((t) => relative("", normalize(join(dirname(path), t))).replace(/\.js$/, ".ts"));
}

/** Every breach in one source, as sentences; used on the library and on planted faults. */
function breaches(source: Source): string[] {
  const found: string[] = [];
  const { path, folder, ast } = source;
  const free = FREE.has(folder);
  if (!free && !(folder in ALLOWED)) found.push(`${path}: folder ${folder} is not in the house's table`);
  for (const target of importsOf(source)) {
    const to = target.split(sep)[0] as string;
    if (folder === "cli" && to !== "cli" && to !== ".." && !/^(\w+\/)?index\.ts$/.test(target))
      found.push(`${path}: cli may import public entries only, not ${target}`);
    if (!free && to !== folder && !ALLOWED[folder]?.includes(to)) found.push(`${path}: ${folder} may not import ${to}`);
  }
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === "WebAssembly" && folder !== "engine") found.push(`${path}: names WebAssembly`);
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "Math" && !MATH.has(node.name.text) && !free) {
      found.push(`${path}: uses Math.${node.name.text}`);
    }
    if (ts.isBinaryExpression(node) && /^\*\*=?$/.test(node.operatorToken.getText()) && !free) found.push(`${path}: uses **`);
    if (ts.isIdentifier(node) && /^(performance|Date)$/.test(node.text) && path !== join("core", "clock.ts") && !free) {
      found.push(`${path}: reads time`);
    }
    if (ts.isIdentifier(node) && /^(process|Buffer|require)$/.test(node.text) && folder !== "cli" && ts.isExpression(node.parent)) {
      found.push(`${path}: names ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

function cycles(all: Source[]): string[][] {
  const graph = new Map(all.map((s) => [s.path, importsOf(s)]));
  const state = new Map<string, "open" | "done">();
  const found: string[][] = [];
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      found.push([...trail.slice(trail.indexOf(path)), path]);
      return;
    }
    state.set(path, "open");
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

function planted(path: string, text: string): Source {
  return { path, folder: path.split("/")[0] as string, ast: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
}

describe("the house", () => {
  test("every file imports only what its folder may, and breaks no rule of determinism", () => {
    expect(sources().flatMap(breaches)).toEqual([]);
  });

  test("no import goes round in a circle", () => {
    expect(cycles(sources())).toEqual([]);
  });

  test("each rule catches its planted fault", () => {
    expect(breaches(planted("core/a.ts", 'import { x } from "../linalg/x.js";'))).toEqual(["core/a.ts: core may not import linalg"]);
    expect(breaches(planted("linalg/a.ts", "const m = WebAssembly.Module;"))).toEqual(["linalg/a.ts: names WebAssembly"]);
    expect(breaches(planted("theory/a.ts", "const e = Math.exp(1);"))).toEqual(["theory/a.ts: uses Math.exp"]);
    expect(breaches(planted("theory/a.ts", "const e = 2 ** 3;"))).toEqual(["theory/a.ts: uses **"]);
    expect(breaches(planted("train/a.ts", "const t = performance.now();"))).toEqual(["train/a.ts: reads time"]);
    expect(breaches(planted("train/a.ts", "const t = process.env;"))).toEqual(["train/a.ts: names process"]);
    expect(breaches(planted("cli/a.ts", 'import { x } from "../fit/fit.js"; import { y } from "../io/index.js";'))).toEqual([
      "cli/a.ts: cli may import public entries only, not fit/fit.ts",
    ]);
    expect(breaches(planted("attic/a.ts", ""))).toEqual(["attic/a.ts: folder attic is not in the house's table"]);
    expect(cycles([planted("core/a.ts", 'import "./b.js";'), planted("core/b.ts", 'import "./a.js";')])).toHaveLength(1);
  });
});
