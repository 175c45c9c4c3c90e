// What this folder's package.json installs, and processes that are run to their end.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { missing } from "../runtimes/table.mjs";

export const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);
const TIMEOUT = 180_000;

/** Imports from this folder's node_modules. */
export async function tool(name) {
  try {
    return await import(name);
  } catch {
    throw missing(`${name} is not installed: cd test/consumers && npm ci`);
  }
}

/** The path of a file of an installed tool. */
export function toolPath(path) {
  try {
    return require.resolve(path);
  } catch {
    throw missing(`${path} is not installed: cd test/consumers && npm ci`);
  }
}

export const versionOf = (name) => JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8")).version;

/** Runs Node to its end and gives what it printed; an error carries what it complained of. */
export async function node(folder, args, environment = {}, program = process.execPath) {
  const child = spawn(program, args, { cwd: folder, env: { ...process.env, ...environment }, timeout: TIMEOUT });
  let [out, complaints] = ["", ""];
  child.stdout.on("data", (piece) => {
    out += piece;
  });
  child.stderr.on("data", (piece) => {
    complaints += piece;
  });
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`exit ${code}\n${complaints.slice(-3000)}${out.slice(-3000)}`);
  return out;
}
