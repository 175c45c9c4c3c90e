// NNTK_TARGET=package: the tests that see the library as its users do run on the package as it is built, so that a fault of the build - a name
// shortened that somebody asks for, a statement dropped - fails where a test already looks.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(root, "dist");
const entry = (path: string) => join(dist, `${path || "index"}.js`);

/** The sub-paths of the package that are JavaScript with declarations of its own: "", "linalg", ... */
const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports: Record<string, unknown> };
const paths = Object.keys(exports)
  .map((path) => path.slice(2))
  .filter((path) => existsSync(join(root, "src", path, "index.ts")));

/** Internal functions that check and write out data alone: what they return is the same from the sources. */
const PLAIN = new Set(["makeMatrix", "checkMatrix", "checkData"]);

interface Import {
  readonly text: string;
  readonly file: string;
  /** What is imported, each as it is written; undefined for a namespace. */
  readonly names: readonly string[] | undefined;
}

/** What a module imports as values from files beside it. */
function importsOf(code: string, from: string): Import[] {
  const found = code.matchAll(/import (?!type )(\{[^}]*\}|\* as \w+) from "(\.[^"]+)\.js";/g);
  return [...found].map(([text, what = "", path = ""]) => ({
    text,
    file: resolve(dirname(from), `${path}.ts`),
    names: what.startsWith("{") ? namesIn(what.slice(1, -1)) : undefined,
  }));
}

const namesIn = (list: string) =>
  list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));

/** For vitest: the tests that can run so, and what puts the package in place of the sources. */
export async function builtPackage(): Promise<{ include: string[]; plugin: Plugin }> {
  const publicNames = new Map<string, string>();
  for (const path of paths)
    for (const name of Object.keys(await import(pathToFileURL(entry(path)).href))) publicNames.set(name, entry(path));
  const sources = new Map(paths.map((path) => [join(root, "src", path, "index.ts"), entry(path)]));
  const isOurs = (file: string) => file.startsWith(join(root, "src"));
  const plainName = (name: string) => name.split(" as ")[0] as string;

  const seen = new Map<string, boolean>();
  /** Whether a module, and what it imports, needs nothing of the sources but what is public or plain. */
  const runs = (file: string): boolean => {
    const known = seen.get(file);
    if (known !== undefined) return known;
    seen.set(file, true);
    const all =
      existsSync(file) &&
      importsOf(readFileSync(file, "utf8"), file).every((one) => {
        if (!isOurs(one.file)) return runs(one.file);
        return one.names?.every((name) => publicNames.has(plainName(name)) || PLAIN.has(plainName(name))) ?? sources.has(one.file);
      });
    seen.set(file, all);
    return all;
  };
  const tests = ["test", "property-tests"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(root, folder, name)),
  );
  const include = tests.filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules") && runs(file) && reaches(file));

  /** Whether a test imports the library at all. */
  function reaches(file: string): boolean {
    return importsOf(readFileSync(file, "utf8"), file).some((one) => isOurs(one.file) || reaches(one.file));
  }

  return {
    include: ["test/docs/examples.test.ts", ...include.map((file) => file.slice(root.length))],
    plugin: {
      name: "built-package",
      enforce: "pre",
      transform(code, id) {
        if (!/\/(property-)?tests?\//.test(id) || !id.endsWith(".ts")) return undefined;
        let changed = code;
        for (const { text, file, names } of importsOf(code, id)) {
          if (!isOurs(file)) continue;
          if (names === undefined) {
            const built = sources.get(file);
            if (built) changed = changed.replace(text, text.replace(/".*"/, JSON.stringify(built)));
            continue;
          }
          const lines = names.map((name) => `import { ${name} } from ${JSON.stringify(publicNames.get(plainName(name)) ?? file)};`);
          changed = changed.replace(text, lines.join(" "));
        }
        return { code: changed, map: null };
      },
    },
  };
}
