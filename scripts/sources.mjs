// One hash over everything the binary is made of: written beside it by assemble.mjs, compared by whoever runs it (vitest.config.ts).
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The hash of assembly/*.ts, asconfig.json, assemble.mjs and optimise.mjs as they are now. */
export function sourcesHash() {
  const root = new URL("../", import.meta.url);
  const files = readdirSync(fileURLToPath(new URL("assembly", root))).filter((name) => name.endsWith(".ts"));
  const hash = createHash("sha256");
  for (const path of ["asconfig.json", "scripts/assemble.mjs", "scripts/optimise.mjs", ...files.sort().map((name) => `assembly/${name}`)])
    hash.update(`${path}\0`).update(readFileSync(new URL(path, root)));
  return hash.digest("hex").slice(0, 16);
}
