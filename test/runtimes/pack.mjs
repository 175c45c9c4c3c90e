// The package as a user gets it: packed, and installed from its tarball into a folder outside the repository.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = fileURLToPath(new URL(".", import.meta.url));
export const root = join(here, "..", "..");

/** npm by way of the Node that runs this: a folder of runtimes has other Nodes in .bin. */
function npm(folder, ...args) {
  const options = { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], shell: process.platform === "win32" };
  return execFileSync("npm", [...args, "--loglevel=error"], options);
}

/**
 * Packs dist as it is, installs the tarball into a new folder, in `parent`, with the programs of this one beside it; removed when the process
 * ends.
 */
export function installPacked(programs, parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, "nntk-installed-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const [{ filename, files }] = JSON.parse(npm(root, "pack", "--json", "--ignore-scripts", "--pack-destination", folder));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  npm(folder, "install", "--offline", "--no-audit", "--no-fund", `./${filename}`);
  for (const program of programs) cpSync(join(here, program), join(folder, program));
  cpSync(join(root, "examples", "digest"), join(folder, "digest"), { recursive: true });
  return { folder, files: files.map(({ path }) => path) };
}
