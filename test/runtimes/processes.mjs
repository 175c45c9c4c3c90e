// Node, Deno and Bun: a process that prints two lines.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { here } from "./pack.mjs";
import { missing } from "./table.mjs";

const TIMEOUT = 120_000;
const zoo = (...path) => join(here, "node_modules", ...path);

/** [row, executable, arguments before the program] */
export const PROCESSES = [
  ["Node, this one", process.execPath, []],
  ["Node 22", zoo("node22", "bin", "node"), []],
  ["Node 24", zoo("node24", "bin", "node"), []],
  ["Node 26", zoo("node26", "bin", "node"), []],
  ["Deno", zoo("deno", "deno"), ["run", "--cached-only"]],
  ["Bun", zoo("bun", "bin", "bun.exe"), ["run"]],
];

/** Refuses an executable that is not there. */
export function executable(path) {
  if (!existsSync(path)) throw missing("not installed: cd test/runtimes && npm ci");
  return path;
}

/** Runs program.mjs; times: from the start of the process to the first fit as seen from here, of it import and fit as seen from inside. */
export async function runProcess(folder, path, args, timeout = TIMEOUT) {
  const start = performance.now();
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: "1", DENO_DIR: join(folder, ".deno") };
  const child = spawn(executable(path), [...args, "program.mjs"], {
    cwd: folder,
    env,
    timeout,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  let complaints = "";
  child.stderr.on("data", (piece) => {
    complaints += piece;
  });
  const lines = [];
  let first = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    first ||= performance.now() - start;
    lines.push(JSON.parse(line));
  }
  const code = await ended;
  if (code !== 0 || lines.length !== 2) throw new Error(`exit ${code}\n${complaints}`);
  const [{ version, import: imported, fit }, { sections }] = lines;
  return { version, times: [first, imported, fit], sections };
}
