// What takes the build half a minute is made once for the same input: build/<name>.made holds the last result, under the hash of what it is
// made from, these scripts included.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);

/** The result of `make(input)`, a text or bytes as the input is, from the last build if that had the same input. */
export function remembered(name, input, make) {
  const hash = createHash("sha256").update(input);
  for (const script of readdirSync(new URL("scripts", root)).sort()) hash.update(readFileSync(new URL(`scripts/${script}`, root)));
  const key = hash.digest();
  const path = fileURLToPath(new URL(`build/${name}.made`, root));
  const last = read(path);
  const result = last?.subarray(0, key.length).equals(key) ? last.subarray(key.length) : Buffer.from(make(input));
  mkdirSync(new URL("build", root), { recursive: true });
  writeFileSync(path, Buffer.concat([key, result]));
  return typeof input === "string" ? result.toString() : result;
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
