import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { binaryModule } from "../../scripts/binaryText.mjs";

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** A folder for a test's files. */
export function testFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "nntk-cli-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The program from the sources as they are, so that no test runs a stale build. */
export async function buildProgram(folder: string): Promise<string> {
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  await build({
    entryPoints: { cli: source("cli/main.ts"), "cli-worker": source("cli/fitting/worker.ts") },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    alias: { "#wasm": source("engine/wasm/inline.ts") },
    plugins: [
      {
        name: "binary-as-text",
        setup: ({ onLoad }) => onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({ contents: binaryModule(await readFile(path)) })),
      },
    ],
    logLevel: "error",
  });
  return join(folder, "cli.js");
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

/** Starts the program; `ended` is fulfilled when it has ended. */
export function start(
  program: string,
  args: string[],
  cwd: string,
  env: Record<string, string> = {},
  input = "",
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], { cwd, env: { ...process.env, npm_command: "", ...env } });
  const said = { out: "", err: "" };
  child.stdout.on("data", (text) => {
    said.out += text;
  });
  child.stderr.on("data", (text) => {
    said.err += text;
  });
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, ...said }));
  });
  return { child, ended };
}
