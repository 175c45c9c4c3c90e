import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A fenced `ts` block of the documentation as a program: `// => literal` has become a check. */
export interface Example {
  /** file:line of the fence */
  name: string;
  code: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const SUPPORT = "/test/docs/literal.ts";

/** Every example: the `@example` blocks of src and the `ts` blocks of README.md and guides/*.md. */
export function examples(): Example[] {
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join("src", path));
  const guides = readdirSync(root, { encoding: "utf8" }).includes("guides")
    ? readdirSync(join(root, "guides")).map((g) => join("guides", g))
    : [];
  const prose = ["README.md", ...guides].filter((path) => path.endsWith(".md"));
  return [...sources, ...prose].sort().flatMap((path) => blocks(path, readText(path)));
}

function readText(path: string): string {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return "";
  }
}

function blocks(path: string, text: string): Example[] {
  const found: Example[] = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    if (!/^\s*(\* )?```ts\s*$/.test(lines[i] as string)) continue;
    const start = i + 1;
    const body: string[] = [];
    while (++i < lines.length && !/^\s*(\*\s?)?```\s*$/.test(lines[i] as string))
      body.push((lines[i] as string).replace(/^\s*\* ?/, (m) => (path.endsWith(".md") ? m : "")));
    found.push({ name: `${path}:${start}`, code: toProgram(body) });
  }
  return found;
}

/** `expression; // => literal` and `const name = expression; // => literal` become checks; the rest stays. */
function toProgram(lines: readonly string[]): string {
  const body = lines.map((line) => {
    const match = /^(\s*)(?:(const|let) (\w+) = )?(.*?);?\s*\/\/ => (.*)$/.exec(line);
    if (!match) return line;
    const [, indent, , name, expression, literal] = match;
    const check = (value: string) => `__check(${value}, ${JSON.stringify(literal)});`;
    return name ? `${indent}const ${name} = ${expression}; ${check(name)}` : `${indent}${check(expression as string)}`;
  });
  return [`import { check as __check } from "${SUPPORT}";`, ...body, "export {};"].join("\n");
}
