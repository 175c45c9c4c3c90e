import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { examples } from "./extract.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The complaints of a strict compiler about programs that stand in no file, as "README.md:36: message". */
function complaints(programs: readonly { name: string; code: string }[]): string[] {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const paths = { nntk: ["./src/index.ts"], "nntk/*": ["./src/*/index.ts"], "/test/docs/literal.ts": ["./test/docs/literal.ts"] };
  // examples index arrays without looking back, as their readers would
  Object.assign(options, { noEmit: true, incremental: false, noUncheckedIndexedAccess: false, noUnusedLocals: false, skipLibCheck: true });
  options.paths = { ...options.paths, ...paths };
  options.baseUrl = root;
  const files = new Map(programs.map(({ name, code }, i) => [join(root, "test/docs", `example${i}.ts`), { name, code }]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  host.readFile = (path) => files.get(path)?.code ?? readFile.call(host, path);
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, version);
  };
  host.getCurrentDirectory = () => root;
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([path, { name }]) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`),
  );
}

test("every example in the documentation is typed as it says", { timeout: 60_000 }, () => {
  expect(complaints(examples())).toEqual([]);
});

test("an example that reads a field its result does not have is found", { timeout: 60_000 }, () => {
  const code = 'import { createNetwork } from "nntk"; createNetwork({ inputs: 1, width: 2 }).depth; export {};';
  expect(complaints([{ name: "planted", code }])).toEqual([expect.stringContaining("planted: Property 'depth' does not exist")]);
});
